/**
 * XML, as the XML Object of OpenAPI 3.2 (section 4.26) describes it, to and from JSON data.
 *
 * Names, attributes and wrapping come from the `xml` hints of fields; the values themselves are read and written by the
 * codecs.
 */

import { isSentEmpty, membersOf, textual, type Body, type BodyOptions } from "./bodies.js";
import { any, bare, decode, encode, type ValueCodec, type Lazy } from "./codecs.js";
import { DecodeError, InvalidArgumentError } from "./errors.js";
import { isObject, put, type JsonObject } from "./json.js";
import { propertiesOf, tableOf, writeMembersOf, type Members, type ModelCodec } from "./models.js";
import { within } from "./params.js";
import type { Reader } from "./readers.js";
import { textOf } from "./text.js";
import { textValue } from "./texts.js";
import type { XmlHints } from "./xml-hints.js";
import { parseXml, textIn, textOfXml, type XmlElement } from "./xml-parser.js";

const XSI = "http://www.w3.org/2001/XMLSchema-instance";
const PLAIN: XmlHints = {};
const NONE: Members = { fields: {} };

/** An XML body. `element` describes its root, whose name is else that of the model, else `root`. */
export function xmlBody(options: BodyOptions & { readonly element?: XmlHints }): Body {
  const { mediaType = "application/xml", type = any, fields, element: own, required: _, ...rest } = options;
  const given = fields && { ...rest, fields };
  return {
    ...options,
    mediaType,
    encode(value, how, extra) {
      if (given !== undefined) {
        const members = membersOf(value);
        return Object.keys(members).length > 0 || isSentEmpty(options, value, extra)
          ? textual(xmlText(writeMembersOf(given, members, how, extra), type, own), mediaType)
          : undefined;
      }
      if (value === undefined || value === null) {
        return undefined;
      }
      return within(options.argument ?? "body", () => {
        return textual(xmlText(encode(type, value, how), type, own), mediaType);
      });
    },
  };
}

