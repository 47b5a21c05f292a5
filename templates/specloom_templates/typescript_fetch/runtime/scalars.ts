/** Scalars whose value, or whose text, is more than the JSON type says. */

import {
  bytesOf,
  isInteger,
  isString,
  plain,
  reading,
  toBase64,
  writeAny,
  writeInstant,
  type Kind,
  type ValueCodec,
} from "./codecs.js";
import { InvalidArgumentError } from "./errors.js";
import { Digits, stringifyJson } from "./json.js";

const DATE = "\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])";
const CLOCK = "(?:[01]\\d|2[0-3]):[0-5]\\d:(?:[0-5]\\d|60)(?:\\.\\d+)?";
const ZONE = "(?:[Zz]|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)";
const DAYS = "(?:\\d+Y)?(?:\\d+M)?(?:\\d+W)?(?:\\d+D)?";
const HOURS = "(?:T(?=\\d)(?:\\d+H)?(?:\\d+M)?(?:\\d+(?:[.,]\\d+)?S)?)?";
const HEX = "[0-9a-fA-F]";

const TEXT: readonly Kind[] = ["string"];

/** Text of one form. */
function text<T = string>(pattern: string, expected: string, own?: Partial<ValueCodec<T>>): ValueCodec<T> {
  const form = new RegExp(`^${pattern}$`);
  return plain<T>(TEXT, expected, (data) => typeof data === "string" && form.test(data), own);
}

/** RFC 3339 `date-time` as text; a `Date` is written in UTC. */
export const dateTime: ValueCodec<string> = /* @__PURE__ */ text(`${DATE}[Tt _]${CLOCK}${ZONE}`, "an RFC 3339 date-time");

/** RFC 3339 `date-time` as a `Date`, which counts milliseconds; text that is none stays text. */
export const instant: ValueCodec<Date> = /* @__PURE__ */ text(`${DATE}[Tt _]${CLOCK}${ZONE}`, "an RFC 3339 date-time", {
  read(data) {
    const value = typeof data === "string" && /^[^Tt _]+[Tt _].*(?:[Zz]|[+-]\d\d:\d\d)$/.test(data);
    const moment = value ? new Date(data.replace(/[t _]/, "T").replace("z", "Z")) : undefined;
    return moment === undefined || Number.isNaN(moment.getTime()) ? (data as Date) : moment;
  },
});

/** RFC 3339 `full-date` as text; of a `Date`, its date in UTC is written. */
export const date: ValueCodec<string> = /* @__PURE__ */ text(DATE, "an RFC 3339 full-date", {
  write: (value, how) => (value instanceof Date ? writeInstant(value, how).slice(0, 10) : writeAny(value, how)),
});

export const time: ValueCodec<string> = /* @__PURE__ */ text(`${CLOCK}${ZONE}?`, "an RFC 3339 time");

export const duration: ValueCodec<string> = /* @__PURE__ */ text(`[+-]?P(?=[\\dT])${DAYS}${HOURS}`, "an ISO 8601 duration");

export const uuid: ValueCodec<string> = /* @__PURE__ */ text(`${HEX}{8}(?:-${HEX}{4}){3}-${HEX}{12}`, "a UUID");

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const digits = (data: unknown): unknown =>
  typeof data === "number" || typeof data === "bigint" || data instanceof Digits ? String(data) : data;

/** A decimal number as text, digit for digit; a number is read and written as text, too. */
export const decimal: ValueCodec<string> = /* @__PURE__ */ plain(
  ["string", "integer", "number"],
  "a decimal number",
  (data) => DECIMAL.test(String(digits(data))),
  { read: (data) => digits(data) as string, write: (value, how) => digits(writeAny(value, how)) },
);

/** A JSON number as text, digit for digit; it is written as a number. */
export const decimalNumber: ValueCodec<string> = /* @__PURE__ */ plain(
  ["string", "integer", "number"],
  "a decimal number",
  (data) => DECIMAL.test(String(digits(data))),
  {
    read(data) {
      reading.lost ||= typeof data === "number";
      return digits(data) as string;
    },
    write(value, how) {
      const data = writeAny(value, how);
      if (typeof data !== "string") {
        return data;
      }
      if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(data)) {
        throw new InvalidArgumentError(`${JSON.stringify(data)} is not a number that can be sent`);
      }
      return new Digits(data);
    },
  },
);

const INTEGER: readonly Kind[] = ["integer"];

/** A 64-bit integer: a `number` where that is exact, else a `bigint`. */
export const int64: ValueCodec<number | bigint> = /* @__PURE__ */ plain(INTEGER, "an integer", isInteger);

/** A 64-bit integer, always a `bigint`. */
export const bigInteger: ValueCodec<bigint> = /* @__PURE__ */ plain(INTEGER, "an integer", isInteger, {
  read: (data) => (Number.isInteger(data) ? BigInt(data as number) : data) as bigint,
});

/** A 64-bit integer, always a `number`: beyond 2^53 the nearest one. */
export const nearInteger: ValueCodec<number> = /* @__PURE__ */ plain(INTEGER, "an integer", isInteger, {
  read: (data) => (typeof data === "bigint" ? Number(data) : data) as number,
});

/** Bytes as base64 text (RFC 4648, section 4); text is sent as it is. */
export const bytes: ValueCodec<Uint8Array> = /* @__PURE__ */ plain(TEXT, "base64 text", (data) => isEncoded(data, false), {
  read: (data) => fromBase64(data, false) as Uint8Array,
});

/** Bytes as URL-safe base64 text (RFC 4648, section 5); padding is written, and not needed when read. */
export const base64url: ValueCodec<Uint8Array> = /* @__PURE__ */ plain(
  TEXT,
  "base64url text",
  (data) => isEncoded(data, true),
  {
    read: (data) => fromBase64(data, true) as Uint8Array,
    write: (value, how) =>
      ArrayBuffer.isView(value) || value instanceof ArrayBuffer
        ? toBase64(bytesOf(value)).replaceAll("+", "-").replaceAll("/", "_")
        : writeAny(value, how),
  },
);

/** Raw bytes as a body or a part of one. */
export const binary: ValueCodec<string> = /* @__PURE__ */ plain(TEXT, "a string", isString);

/** A string that holds JSON: a string is sent as it is, anything else as its JSON text; received as the string. */
export const jsonText: ValueCodec<string> = /* @__PURE__ */ plain(TEXT, "a string", isString, {
  write: (value, how) => (value === null || typeof value === "string" ? value : stringifyJson(writeAny(value, how))),
});

const isEncoded = (data: unknown, urlSafe: boolean): boolean => fromBase64(data, urlSafe) instanceof Uint8Array;

/** The bytes of base64 text, line breaks (RFC 2045) skipped; anything else as it is. */
function fromBase64(data: unknown, urlSafe: boolean): unknown {
  if (typeof data !== "string" || (urlSafe && /[+/]/.test(data))) {
    return data;
  }
  const compact = data.replace(/\s+/g, "");
  try {
    const decoded = atob(urlSafe ? compact.replaceAll("-", "+").replaceAll("_", "/") : compact);
    return Uint8Array.from(decoded, (character) => character.charCodeAt(0));
  } catch {
    return data;
  }
}
