/**
 * Parameters on the wire: every location, style and explode of OpenAPI 3.2, section 4.12 (and RFC 6570 behind it).
 *
 * Pure: a value, and how it is written, to text. Empty (of a header: undefined) means that nothing is sent.
 */

import { any, encode, type Lazy, type Writing } from "./codecs.js";
import type { Constraints } from "./constraints.js";
import { InvalidArgumentError } from "./errors.js";
import { isObject, stringifyJson } from "./json.js";
import { isJson } from "./media.js";
import {
  deepMembers,
  escapeCharacter,
  formEncode,
  isContainer,
  itemTexts,
  memberTexts,
  percentEncode,
  repeatedMembers,
  textOf,
  wellFormed,
} from "./text.js";

/** How the parts of a value are put together. */
export type Style =
  | "simple"
  | "label"
  | "matrix"
  | "form"
  | "spaceDelimited"
  | "pipeDelimited"
  | "tabDelimited"
  | "deepObject"
  | "cookie";

/**
 * How a parameter is written. `style` is by default `simple` in paths and headers, `form` in queries and cookies;
 * `explode` that of the style. With `mediaType` the value is written as that content.
 */
export interface ParameterOptions {
  readonly style?: Style;
  readonly explode?: boolean;
  readonly allowReserved?: boolean;
  readonly mediaType?: string;
  readonly constraints?: Constraints;
}

/** A parameter: its name on the wire, its type (anything, where the value says enough), and how it is written. */
export type Parameter = readonly [wire: string, codec?: Lazy<unknown>, options?: ParameterOptions];

type Encode = (text: string) => string;

const DELIMITERS: { readonly [style: string]: string } = {
  spaceDelimited: "%20",
  pipeDelimited: "%7C",
  tabDelimited: "%09",
};
const RESERVED = /%(?![0-9A-Fa-f]{2})|[^\w\-.~:/?@!$&'()*+,;=%]/gu;
const FORBIDDEN_IN_HEADER = /[\r\n\0]/;

/**
 * The percent-encoded text that takes the place of a parameter in a path. Throws `InvalidArgumentError` where it is empty
 * and the `whole` segment: the request would go to another resource.
 */
export function pathSegment(parameter: Parameter, value: unknown, how: Writing, whole = true): string {
  const [name, , { style = "simple", allowReserved = false } = {}] = parameter;
  const data = plainData(parameter, value, how);
  const encode = encoder(allowReserved, /[/?]/g);
  const delimiter = DELIMITERS[style] ?? ",";
  const explode = isExploded(parameter, "simple");
  const text =
    style === "label"
      ? prefixed(".", "", data, explode, encode)
      : style === "matrix"
        ? prefixed(";", encode(name), data, explode, encode)
        : simple(data, explode, encode, delimiter);
  if (whole && text === "") {
    throw new InvalidArgumentError("an empty value would change the path of the request", name);
  }
  return text;
}

/** The part of a query for one parameter, without `?`, with `&` between its own pairs. */
export function queryPart(parameter: Parameter, value: unknown, how: Writing): string {
  const [name, , { style = "form", allowReserved = false } = {}] = parameter;
  const data = plainData(parameter, value, how);
  const encode = encoder(allowReserved);
  if (style === "deepObject" && isContainer(data)) {
    return deepMembers(name, data)
      .map(([key, text]) => `${encode(key)}=${encode(text)}`)
      .join("&");
  }
  return form(name, data, isExploded(parameter, "form"), encode, DELIMITERS[style] ?? ",", "&");
}

/**
 * The value of a header field; undefined for null. Nothing is percent-encoded, and an empty list is an empty value.
 * Throws `InvalidArgumentError` for a line break or NUL, which would let a value start another header.
 */
export function headerValue(parameter: Parameter, value: unknown, how: Writing): string | undefined {
  const data = plainData(parameter, value, how);
  if (data === null) {
    return undefined;
  }
  const delimiter = decodeURIComponent(DELIMITERS[parameter[2]?.style ?? "simple"] ?? ",");
  const text = simple(data, isExploded(parameter, "simple"), (item) => item, delimiter);
  if (FORBIDDEN_IN_HEADER.test(text)) {
    throw new InvalidArgumentError("a header value cannot hold a line break or NUL", parameter[0]);
  }
  return text;
}

/**
 * The part of a `Cookie` header for one parameter, with `; ` between its own pairs. `style: cookie` (3.2) escapes
 * nothing, so a value that would end the pair is refused; `form` percent-encodes.
 */
export function cookiePart(parameter: Parameter, value: unknown, how: Writing): string {
  const [name, , { style = "form", allowReserved = false } = {}] = parameter;
  const data = plainData(parameter, value, how);
  const explode = isExploded(parameter, "form");
  if (style !== "cookie") {
    return form(name, data, explode, encoder(allowReserved), ",", "; ");
  }
  const text = form(name, data, explode, (item) => uncut(name, item), ",", "; ");
  if (FORBIDDEN_IN_HEADER.test(text)) {
    throw new InvalidArgumentError("a cookie cannot hold a line break or NUL", name);
  }
  return text;
}

/**
 * The whole query string, for `in: querystring` (OpenAPI 3.2, section 4.12.2.2): its content, percent-encoded. A form is
 * written as a form, JSON as compact JSON; anything else must be text already.
 */
export function wholeQuery(parameter: Parameter, value: unknown, how: Writing): string {
  const [name, codec = any, { mediaType = "" } = {}] = parameter;
  const data = within(name, () => encode(codec, value, how));
  if (isJson(mediaType)) {
    return percentEncode(stringifyJson(data));
  }
  return isObject(data) ? formText(data) : percentEncode(textOf(data));
}

/** JSON data as a form; arrays are repeated, objects are JSON. */
export function formText(data: { readonly [name: string]: unknown }): string {
  return repeatedMembers(data)
    .map(([name, text]) => `${formEncode(name)}=${formEncode(text)}`)
    .join("&");
}

/** What `make` returns; what is wrong with it is reported under `name`. */
export function within<T>(name: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw error instanceof InvalidArgumentError ? error.within(name) : error;
  }
}

