/** JSON text: compact, exact, and never an internal error for bad input. */

import { DecodeError, InvalidArgumentError } from "./errors.js";

/** An object with any property names, as JSON has it. */
export interface JsonObject {
  [name: string]: unknown;
}

// What may be an integer that a number cannot hold: 16 digits or more between what can stand around a JSON number.
const LONG_INTEGER = /(?:^|[[:,\s])-?\d{16,}(?=[\],}\s]|$)/;
const TOKEN = /[{}[\],:]|"(?:[^"\\]|\\.)*"|[^\s{}[\],:"]+/g;

/** A number with more digits than a `number` keeps; `parseJson` gives it where it is asked to be exact. */
export class Digits {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/** Whether a value is a JSON object (and not an array, null, or an instance of a class such as `Date`). */
export function isObject(value: unknown): value is JsonObject {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return false;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

/** Sets an own property, also one called `__proto__`, which an assignment would not make. */
export function put(target: JsonObject, name: string, value: unknown): void {
  if (name === "__proto__") {
    Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
  } else {
    target[name] = value;
  }
}

/**
 * The data of a JSON text. An integer that a `number` cannot hold exactly is a `bigint`; with `exact`, any other such
 * number is `Digits`.
 *
 * Throws `DecodeError` for text that is not JSON, or is nested too deeply to be read.
 */
export function parseJson(text: string, exact = false): unknown {
  try {
    const data: unknown = JSON.parse(text);
    return exact || LONG_INTEGER.test(text) ? parseTokens(text, exact) : data;
  } catch (error) {
    if (error instanceof RangeError) {
      throw new DecodeError("expected JSON, found values nested too deeply", "$");
    }
    const found = text.trim() === "" ? "an empty text" : JSON.stringify(text.slice(0, 40));
    throw new DecodeError(`expected JSON, found ${found}`, "$");
  }
}

/** Whether a JSON text may have numbers with more digits than a `number` holds. */
export function hasLongNumbers(text: string): boolean {
  return /\d[.\d]{15}|\d[eE]/.test(text);
}

/** Reads text that is known to be JSON, number by number. */
function parseTokens(text: string, exact: boolean): unknown {
  const tokens = text.match(TOKEN) ?? [];
  let position = 0;
  const value = (): unknown => {
    const token = tokens[position++] ?? "";
    if (token === "{") {
      const object: JsonObject = {};
      while (tokens[position] !== "}") {
        const name = JSON.parse(tokens[position] ?? "") as string;
        position += 2;
        put(object, name, value());
        position += tokens[position] === "," ? 1 : 0;
      }
      position++;
      return object;
    }
    if (token === "[") {
      const array: unknown[] = [];
      while (tokens[position] !== "]") {
        array.push(value());
        position += tokens[position] === "," ? 1 : 0;
      }
      position++;
      return array;
    }
    return scalar(token, exact);
  };
  return value();
}

function scalar(token: string, exact: boolean): unknown {
  const data: unknown = JSON.parse(token);
  if (typeof data !== "number") {
    return data;
  }
  if (/^-?\d+$/.test(token)) {
    return Number.isSafeInteger(data) ? data : BigInt(token);
  }
  return exact && significant(token) !== significant(String(data)) ? new Digits(token) : data;
}

/** The digits of a number without zeros at either end, and without its exponent. */
function significant(token: string): string {
  return (token.split(/e/i, 1)[0] ?? "").replace(/^-|\./g, "").replace(/^0+|0+$/g, "");
}

/**
 * The compact JSON text of JSON data (as a codec writes it). A `bigint` is a number, digit for digit.
 *
 * Throws `InvalidArgumentError` for data that is nested too deeply.
 */
export function stringifyJson(data: unknown): string {
  try {
    return hasDigits(data) ? written(data) : JSON.stringify(data);
  } catch (error) {
    if (error instanceof RangeError) {
      throw new InvalidArgumentError("the value is nested too deeply for JSON");
    }
    throw error;
  }
}

function hasDigits(data: unknown): boolean {
  if (typeof data === "object" && data !== null) {
    return data instanceof Digits || Object.values(data).some(hasDigits);
  }
  return typeof data === "bigint";
}

function written(data: unknown): string {
  if (typeof data === "bigint" || data instanceof Digits) {
    return data.toString();
  }
  if (Array.isArray(data)) {
    return `[${data.map(written).join(",")}]`;
  }
  if (isObject(data)) {
    const members = Object.keys(data).map((name) => `${JSON.stringify(name)}:${written(data[name])}`);
    return `{${members.join(",")}}`;
  }
  return JSON.stringify(data);
}
