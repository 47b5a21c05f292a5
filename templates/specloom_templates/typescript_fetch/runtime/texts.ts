/** Texts of formats that know no types (plain text, forms, XML) as the JSON values that their types expect. */

import { bare, string, type Lazy } from "./codecs.js";
import { put, type JsonObject } from "./json.js";
import { tableOf, type ModelCodec } from "./models.js";

/** Whether values of the type are single texts, numbers or flags. */
export function isSingle(type: Lazy<unknown>): boolean {
  const kinds = bare(type).kinds();
  return !kinds.includes("array") && !kinds.includes("object");
}

/** `text` as the JSON value that the type expects; as it is where it is not of that form. */
export function textValue(text: string, type: Lazy<unknown>): unknown {
  const kinds = bare(type).kinds();
  const trimmed = text.trim();
  if (kinds.includes("string")) {
    return text;
  }
  if (kinds.includes("boolean")) {
    return /^(?:true|1)$/.test(trimmed) ? true : /^(?:false|0)$/.test(trimmed) ? false : text;
  }
  if (kinds.includes("integer") && /^[+-]?\d+$/.test(trimmed)) {
    const number = Number(trimmed);
    return Number.isSafeInteger(number) ? number : BigInt(trimmed);
  }
  const isNumber = kinds.includes("number") && /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(trimmed);
  return isNumber ? Number(trimmed) : text;
}

/** The pairs of a form as a JSON object: a name that is repeated, or whose property is a list, has a list. */
export function formValue(pairs: URLSearchParams, type: Lazy<unknown>): JsonObject {
  const target = bare(type);
  const byWire = "members" in target ? tableOf((target as ModelCodec<unknown>).members).byWire : {};
  const data: JsonObject = {};
  for (const name of new Set(pairs.keys())) {
    const expected = byWire[name]?.codec ?? target.inside?.value ?? string;
    const { item } = bare(expected).inside ?? {};
    const values = pairs.getAll(name).map((text) => textValue(text, item ?? expected));
    put(data, name, values.length === 1 && item === undefined ? values[0] : values);
  }
  return data;
}
