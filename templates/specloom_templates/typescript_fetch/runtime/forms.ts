/** `application/x-www-form-urlencoded` (WHATWG URL, section 5.2: a space is `+`), and what it shares with multipart. */

import { isSentEmpty, membersOf, textual, type Body, type BodyOptions, type Part, type Parts } from "./bodies.js";
import { any, encode, resolve, type Lazy, type Writing } from "./codecs.js";
import { InvalidArgumentError } from "./errors.js";
import { isObject, stringifyJson, type JsonObject } from "./json.js";
import { isJson } from "./media.js";
import type { Members, ModelCodec } from "./models.js";
import { queryPart, within } from "./params.js";
import { formEncode, textOf } from "./text.js";

/**
 * What a form says about its body; `parts` describes properties of one that is given as one value, by wire name. A
 * multipart body that is an array has nameless parts: `prefix` by position, then `item` for each further one (OpenAPI
 * 3.2, section 4.14.5).
 */
export interface FormOptions extends BodyOptions<Parts> {
  readonly parts?: Parts;
  readonly prefix?: readonly Part[];
  readonly item?: Part;
}

/** A property that is sent: how, and its value. */
export type Member = readonly [part: Part, value: unknown];

/** Whether the document asks for the serialisation of a query parameter. */
export function isStyled([, , options = {}]: Part): boolean {
  return options.style !== undefined || options.explode !== undefined || options.allowReserved === true;
}

/** The properties of a form in order, each with how it is written; what is undefined or null is left out. */
export function formMembers(form: FormOptions, value: unknown, how: Writing, extra: JsonObject | undefined): Member[] {
  const { parts = {} } = form;
  const members = membersIn(form.type);
  const fields: Parts = form.fields ?? members?.fields ?? {};
  const hidden = new Set(form.readOnly ?? members?.readOnly);
  if (form.fields === undefined && value !== undefined && value !== null && !isObject(value)) {
    throw new InvalidArgumentError("a form is made of the properties of an object", form.argument ?? "body");
  }
  const byWire = new Map(Object.values(fields).map((field) => [field[0], field]));
  const over = membersOf(extra);
  const given = Object.entries(membersOf(value))
    .filter(([name, item]) => item !== null && !(how.request && hidden.has(name)))
    .map(([name, item]): Member => [(Object.hasOwn(fields, name) ? fields[name] : byWire.get(name)) ?? [name], item])
    .filter(([[wire]]) => !Object.hasOwn(over, wire));
  const added = Object.entries(over).map(([wire, item]): Member => [byWire.get(wire) ?? [wire], item]);
  return [...given, ...added].flatMap(([field, item]): Member[] => {
    const own = Object.hasOwn(parts, field[0]) ? parts[field[0]] : undefined;
    const part: Part = own === undefined ? field : [own[0], own[1] ?? field[1] ?? any, own[2] ?? {}];
    return item === null ? [] : [[part, item]];
  });
}

function membersIn(type: Lazy<unknown> | undefined): Members | undefined {
  const codec = type && resolve(type);
  return codec && "members" in codec ? (codec as ModelCodec<unknown>).members : undefined;
}

/** A form. */
export function formBody(options: FormOptions): Body {
  const { mediaType = "application/x-www-form-urlencoded" } = options;
  return {
    ...options,
    mediaType,
    encode(value, how, extra) {
      const members = formMembers(options, value, how, extra);
      if (members.length === 0 && !isSentEmpty(options, value, extra)) {
        return undefined;
      }
      const pairs = members.flatMap(([part, item]) => pairsOf(part, item, how));
      return textual(pairs.filter((pair) => pair !== "").join("&"), mediaType);
    },
  };
}

function pairsOf(part: Part, value: unknown, how: Writing): string[] {
  const [name, codec = any, { contentType = "" } = {}] = part;
  if (isStyled(part)) {
    return [queryPart([name, codec, part[2] ?? {}], value, how)];
  }
  const data = within(name, () => encode(codec, value, how));
  const key = formEncode(name);
  const text = isJson(contentType) ? stringifyJson : textOf;
  const items: unknown[] = Array.isArray(data) ? data : [data];
  return items.filter((item) => item !== null || isJson(contentType)).map((item) => `${key}=${formEncode(text(item))}`);
}
