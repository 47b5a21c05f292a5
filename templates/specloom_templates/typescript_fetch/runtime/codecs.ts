/**
 * How values are read from JSON data and written as it: one codec a type.
 *
 * Reading is lenient: what does not fit its type stays as it is, because a response with a surprise in it is still a
 * response. `check` is what strict clients call before. Writing goes by what a value is, and by its declared type where
 * that says more. Codecs are constants without effects, so that a bundler drops those that a program does not use.
 */

import { DecodeError, InvalidArgumentError } from "./errors.js";
import { Digits, hasLongNumbers, parseJson, put, type JsonObject } from "./json.js";

/** The JSON type of a whole value. */
export type Kind = "string" | "integer" | "number" | "boolean" | "null" | "array" | "object";

/** The way from the top of a value, innermost step first; it becomes text only where it is needed. */
export type Path = { readonly step: string | number; readonly above: Path } | undefined;

/** How values are written. `request`: what only the server sets is left out. `seconds`: instants lose their fraction. */
export interface Writing {
  readonly request: boolean;
  readonly seconds: boolean;
}

/** How values of one type are read and written. */
export interface ValueCodec<T> {
  /** The value of JSON data; data that does not fit is returned as it is. Never throws. */
  read(data: unknown): T;
  /** JSON data of a value. Throws `InvalidArgumentError`, with the place inside the value, for what cannot be written. */
  write(value: unknown, how: Writing): unknown;
  /** Throws `DecodeError` for the first place of JSON data that is not as this type says. */
  check(data: unknown, path: Path): void;
  /** The JSON types that values of this type have. */
  kinds(): readonly Kind[];
  /** What it is made of, for what has to look inside: XML, and checks of constraints. */
  readonly inside?: Inside;
}

/** What a codec is made of: one of these. `item`: that of a list; `value`: of a map; `bare`: what may also be null. */
export interface Inside {
  readonly item?: Lazy<unknown>;
  readonly value?: Lazy<unknown>;
  readonly at?: (index: number) => ValueCodec<unknown>;
  readonly bare?: Lazy<unknown>;
  readonly variantOf?: (data: unknown) => Lazy<unknown> | undefined;
}

/** A codec, or a function that returns it, so that types can refer to each other. */
export type Lazy<T> = ValueCodec<T> | (() => Lazy<T>);

/** The codec itself. */
export function resolve<T>(codec: Lazy<T>): ValueCodec<T> {
  let found = codec;
  while (typeof found === "function") {
    found = found();
  }
  return found;
}

/** The codec, without what says that a value may also be null. */
export function bare(codec: Lazy<unknown>): ValueCodec<unknown> {
  const found = resolve(codec);
  return found.inside?.bare === undefined ? found : bare(found.inside.bare);
}

/** The JSON type of JSON data; a number without a fractional part is an integer. */
export function kindOf(data: unknown): Kind {
  switch (typeof data) {
    case "string":
      return "string";
    case "boolean":
      return "boolean";
    case "bigint":
      return "integer";
    case "number":
      return Number.isInteger(data) ? "integer" : "number";
    default:
      return data === null ? "null" : Array.isArray(data) ? "array" : data instanceof Digits ? "number" : "object";
  }
}

/** Whether `check` has nothing to say. */
export function fits(codec: Lazy<unknown>, data: unknown): boolean {
  try {
    resolve(codec).check(data, undefined);
    return true;
  } catch (error) {
    if (error instanceof DecodeError) {
      return false;
    }
    throw error;
  }
}

/** The error for data that is not what is expected. */
export function fault(expected: string, data: unknown, path: Path): DecodeError {
  return new DecodeError(`expected ${expected}, found ${describe(data)}`, pathText(path));
}

function describe(data: unknown): string {
  if (typeof data === "string") {
    return JSON.stringify(data.length > 40 ? `${data.slice(0, 39)}…` : data);
  }
  if (typeof data === "object" && data !== null) {
    return Array.isArray(data) ? "an array" : "an object";
  }
  return typeof data === "number" || typeof data === "bigint" ? `the number ${data}` : String(data);
}