/** The XML document of JSON data. `root` describes its root element, whose name is else that of the model, or `root`. */
export function xmlText(data: unknown, type: Lazy<unknown>, root?: XmlHints): string {
  const hints = root ?? hintsOf(type);
  const item = bare(type).inside?.item;
  const items = item && nameOf(item);
  const content = element(hints.name ?? nameOf(type) ?? "root", data, type, hints, items);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${content}`;
}

/** How an XML body is read. A value that does not fit stays as it is, as it does in JSON. */
export function readXml(type: Lazy<unknown>): Reader {
  return {
    open: undefined,
    type,
    read(content, strict) {
      const root = parseXml(textOfXml(content));
      try {
        return decode(type, dataOf(root, type), strict);
      } catch (error) {
        throw error instanceof RangeError ? new DecodeError("expected XML, found elements nested too deeply", "$") : error;
      }
    },
  };
}

function membersIn(codec: ValueCodec<unknown>): ModelCodec<unknown>["members"] | undefined {
  return "members" in codec ? (codec as ModelCodec<unknown>).members : undefined;
}

function hintsOf(type: Lazy<unknown>): XmlHints {
  return membersIn(bare(type))?.element ?? PLAIN;
}

/** What an element is called that holds a value of `type`: by its hints, else as the model is. */
export function nameOf(type: Lazy<unknown>): string | undefined {
  const members = membersIn(bare(type));
  return members?.element?.name ?? members?.element?.rootName ?? members?.name;
}

/** The type that describes `data`: of a union, the variant that it is. */
function variantOf(type: Lazy<unknown>, data: unknown): ValueCodec<unknown> {
  const codec = bare(type);
  const find = codec.inside?.variantOf;
  const found = find?.(data);
  return find === undefined ? codec : found === undefined ? any : variantOf(found, data);
}

function isWrapped(hints: XmlHints): boolean {
  return hints.wrapped === true || hints.node === "element";
}

function itemName(key: string, hints: XmlHints, item: Lazy<unknown>): string {
  return hints.itemName ?? hintsOf(item).name ?? hints.name ?? key;
}

function tag(name: string, hints: XmlHints): string {
  for (const part of [name, hints.prefix ?? "x"]) {
    if (!/^[\p{L}_][\p{L}\p{N}_.\-]*$/u.test(part)) {
      throw new InvalidArgumentError(`${JSON.stringify(part)} cannot be a name in XML`);
    }
  }
  return hints.prefix ? `${hints.prefix}:${name}` : name;
}

function declaration({ namespace, prefix }: XmlHints): string {
  return namespace ? ` xmlns${prefix ? `:${prefix}` : ""}="${escaped(namespace)}"` : "";
}

const ESCAPES: { readonly [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\r": "&#13;",
  "\t": "&#9;",
  "\n": "&#10;",
};

function escaped(text: string): string {
  if (/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.test(text)) {
    throw new InvalidArgumentError("the text holds a character that XML does not have");
  }
  return text.replace(/[&<>"\r\t\n]/g, (character) => ESCAPES[character] ?? character);
}

function cdata(text: string): string {
  escaped(text);
  return `<![CDATA[${text.replaceAll("]]>", "]]]]><![CDATA[>")}]]>`;
}

/** The text of an element. `items`: what the items of an array are called, where no hints say it. */
function element(name: string, data: unknown, type: Lazy<unknown>, hints: XmlHints, items?: string): string {
  const label = tag(name, hints);
  if (data === null) {
    return `<${label}${declaration(hints)} xmlns:xsi="${XSI}" xsi:nil="true"/>`;
  }
  const target = variantOf(type, data);
  let attributes = declaration(hints);
  let content = "";
  if (isObject(data)) {
    const { byWire } = tableOf(membersIn(target) ?? NONE);
    for (const [key, item] of Object.entries(data)) {
      const { codec = target.inside?.value ?? any, xml: found = PLAIN } = byWire[key] ?? {};
      if (found.node !== "attribute") {
        content += member(key, item, codec, found);
      } else if (item !== null) {
        attributes += `${declaration(found)} ${tag(found.name ?? key, found)}="${escaped(textOf(item))}"`;
      }
    }
  } else if (Array.isArray(data)) {
    const item = target.inside?.item ?? any;
    const inner = hints.itemName ?? hintsOf(item).name ?? items ?? name;
    content = data.map((one) => element(inner, one, item, PLAIN)).join("");
  } else {
    content = escaped(textOf(data));
  }
  return content === "" ? `<${label}${attributes}/>` : `<${label}${attributes}>${content}</${label}>`;
}

/** What one property adds to the content of its element. */
function member(key: string, data: unknown, type: Lazy<unknown>, hints: XmlHints): string {
  if (hints.node === "text" || hints.node === "cdata") {
    return data === null ? "" : hints.node === "text" ? escaped(textOf(data)) : cdata(textOf(data));
  }
  if (Array.isArray(data) && !isWrapped(hints)) {
    const item = bare(type).inside?.item ?? any;
    const { namespace, prefix } = hints;
    const inherited = { ...(namespace && { namespace }), ...(prefix && { prefix }) };
    return data.map((one) => element(itemName(key, hints, item), one, item, inherited)).join("");
  }
  return element(hints.name ?? key, data, type, hints);
}

/** The JSON data of an element. */
function dataOf(found: XmlElement, type: Lazy<unknown>): unknown {
  if (found.isNil) {
    return null;
  }
  const codec = bare(type);
  const target = codec.inside?.variantOf === undefined ? codec : variantOf(codec, loose(found));
  const { item, at, value } = target.inside ?? {};
  if (item !== undefined || at !== undefined) {
    return found.children.map((child, index) => dataOf(child, item ?? at?.(index) ?? any));
  }
  if (value !== undefined) {
    return members(found.children.map((child) => [child.name, dataOf(child, value)]));
  }
  const known = membersIn(target);
  if (known !== undefined) {
    return objectOf(found, known);
  }
  return target === any ? loose(found) : textValue(textIn(found), target);
}

function members(pairs: readonly (readonly [string, unknown])[]): JsonObject {
  const data: JsonObject = {};
  for (const [name, value] of pairs) {
    put(data, name, value);
  }
  return data;
}

function objectOf(found: XmlElement, known: Members): JsonObject {
  const data: JsonObject = {};
  const children = new Map<string, XmlElement[]>();
  for (const child of found.children) {
    children.set(child.name, [...(children.get(child.name) ?? []), child]);
  }
  const attributes = new Map(Object.entries(found.attributes));
  for (const { wire, codec, xml: hints = PLAIN } of propertiesOf(known)) {
    const target = bare(codec);
    const name = hints.name ?? wire;
    const { item } = target.inside ?? {};
    if (hints.node === "attribute") {
      if (attributes.has(name)) {
        put(data, wire, textValue(attributes.get(name) ?? "", target));
        attributes.delete(name);
      }
    } else if (hints.node === "text" || hints.node === "cdata") {
      put(data, wire, textValue(found.text, target));
    } else if (item !== undefined && !isWrapped(hints)) {
      const key = itemName(wire, hints, item);
      const list = children.get(key);
      if (list !== undefined) {
        put(data, wire, list.map((child) => dataOf(child, item)));
        children.delete(key);
      }
    } else if (children.has(name)) {
      const last = children.get(name)?.at(-1);
      put(data, wire, last && dataOf(last, codec));
      children.delete(name);
    }
  }
  for (const [name, rest] of children) {
    if (!Object.hasOwn(data, name)) {
      put(data, name, rest.length === 1 && rest[0] ? loose(rest[0]) : rest.map(loose));
    }
  }
  for (const [name, text] of attributes) {
    if (!Object.hasOwn(data, name)) {
      put(data, name, text);
    }
  }
  return data;
}

/** An element that nothing describes: its text, or its attributes and children by name. */
function loose(found: XmlElement): unknown {
  const isText = found.children.length === 0 && Object.keys(found.attributes).length === 0;
  return isText ? found.text : objectOf(found, NONE);
}
