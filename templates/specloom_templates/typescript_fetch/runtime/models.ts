/** Objects with named properties: from the names of the wire to those of TypeScript, and back. */

import {
  any,
  decode,
  encode,
  fault,
  resolve,
  writeAny,
  type ValueCodec,
  type Lazy,
  type Path,
  type Writing,
} from "./codecs.js";
import type { Constraints } from "./constraints.js";
import { InvalidArgumentError } from "./errors.js";
import { isObject, put, type JsonObject } from "./json.js";
import type { XmlHints } from "./xml-hints.js";

/** What more there is to say of a property. */
export interface FieldOptions {
  readonly required?: boolean;
  /** Null is one of its values. */
  readonly nullable?: boolean;
  /** `read`: only the server sets it, so it is not sent; `write`: it is only sent. */
  readonly access?: "read" | "write";
  readonly constraints?: Constraints;
  readonly xml?: XmlHints;
}

/** A property: its name on the wire, its type (anything, where that says enough), and what more there is to say. */
export type Field = readonly [wire: string, codec?: Lazy<unknown>, options?: FieldOptions];

/** Properties by their names in TypeScript. */
export interface Fields {
  readonly [name: string]: Field;
}

/** What more there is to say of a model: the type of further properties, its name and how it is written in XML. */
export interface ModelOptions {
  readonly extra?: Lazy<unknown>;
  readonly name?: string;
  readonly xml?: XmlHints;
}

/**
 * Properties that the document does not know and whose names TypeScript has for others (`userId` beside `user_id`, which
 * is called `userId` here). All other unknown properties stand in the object under their own names.
 */
export const shadowed: unique symbol = Symbol("shadowed");

/** The codec of an object with named properties. */
export interface ModelCodec<T> extends ValueCodec<T> {
  readonly fields: Fields;
  readonly options: ModelOptions;
  /** The value of JSON data, as a response would have it. With `strict`, throws `DecodeError` for data that is not one. */
  fromJson(data: unknown, strict?: boolean): T;
  /** JSON data of a value, as a request would have it, with what only the server sets. */
  toJson(value: T): JsonObject;
}

/** An object with named properties. Null is read as absence where the document does not allow it. */
export function model<T>(fields: Fields, options: ModelOptions = {}): ModelCodec<T> {
  const extra = options.extra ?? any;
  const self: ModelCodec<T> = {
    fields,
    options,
    read: (data) => (isObject(data) ? readMembers(fields, data, extra) : data) as T,
    write: (value, how) =>
      isMembers(value) ? writeFields(fields, value, how, extra) : writeAny(value, how),
    check(data, path) {
      checkFields(fields, data, path, extra);
    },
    kinds: () => ["object"],
    fromJson: (data, strict) => decode(self, data, strict),
    toJson: (value) => encode(self, value, { request: false, seconds: false }) as JsonObject,
  };
  return self;
}

/** Fields by the names of the wire. */
interface Table {
  readonly [wire: string]: readonly [name: string, field: Field];
}

const TABLES = new WeakMap<Fields, Table>();

function tableOf(fields: Fields): Table {
  let table = TABLES.get(fields);
  if (table === undefined) {
    const made: { [wire: string]: readonly [string, Field] } = Object.create(null);
    for (const [name, field] of Object.entries(fields)) {
      made[field[0]] = [name, field];
    }
    TABLES.set(fields, (table = made));
  }
  return table;
}

function isMembers(value: unknown): value is JsonObject {
  return (
    isObject(value) ||
    (typeof value === "object" &&
      value !== null &&
      !(value instanceof Date) &&
      !(Symbol.iterator in value) &&
      !("toJSON" in value) &&
      !ArrayBuffer.isView(value))
  );
}

function readMembers(fields: Fields, data: JsonObject, extra: Lazy<unknown>): JsonObject {
  const table = tableOf(fields);
  const found: JsonObject & { [shadowed]?: JsonObject } = {};
  for (const wire of Object.keys(data)) {
    const value = data[wire];
    const known = table[wire];
    if (known === undefined) {
      put(Object.hasOwn(fields, wire) ? (found[shadowed] ??= {}) : found, wire, resolve(extra).read(value));
    } else {
      const [name, [, type = any, options = {}]] = known;
      const codec = resolve(type);
      if (value !== null) {
        found[name] = codec.read(value);
      } else if (options.required || options.nullable || codec.kinds().includes("null")) {
        found[name] = null;
      }
    }
  }
  return found;
}

/**
 * JSON data of the properties of a value. They may be given under their names in TypeScript or on the wire; what is
 * undefined is left out.
 */
export function writeFields(fields: Fields, value: JsonObject, how: Writing, extra: Lazy<unknown> = any): JsonObject {
  const data: JsonObject = {};
  const table = tableOf(fields);
  const write = (name: string, given: unknown): void => {
    const field = Object.hasOwn(fields, name) ? fields[name] : table[name]?.[1];
    if (given === undefined || (how.request && field?.[2]?.access === "read")) {
      return;
    }
    try {
      const codec = resolve((field ? field[1] : extra) ?? any);
      put(data, field?.[0] ?? name, given === null && field?.[2]?.nullable ? null : codec.write(given, how));
    } catch (error) {
      throw error instanceof InvalidArgumentError ? error.within(name) : error;
    }
  };
  for (const name of Object.keys(value)) {
    write(name, value[name]);
  }
  const hidden = (value as { [shadowed]?: JsonObject })[shadowed];
  for (const name of Object.keys(hidden ?? {})) {
    put(data, name, resolve(extra).write(hidden?.[name], how));
  }
  return data;
}

function checkFields(fields: Fields, data: unknown, path: Path, extra: Lazy<unknown>): void {
  if (!isObject(data)) {
    throw fault("an object", data, path);
  }
  const table = tableOf(fields);
  for (const [wire, codec, options = {}] of Object.values(fields)) {
    const value = data[wire];
    if (options.access === "write") {
      continue;
    }
    if (!Object.hasOwn(data, wire)) {
      if (options.required) {
        throw fault(`the property ${JSON.stringify(wire)}`, data, path);
      }
    } else if (value !== null || (options.required && !options.nullable)) {
      resolve(codec ?? any).check(value, { step: wire, above: path });
    }
  }
  for (const name of Object.keys(data)) {
    if (table[name] === undefined) {
      resolve(extra).check(data[name], { step: name, above: path });
    }
  }
}
