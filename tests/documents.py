"""Small documents for tests of the whole generator."""

from __future__ import annotations

PETS = """\
openapi: 3.1.0
info: {title: Pet Shop, version: '1.0'}
servers:
  - url: https://pets.example.com/v1
paths:
  /pets:
    get:
      operationId: listPets
      summary: All pets.
      tags: [Pets]
      responses:
        '200':
          description: The pets.
          content:
            application/json:
              schema:
                type: array
                items: {$ref: '#/components/schemas/Pet'}
    post:
      operationId: createPet
      tags: [Pets]
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Pet'}
      responses:
        '201':
          description: The pet.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Pet'}
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string}
        born: {type: string, format: date-time}
"""
"""Two operations and one schema, without any finding."""

BROKEN_REFERENCE = PETS.replace("born: {type: string, format: date-time}", "born: {$ref: '#/components/schemas/Day'}")
"""One property refers to a schema that does not exist."""