/** The value as JSON data, or as text where the parameter is described by a media type. */
function plainData(parameter: Parameter, value: unknown, how: Writing): unknown {
  const [name, codec = any, { mediaType } = {}] = parameter;
  const data = within(name, () => encode(codec, value, how));
  if (mediaType === undefined) {
    return data;
  }
  return isJson(mediaType) ? stringifyJson(data) : textOf(data);
}

function isExploded([, , options = {}]: Parameter, usual: Style): boolean {
  const style = options.style ?? usual;
  return options.explode ?? (style === "form" || style === "cookie" || style === "deepObject");
}

function encoder(allowReserved: boolean, alsoEscaped?: RegExp): Encode {
  if (!allowReserved) {
    return percentEncode;
  }
  return (text) => {
    const escaped = wellFormed(text).replace(RESERVED, escapeCharacter);
    return alsoEscaped === undefined ? escaped : escaped.replace(alsoEscaped, escapeCharacter);
  };
}

function uncut(name: string, text: string): string {
  if (text.includes(";")) {
    throw new InvalidArgumentError("a cookie value cannot hold ';'; percent-encode it", name);
  }
  return text;
}

function simple(data: unknown, explode: boolean, encode: Encode, delimiter = ","): string {
  if (Array.isArray(data)) {
    return itemTexts(data).map(encode).join(delimiter);
  }
  if (isObject(data)) {
    const joint = explode ? "=" : ",";
    return memberTexts(data)
      .map(([key, item]) => `${encode(key)}${joint}${encode(item)}`)
      .join(",");
  }
  return encode(textOf(data));
}

/** Label (`name` is empty) and matrix; a matrix pair with an empty value has no `=` (RFC 6570, section 3.2.7). */
function prefixed(prefix: string, name: string, data: unknown, explode: boolean, encode: Encode): string {
  const pair = (key: string, item: string): string => (item || !name ? `${prefix}${key}=${item}` : `${prefix}${key}`);
  if (explode && isObject(data)) {
    return memberTexts(data)
      .map(([key, item]) => pair(encode(key), encode(item)))
      .join("");
  }
  const isEmpty = isContainer(data) && Object.keys(data).length === 0;
  const values =
    explode && Array.isArray(data) ? itemTexts(data).map(encode) : isEmpty ? [] : [simple(data, false, encode)];
  return values.map((item) => (name ? pair(name, item) : prefix + item)).join("");
}

/** The pairs of the styles form, cookie and the delimited ones. An empty list or object gives nothing. */
function form(
  name: string,
  data: unknown,
  explode: boolean,
  encode: Encode,
  delimiter: string,
  separator: string,
): string {
  if (data === null) {
    return "";
  }
  const key = encode(name);
  if (Array.isArray(data)) {
    const items = itemTexts(data).map(encode);
    return explode
      ? items.map((item) => `${key}=${item}`).join(separator)
      : items.length === 0
        ? ""
        : `${key}=${items.join(delimiter)}`;
  }
  if (isObject(data)) {
    if (explode) {
      return repeatedMembers(data)
        .map(([member, item]) => `${encode(member)}=${encode(item)}`)
        .join(separator);
    }
    const texts = memberTexts(data).flatMap((pair) => pair.map(encode));
    return texts.length === 0 ? "" : `${key}=${texts.join(delimiter)}`;
  }
  return `${key}=${encode(textOf(data))}`;
}
