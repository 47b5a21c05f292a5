/** JSON data as text in URLs, headers and forms. */

import { InvalidArgumentError } from "./errors.js";
import { isObject, stringifyJson } from "./json.js";

/** `text` with everything percent-encoded that is not unreserved (RFC 3986, section 2.3). */
export function percentEncode(text: string): string {
  return encodeURIComponent(wellFormed(text)).replace(/[!'()*]/g, escapeCharacter);
}

/** `text` as forms write it (WHATWG URL, section 5.2): a space is `+`. */
export function formEncode(text: string): string {
  return percentEncode(text).replaceAll("%20", "+");
}

/** `character` as the percent-encoded bytes of its UTF-8 form. */
export function escapeCharacter(character: string): string {
  return character === "%" || character.charCodeAt(0) > 0x7f
    ? encodeURIComponent(character)
    : `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}

/** `text`, which must be Unicode: half a surrogate pair has no bytes. */
export function wellFormed(text: string): string {
  if (/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(text)) {
    throw new InvalidArgumentError("the text holds half a surrogate pair, which no encoding can write");
  }
  return text;
}

/** A scalar as text: numbers in decimal, null as nothing, a value with parts as JSON. */
export function textOf(data: unknown): string {
  if (typeof data === "string") {
    return data;
  }
  return data === null || data === undefined ? "" : isContainer(data) ? stringifyJson(data) : String(data);
}

/** Whether JSON data is an array or an object. */
export function isContainer(data: unknown): data is unknown[] | { [name: string]: unknown } {
  return Array.isArray(data) || isObject(data);
}

/** The items of an array as texts, without nulls. */
export function itemTexts(data: readonly unknown[]): string[] {
  return data.filter((item) => item !== null).map(textOf);
}

/** The members of an object as texts, without nulls. */
export function memberTexts(data: { readonly [name: string]: unknown }): [string, string][] {
  return Object.keys(data)
    .filter((name) => data[name] !== null)
    .map((name) => [name, textOf(data[name])]);
}

/** The members of an exploded object; one that is an array is repeated, as the parameter itself would be. */
export function repeatedMembers(data: { readonly [name: string]: unknown }): [string, string][] {
  return Object.keys(data).flatMap((name): [string, string][] => {
    const item = data[name];
    return Array.isArray(item)
      ? itemTexts(item).map((text) => [name, text])
      : item === null
        ? []
        : [[name, textOf(item)]];
  });
}

/** `key[a][b]` for each leaf. Items of an array get their index, so that objects in arrays stay apart. */
export function deepMembers(key: string, data: readonly unknown[] | { readonly [name: string]: unknown }): [string, string][] {
  return Object.entries(data).flatMap(([name, item]): [string, string][] => {
    const place = `${key}[${name}]`;
    return isContainer(item) ? deepMembers(place, item) : item === null ? [] : [[place, textOf(item)]];
  });
}
