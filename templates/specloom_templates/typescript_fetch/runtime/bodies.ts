/** Request bodies: what an operation says about its body, and what is sent for a value. JSON and text; forms, files and
 * others stand in files of their own, so that a program has only what it uses. */

import { any, encode, resolve, type Lazy, type Writing } from "./codecs.js";
import type { Constraints } from "./constraints.js";
import { InvalidArgumentError } from "./errors.js";
import { isObject, stringifyJson, type JsonObject } from "./json.js";
import { essence } from "./media.js";
import { writeMembersOf, type Fields, type Members } from "./models.js";
import { within, type Style } from "./params.js";
import { textOf, wellFormed } from "./text.js";
import { bodyOf, openFile, type EncodedBody } from "./uploads.js";
import type { XmlHints } from "./xml-hints.js";

/** How a property of a form or multipart body is written: an Encoding Object, decided. */
export interface PartOptions {
  readonly contentType?: string;
  readonly style?: Style;
  readonly explode?: boolean;
  readonly allowReserved?: boolean;
  readonly isFile?: boolean;
  /** Writes it as XML: `xmlText`. */
  readonly xml?: (data: unknown, type: Lazy<unknown>, root?: XmlHints) => string;
  readonly constraints?: Constraints;
  /** The types of headers that files may have for their parts. */
  readonly headers?: { readonly [name: string]: Lazy<unknown> };
}

/** A property of a form or multipart body: its name on the wire, its type, and how it is written. */
export type Part = readonly [wire: string, codec?: Lazy<unknown>, options?: PartOptions];

/** Properties of a form or multipart body by their names in TypeScript. */
export interface Parts {
  readonly [name: string]: Part;
}

/**
 * What an operation says about its body. It is given as one argument (`argument`, of `type`), or made of arguments
 * (`fields`). `open`: arguments that the document does not know are properties of the body, too. `required`: an empty
 * body is sent where nothing was given, instead of none.
 */
export interface BodyOptions<F = Fields> extends Omit<Members, "fields" | "required"> {
  readonly mediaType?: string;
  readonly argument?: string;
  readonly type?: Lazy<unknown>;
  readonly fields?: F;
  readonly open?: boolean;
  readonly required?: boolean;
  /** Those on the whole of it. */
  readonly limits?: Constraints;
}

/** How a value becomes a body. */
export interface Body extends BodyOptions<Fields | Parts> {
  readonly mediaType: string;
  /** The body, or undefined where none is sent. `extra` is merged over the top level of an object. */
  encode(value: unknown, how: Writing, extra: JsonObject | undefined): EncodedBody | undefined;
}

/** A body as text. */
export function textual(content: string, contentType: string): EncodedBody {
  return { content: wellFormed(content), contentType, replayable: true };
}

/** Whether a body without any member is sent all the same: it must be there, or the caller gave it. */
export function isSentEmpty(body: BodyOptions<unknown>, value: unknown, extra: JsonObject | undefined): boolean {
  return body.required === true || extra !== undefined || (body.argument !== undefined && value !== undefined);
}

/** The members of a body that is made of arguments, without those that are undefined. */
export function membersOf(value: unknown): JsonObject {
  const given: JsonObject = { ...(value as JsonObject | undefined) };
  for (const name of Object.keys(given).filter((one) => given[one] === undefined)) {
    delete given[name];
  }
  return given;
}

/** JSON. */
export function jsonBody(options: BodyOptions): Body {
  const { mediaType = "application/json", fields, type = any, required: _, ...rest } = options;
  const given = fields && { ...rest, fields };
  return {
    ...options,
    mediaType,
    encode(value, how, extra) {
      if (given !== undefined) {
        const members = membersOf(value);
        if (Object.keys(members).length === 0 && !isSentEmpty(options, value, extra)) {
          return undefined;
        }
        return textual(stringifyJson(writeMembersOf(given, members, how, extra)), mediaType);
      }
      if (value === undefined && extra === undefined) {
        return undefined;
      }
      const name = options.argument ?? "body";
      const data = within(name, () => (value === undefined ? {} : encode(type, value, how)));
      return textual(stringifyJson(extra === undefined ? data : merged(data, extra, how)), mediaType);
    },
  };
}

function merged(data: unknown, extra: JsonObject, how: Writing): JsonObject {
  if (!isObject(data)) {
    throw new InvalidArgumentError("the body of the options can be merged into an object only", "options.body");
  }
  return { ...data, ...(encode(any, extra, how) as JsonObject) };
}

/** Text. */
export function textBody(options: BodyOptions): Body {
  const { mediaType = "text/plain", type = any } = options;
  return {
    ...options,
    mediaType,
    encode(value, how) {
      if (value === undefined || value === null) {
        return options.required ? textual("", mediaType) : undefined;
      }
      return value instanceof Uint8Array
        ? { content: value, contentType: mediaType, replayable: true }
        : textual(textOf(encode(type, value, how)), mediaType);
    },
  };
}

/** Raw bytes: text, bytes, a `Blob`, a stream, or an iterable of bytes. */
export function bytesBody(options: BodyOptions): Body {
  const { mediaType = "application/octet-stream", argument = "body" } = options;
  return {
    ...options,
    mediaType,
    encode(value) {
      if (value === undefined || value === null) {
        return options.required ? textual("", mediaType) : undefined;
      }
      const file = within(argument, () => openFile(value));
      const own = mediaType.includes("*") ? file.contentType || "application/octet-stream" : mediaType;
      return bodyOf(file.pieces, own);
    },
  };
}

/**
 * One JSON text a line, from an iterable or an asynchronous one; in a sequence of RFC 7464 a record separator begins it.
 * `type` is that of an item.
 */
export function jsonLinesBody(options: BodyOptions): Body {
  const { mediaType = "application/jsonl", type = any, argument = "body" } = options;
  const start = essence(mediaType).endsWith("json-seq") ? "\u001e" : "";
  return {
    ...options,
    mediaType,
    encode(value, how) {
      if (value === undefined || value === null) {
        return options.required ? textual("", mediaType) : undefined;
      }
      const line = (item: unknown): Uint8Array =>
        new TextEncoder().encode(`${start}${stringifyJson(resolve(type).write(item, how))}\n`);
      if (Array.isArray(value)) {
        const lines = value.map((item, index) => within(`${argument}[${index}]`, () => line(item)));
        return bodyOf({ whole: new Blob(lines as BlobPart[]) }, mediaType);
      }
      return bodyOf(lineSource(value, line), mediaType);
    },
  };
}

function lineSource(value: unknown, line: (item: unknown) => Uint8Array): Parameters<typeof bodyOf>[0] {
  if (typeof value === "object" && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value)) {
    const items = value as AsyncIterable<unknown> | Iterable<unknown>;
    async function* lines(): AsyncGenerator<Uint8Array, void, undefined> {
      for await (const item of items) {
        yield line(item);
      }
    }
    return { source: lines, replayable: Symbol.iterator in value && !("next" in value) };
  }
  throw new InvalidArgumentError(`expected an iterable of values, not ${typeof value}`, "body");
}