/** A JSON path (RFC 9535): `$.rooms[3].sid`, and `$['odd name']` where a name is no identifier. */
function pathText(path: Path): string {
  const steps: string[] = [];
  for (let at = path; at !== undefined; at = at.above) {
    const { step } = at;
    steps.push(
      typeof step === "number" ? `[${step}]` : /^[A-Za-z_]\w*$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`,
    );
  }
  return `$${steps.reverse().join("")}`;
}

/** A codec of values that are their own JSON data, but for what `own` says. */
export function plain<T>(
  kinds: readonly Kind[],
  expected: string,
  fit: (data: unknown) => boolean,
  own: Partial<ValueCodec<T>> = {},
): ValueCodec<T> {
  return {
    read: (data) => data as T,
    write: writeAny,
    check(data, path) {
      if (!fit(data)) {
        throw fault(expected, data, path);
      }
    },
    kinds: () => kinds,
    ...own,
  };
}

const ALL: readonly Kind[] = ["string", "integer", "number", "boolean", "null", "array", "object"];
export const isString = (data: unknown): boolean => typeof data === "string";
const isNumber = (data: unknown): boolean =>
  typeof data === "number" || typeof data === "bigint" || data instanceof Digits;
export const isInteger = (data: unknown): boolean => typeof data === "bigint" || Number.isInteger(data);

/** Any JSON value, kept as it is. */
export const any: ValueCodec<unknown> = /* @__PURE__ */ plain(ALL, "anything", () => true, {
  read: (data) => (reading.lost ? withoutDigits(data) : data),
});
export const string: ValueCodec<string> = /* @__PURE__ */ plain(["string"], "a string", isString);
export const number: ValueCodec<number> = /* @__PURE__ */ plain(["integer", "number"], "a number", isNumber, {
  read: (data) => (typeof data === "bigint" || data instanceof Digits ? Number(data) : data) as number,
});
/** An integer; one that a `number` cannot hold exactly is a `bigint`. */
export const integer: ValueCodec<number> = /* @__PURE__ */ plain(["integer"], "an integer", isInteger);
export const boolean: ValueCodec<boolean> = /* @__PURE__ */ plain(
  ["boolean"],
  "a boolean",
  (data) => typeof data === "boolean",
);
/** Null. */
export const nothing: ValueCodec<null> = /* @__PURE__ */ plain(["null"], "null", (data) => data === null);

/** JSON data in which every number is a `number` or a `bigint`. */
function withoutDigits(data: unknown): unknown {
  if (data instanceof Digits) {
    return Number(data.text);
  }
  if (Array.isArray(data)) {
    return data.map(withoutDigits);
  }
  if (typeof data !== "object" || data === null) {
    return data;
  }
  const found: JsonObject = {};
  for (const [name, value] of Object.entries(data)) {
    put(found, name, withoutDigits(value));
  }
  return found;
}

/** Exactly one of these JSON scalars. */
export function literal<const T extends readonly (string | number | bigint | boolean | null)[]>(
  ...values: T
): ValueCodec<T[number]> {
  const expected = values.map((value) => (typeof value === "string" ? JSON.stringify(value) : String(value)));
  return plain(
    values.map((value) => kindOf(value)),
    expected.join(" or "),
    (data) => values.includes(data as T[number]),
  );
}

/**
 * A value by what it is: a `Date` in UTC with `Z`, bytes as base64, an object with `toJSON` as that says, any other
 * iterable as an array.
 */
export function writeAny(value: unknown, how: Writing): unknown {
  switch (typeof value) {
    case "string":
    case "boolean":
    case "bigint":
      return value;
    case "number":
      if (!Number.isFinite(value)) {
        throw new InvalidArgumentError(`${value} is not a number that can be sent`);
      }
      return value;
    case "object":
      return value === null ? null : writeObject(value, how);
    case "undefined":
      throw new InvalidArgumentError("undefined stands for a whole argument or property, not for a value inside one");
    default:
      throw new InvalidArgumentError(`a ${typeof value} cannot be sent`);
  }
}

function writeObject(value: object, how: Writing): unknown {
  if (Array.isArray(value)) {
    return writeItems(value, any, how);
  }
  if (value instanceof Map) {
    return writeMap(value, any, how);
  }
  if (value instanceof Date) {
    return writeInstant(value, how);
  }
  if (value instanceof Digits) {
    return value;
  }
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    return toBase64(bytesOf(value));
  }
  if ("toJSON" in value && typeof value.toJSON === "function") {
    return writeAny((value.toJSON as () => unknown)(), how);
  }
  if (Symbol.iterator in value) {
    return writeItems(value as Iterable<unknown>, any, how);
  }
  return writeMembers(Object.entries(value), () => any, how);
}

/** The items of an iterable as an array. */
export function writeItems(items: Iterable<unknown>, item: ValueCodec<unknown>, how: Writing): unknown[] {
  const data: unknown[] = [];
  try {
    for (const value of items) {
      data.push(item.write(value, how));
    }
  } catch (error) {
    throw error instanceof InvalidArgumentError ? error.within(data.length) : error;
  }
  return data;
}

/** A `Map` as a JSON object. */
export function writeMap(map: ReadonlyMap<unknown, unknown>, value: ValueCodec<unknown>, how: Writing): JsonObject {
  const members = [...map].map(([name, one]): [string, unknown] => [String(name), one]);
  return writeMembers(members, () => value, how);
}

/** Members as a JSON object; those that are undefined are left out. */
export function writeMembers(
  members: Iterable<readonly [string, unknown]>,
  codecOf: (name: string) => ValueCodec<unknown>,
  how: Writing,
): JsonObject {
  const data: JsonObject = {};
  for (const [name, value] of members) {
    if (value !== undefined) {
      try {
        put(data, name, codecOf(name).write(value, how));
      } catch (error) {
        throw error instanceof InvalidArgumentError ? error.within(name) : error;
      }
    }
  }
  return data;
}

/** An instant in UTC with `Z`, with its fraction where it is not zero and wanted. */
export function writeInstant(value: Date, how: Writing): string {
  if (Number.isNaN(value.getTime())) {
    throw new InvalidArgumentError("an invalid Date cannot be sent");
  }
  return value.toISOString().replace(how.seconds ? /\.\d+Z$/ : /\.000Z$/, "Z");
}

/** The bytes of a buffer or a view of one, not copied. */
export function bytesOf(value: ArrayBuffer | ArrayBufferView): Uint8Array {
  return value instanceof ArrayBuffer
    ? new Uint8Array(value)
    : new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}

/** Bytes as base64 text (RFC 4648, section 4). */
export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let start = 0; start < bytes.length; start += 8192) {
    text += String.fromCharCode(...bytes.subarray(start, start + 8192));
  }
  return btoa(text);
}

/**
 * A value as JSON data, by its codec. Throws `InvalidArgumentError` for a value that cannot be sent; the same value
 * nested without end is one.
 */
export function encode(codec: Lazy<unknown>, value: unknown, how: Writing): unknown {
  try {
    return resolve(codec).write(value, how);
  } catch (error) {
    throw error instanceof RangeError ? new InvalidArgumentError("the value is nested too deeply") : error;
  }
}

/** What a codec found out while it read: `lost`, that it wants numbers digit for digit. */
export const reading = { lost: false };

/** What `read` makes of JSON text; it is called again where digits were lost. Throws `DecodeError` for what is no JSON. */
export function fromText<T>(text: string, read: (data: unknown) => T): T {
  reading.lost = false;
  try {
    const value = read(parseJson(text));
    return reading.lost && hasLongNumbers(text) ? read(parseJson(text, true)) : value;
  } finally {
    reading.lost = false;
  }
}

/** The value of JSON data, by its codec; with `strict`, `DecodeError` for data that is not as the document says. */
export function decode<T>(codec: Lazy<T>, data: unknown, strict = false): T {
  const target = resolve(codec);
  try {
    if (strict) {
      target.check(data, undefined);
    }
    return target.read(data);
  } catch (error) {
    throw error instanceof RangeError ? new DecodeError("the value is nested too deeply", "$") : error;
  }
}

const AS_IT_IS: Writing = { request: false, seconds: false };

/** JSON data of a value that this package returned, or that it takes. */
export function toJson(codec: Lazy<unknown>, value: unknown): unknown {
  return encode(codec, value, AS_IT_IS);
}
