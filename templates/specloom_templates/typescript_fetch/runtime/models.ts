/** Objects with named properties: from the names of the wire to those of TypeScript, and back. */

import {
  any,
  decode,
  encode,
  fault,
  resolve,
  writeAny,
  type Lazy,
  type Path,
  type ValueCodec,
  type Writing,
} from "./codecs.js";
import type { Constraints } from "./constraints.js";
import { InvalidArgumentError } from "./errors.js";
import { isObject, put, type JsonObject } from "./json.js";
import type { XmlHints } from "./xml-hints.js";

/** Properties by their names in TypeScript: each with its name on the wire and its type. */
export interface Fields {
  readonly [name: string]: readonly [wire: string, codec?: Lazy<unknown>];
}

/** What is said of the properties of an object. All names are those of TypeScript. */
export interface Members {
  readonly fields: Fields;
  readonly required?: readonly string[];
  /** Null is one of their values. */
  readonly nullable?: readonly string[];
  /** Only the server sets them, so that they are not sent. */
  readonly readOnly?: readonly string[];
  /** They are only sent. */
  readonly writeOnly?: readonly string[];
  readonly constraints?: { readonly [name: string]: Constraints };
  readonly xml?: { readonly [name: string]: XmlHints };
  /** The type of properties that are not named; anything by default. */
  readonly extra?: Lazy<unknown>;
}

/** What is said of a model: its members, its name, and how it is written in XML. */
export interface ModelOptions extends Members {
  readonly name?: string;
  readonly element?: XmlHints;
}

/** All that is said of one property. */
export interface Property {
  readonly name: string;
  readonly wire: string;
  readonly codec: Lazy<unknown>;
  readonly isRequired: boolean;
  readonly isNullable: boolean;
  readonly isReadOnly: boolean;
  readonly isWriteOnly: boolean;
  readonly constraints: Constraints | undefined;
  readonly xml: XmlHints | undefined;
}

/**
 * Properties that the document does not know and whose names TypeScript has for others (`userId` beside `user_id`, which
 * is called `userId` here). All other unknown properties stand in the object under their own names.
 */
export const shadowed: unique symbol = Symbol("shadowed");

/** The codec of an object with named properties. */
export interface ModelCodec<T> extends ValueCodec<T> {
  readonly members: ModelOptions;
  /** The value of JSON data, as a response would have it. With `strict`, throws `DecodeError` for data that is not one. */
  fromJson(data: unknown, strict?: boolean): T;
  /** JSON data of a value, as a request would have it, with what only the server sets. */
  toJson(value: T): JsonObject;
}

/** An object with named properties. Null is read as absence where the document does not allow it. */
export function model<T>(members: ModelOptions): ModelCodec<T> {
  const self: ModelCodec<T> = {
    members,
    read: (data) => (isObject(data) ? readMembers(members, data) : data) as T,
    write: (value, how) => (isMembers(value) ? writeMembersOf(members, value, how) : writeAny(value, how)),
    check(data, path) {
      checkMembers(members, data, path);
    },
    kinds: () => ["object"],
    fromJson: (data, strict) => decode(self, data, strict),
    toJson: (value) => encode(self, value, { request: false, seconds: false }) as JsonObject,
  };
  return self;
}

/** Properties by name and by wire name, without a prototype. */
interface Table {
  readonly byName: { readonly [name: string]: Property };
  readonly byWire: { readonly [wire: string]: Property };
}

const TABLES = new WeakMap<Members, Table>();

/** The properties of `members`, looked up by either of their names. */
export function tableOf(members: Members): Table {
  let table = TABLES.get(members);
  if (table === undefined) {
    const byName: { [name: string]: Property } = Object.create(null);
    const byWire: { [wire: string]: Property } = Object.create(null);
    for (const [name, [wire, codec = any]] of Object.entries(members.fields)) {
      byWire[wire] = byName[name] = {
        name,
        wire,
        codec,
        isRequired: members.required?.includes(name) ?? false,
        isNullable: members.nullable?.includes(name) ?? false,
        isReadOnly: members.readOnly?.includes(name) ?? false,
        isWriteOnly: members.writeOnly?.includes(name) ?? false,
        constraints: members.constraints?.[name],
        xml: members.xml?.[name],
      };
    }
    table = { byName, byWire };
    TABLES.set(members, table);
  }
  return table;
}

/** The properties of `members` in the order of the document. */
export function propertiesOf(members: Members): readonly Property[] {
  return Object.values(tableOf(members).byName);
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

function readMembers(members: Members, data: JsonObject): JsonObject {
  const { byName, byWire } = tableOf(members);
  const found: JsonObject & { [shadowed]?: JsonObject } = {};
  for (const wire of Object.keys(data)) {
    const value = data[wire];
    const property = byWire[wire];
    if (property === undefined) {
      put(wire in byName ? (found[shadowed] ??= {}) : found, wire, resolve(members.extra ?? any).read(value));
    } else if (value !== null) {
      found[property.name] = resolve(property.codec).read(value);
    } else if (property.isRequired || property.isNullable || resolve(property.codec).kinds().includes("null")) {
      found[property.name] = null;
    }
  }
  return found;
}

/**
 * JSON data of the properties of a value. They may be given under their names in TypeScript or on the wire; those of
 * `extra`, which replace them, under their names on the wire. What is undefined is left out.
 */
export function writeMembersOf(members: Members, value: JsonObject, how: Writing, extra: JsonObject = {}): JsonObject {
  const { byName, byWire } = tableOf(members);
  const data: JsonObject = {};
  const write = (name: string, given: unknown, property: Property | undefined): void => {
    if (given !== undefined && !(how.request && property?.isReadOnly)) {
      try {
        put(data, property?.wire ?? name, resolve(property?.codec ?? members.extra ?? any).write(given, how));
      } catch (error) {
        throw error instanceof InvalidArgumentError ? error.within(name) : error;
      }
    }
  };
  for (const name of Object.keys(value)) {
    write(name, value[name], byName[name] ?? byWire[name]);
  }
  for (const [name, given] of Object.entries((value as { [shadowed]?: JsonObject })[shadowed] ?? {})) {
    write(name, given, undefined);
  }
  for (const wire of Object.keys(extra)) {
    write(wire, extra[wire], byWire[wire]);
  }
  return data;
}

function checkMembers(members: Members, data: unknown, path: Path): void {
  if (!isObject(data)) {
    throw fault("an object", data, path);
  }
  const { byWire } = tableOf(members);
  for (const { wire, codec, isRequired, isNullable, isWriteOnly } of propertiesOf(members)) {
    const value = data[wire];
    if (isWriteOnly) {
      continue;
    }
    if (!Object.hasOwn(data, wire)) {
      if (isRequired) {
        throw fault(`the property ${JSON.stringify(wire)}`, data, path);
      }
    } else if (value !== null || (isRequired && !isNullable)) {
      resolve(codec).check(value, { step: wire, above: path });
    }
  }
  for (const name of Object.keys(data)) {
    if (byWire[name] === undefined) {
      resolve(members.extra ?? any).check(data[name], { step: name, above: path });
    }
  }
}
