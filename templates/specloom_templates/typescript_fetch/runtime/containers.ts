/** Codecs of values that hold others: arrays, maps, tuples, texts of JSON, and what may be null. */

import {
  any,
  fault,
  reading,
  resolve,
  writeAny,
  writeItems,
  writeMap,
  writeMembers,
  type Lazy,
  type ValueCodec,
} from "./codecs.js";
import { DecodeError, InvalidArgumentError } from "./errors.js";
import { isObject, parseJson, put, stringifyJson } from "./json.js";

/** An array. */
export function array<T>(item: Lazy<T>): ValueCodec<T[]> {
  return {
    inside: { item },
    read(data) {
      if (!Array.isArray(data)) {
        return data as T[];
      }
      const codec = resolve(item);
      return data.map((one) => codec.read(one));
    },
    write: (value, how) =>
      isSequence(value) ? writeItems(value, resolve(item), how) : writeAny(value, how),
    check(data, path) {
      if (!Array.isArray(data)) {
        throw fault("an array", data, path);
      }
      const codec = resolve(item);
      data.forEach((one, index) => codec.check(one, { step: index, above: path }));
    },
    kinds: () => ["array"],
  };
}

function isSequence(value: unknown): value is Iterable<unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    Symbol.iterator in value &&
    !(value instanceof Map) &&
    !ArrayBuffer.isView(value)
  );
}

/** An object with any property names. */
export function record<T>(value: Lazy<T>): ValueCodec<{ [name: string]: T }> {
  return {
    inside: { value },
    read(data) {
      if (!isObject(data)) {
        return data as { [name: string]: T };
      }
      const codec = resolve(value);
      const found: { [name: string]: T } = {};
      for (const name of Object.keys(data)) {
        put(found, name, codec.read(data[name]));
      }
      return found;
    },
    write(given, how) {
      if (given instanceof Map) {
        return writeMap(given, resolve(value), how);
      }
      return isObject(given) ? writeMembers(Object.entries(given), () => resolve(value), how) : writeAny(given, how);
    },
    check(data, path) {
      if (!isObject(data)) {
        throw fault("an object", data, path);
      }
      const codec = resolve(value);
      for (const name of Object.keys(data)) {
        codec.check(data[name], { step: name, above: path });
      }
    },
    kinds: () => ["object"],
  };
}

/** An array typed by position (`prefixItems`); `rest` types what follows. */
export function tuple<T>(items: readonly Lazy<unknown>[], rest: Lazy<unknown> = any): ValueCodec<T> {
  const at = (index: number): ValueCodec<unknown> => resolve(items[index] ?? rest);
  return {
    inside: { at },
    read: (data) => (Array.isArray(data) ? data.map((one, index) => at(index).read(one)) : data) as T,
    write(value, how) {
      if (!Array.isArray(value)) {
        return writeAny(value, how);
      }
      return value.map((one, index) => {
        try {
          return at(index).write(one, how);
        } catch (error) {
          throw error instanceof InvalidArgumentError ? error.within(index) : error;
        }
      });
    },
    check(data, path) {
      if (!Array.isArray(data)) {
        throw fault("an array", data, path);
      }
      data.forEach((one, index) => at(index).check(one, { step: index, above: path }));
    },
    kinds: () => ["array"],
  };
}

/** `item` or null. */
export function nullable<T>(item: Lazy<T>): ValueCodec<T | null> {
  return {
    inside: { bare: item },
    read: (data) => (data === null ? null : resolve(item).read(data)),
    write: (value, how) => (value === null ? null : resolve(item).write(value, how)),
    check(data, path) {
      if (data !== null) {
        resolve(item).check(data, path);
      }
    },
    kinds: () => [...resolve(item).kinds(), "null"],
  };
}

/** A text that holds the JSON of an `item`; another text stays as it is, and is sent as it is. */
export function jsonTextOf<T>(item: Lazy<T>): ValueCodec<T> {
  return {
    read(data) {
      const inside = typeof data === "string" ? parsed(data) : undefined;
      return (inside === undefined ? data : resolve(item).read(inside)) as T;
    },
    write: (value, how) =>
      value === null || typeof value === "string" ? value : stringifyJson(resolve(item).write(value, how)),
    check(data, path) {
      const inside = typeof data === "string" ? parsed(data) : undefined;
      if (inside === undefined) {
        throw fault(typeof data === "string" ? "a text that is JSON" : "a string", data, path);
      }
      resolve(item).check(inside, path);
    },
    kinds: () => ["string"],
  };
}

/** The data of a JSON text, or undefined for what is none. */
function parsed(text: string): unknown {
  try {
    return parseJson(text, reading.lost);
  } catch (error) {
    if (error instanceof DecodeError) {
      return undefined;
    }
    throw error;
  }
}
