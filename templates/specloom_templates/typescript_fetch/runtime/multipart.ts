/** `multipart/form-data` (RFC 7578), with file names as browsers write them (WHATWG HTML, section 4.10.21.8). */

import { isSentEmpty, type Body, type Part } from "./bodies.js";
import { any, bare, encode, type Writing } from "./codecs.js";
import { InvalidArgumentError } from "./errors.js";
import { formMembers, isStyled, type FormOptions, type Member } from "./forms.js";
import { isObject, stringifyJson } from "./json.js";
import { isJson } from "./media.js";
import { headerValue, within } from "./params.js";
import { deepMembers, isContainer, itemTexts, memberTexts, repeatedMembers, textOf } from "./text.js";
import { base64url, bytes } from "./scalars.js";
import { bodyOf, chunksOf, isFile, openFile, type Pieces } from "./uploads.js";

const OCTETS = "application/octet-stream";
const DELIMITERS: { readonly [style: string]: string } = { spaceDelimited: " ", pipeDelimited: "|", tabDelimited: "\t" };

/** The types of files by the endings of their names, where the document leaves a choice. */
const TYPES: { readonly [ending: string]: string } = {
  csv: "text/csv",
  gif: "image/gif",
  html: "text/html",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  json: "application/json",
  md: "text/markdown",
  mp3: "audio/mpeg",
  mp4: "video/mp4",
  pdf: "application/pdf",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain",
  wav: "audio/x-wav",
  webm: "video/webm",
  webp: "image/webp",
  xml: "text/xml",
  zip: "application/zip",
};

/** A part of the body: its header lines, and its content. */
type Section = readonly [head: string, content: Pieces];

/** A multipart body. Streamed if a file is. */
export function multipartBody(options: FormOptions): Body {
  const { mediaType = "multipart/form-data" } = options;
  return {
    ...options,
    mediaType,
    encode(value, how, extra) {
      const isNamed = !Array.isArray(value);
      const members = isNamed ? formMembers(options, value, how, extra) : positions(options, value);
      if (members.length === 0 && !isSentEmpty(options, value, extra)) {
        return undefined;
      }
      const boundary = crypto.randomUUID();
      const sections = members.flatMap(([part, item]) =>
        within(part[0] || "body", () => [...sectionsOf(part, item, how, isNamed)]),
      );
      const pieces = sections.flatMap(([head, content]): Pieces[] => [
        text(`--${boundary}\r\n${head}\r\n`),
        content,
        text("\r\n"),
      ]);
      return bodyOf(joined([...pieces, text(`--${boundary}--\r\n`)]), `${mediaType}; boundary=${boundary}`);
    },
  };
}

/** The nameless parts of a body that is an array. */
function positions({ prefix = [], item = [""] }: FormOptions, values: readonly unknown[]): Member[] {
  return values.map((value, index) => [prefix[index] ?? item, value]);
}

function text(content: string): Pieces {
  return { whole: new TextEncoder().encode(content) };
}

function joined(pieces: readonly Pieces[]): Pieces {
  const sources = pieces.filter((piece) => !("whole" in piece));
  if (sources.length === 0) {
    return { whole: new Blob(pieces.map((piece) => ("whole" in piece ? piece.whole : "")) as BlobPart[]) };
  }
  async function* chunks(): AsyncGenerator<Uint8Array, void, undefined> {
    for (const piece of pieces) {
      if (!("whole" in piece)) {
        yield* piece.source();
      } else if (piece.whole instanceof Blob) {
        yield* chunksOf(piece.whole.stream());
      } else {
        yield piece.whole;
      }
    }
  }
  return { source: chunks, replayable: sources.every((piece) => "replayable" in piece && piece.replayable) };
}

function* sectionsOf(part: Part, value: unknown, how: Writing, isNamed: boolean): Generator<Section> {
  const [wire, codec = any, { contentType = "", xml } = {}] = part;
  const name = isNamed ? wire : undefined;
  const isList = Array.isArray(value) && value.length > 0 && value.every((item) => isPartFile(part, item));
  if (isList || isPartFile(part, value)) {
    for (const item of isList ? (value as unknown[]) : [value]) {
      yield fileSection(name, part, item, how);
    }
    return;
  }
  const data = encode(codec, value, how);
  if (isStyled(part)) {
    yield* styled(name, part, data);
    return;
  }
  // One part for each item of an array (OpenAPI 3.2, section 4.14.5.1).
  for (const item of Array.isArray(data) ? (data as unknown[]) : [data]) {
    if (xml !== undefined) {
      const type = Array.isArray(data) ? (bare(codec).inside?.item ?? any) : codec;
      const isModel = "members" in bare(type);
      yield [head(name, contentType), text(isModel ? xml(item, type) : xml(item, type, { name: wire }))];
    } else if (isJson(contentType) || isContainer(item)) {
      yield [head(name, contentType || "application/json"), text(stringifyJson(item))];
    } else if (item !== null) {
      // Encoded bytes are octets in the end (3.1, section 4.8.15.1.1); plain text needs no header.
      const own = contentType || (codec === bytes || codec === base64url ? OCTETS : "");
      yield [head(name, own), text(textOf(item))];
    }
  }
}

/** Serialised by style, but without percent-encoding, which a multipart body does not need (3.2, section 4.15.1). */
function* styled(name: string | undefined, [wire, , options = {}]: Part, data: unknown): Generator<Section> {
  const { style = "form", contentType = "" } = options;
  const explode = options.explode ?? style === "form";
  const delimiter = DELIMITERS[style] ?? ",";
  let members: readonly (readonly [string, string])[];
  if (style === "deepObject" && isContainer(data)) {
    members = deepMembers(wire, data);
  } else if (Array.isArray(data)) {
    const items = itemTexts(data);
    members = (explode ? items : [items.join(delimiter)]).map((item) => [wire, item]);
  } else if (isObject(data)) {
    members = explode ? repeatedMembers(data) : [[wire, memberTexts(data).flat().join(delimiter)]];
  } else {
    members = [[wire, textOf(data)]];
  }
  for (const [key, item] of members) {
    yield [head(name === undefined ? undefined : key, contentType), text(item)];
  }
}

function isPartFile([, codec, options = {}]: Part, value: unknown): boolean {
  if (options.isFile) {
    return typeof value === "string" || isFile(value);
  }
  const isText = codec === bytes || codec === base64url;
  return isFile(value) && !(isText && (ArrayBuffer.isView(value) || value instanceof ArrayBuffer));
}

function fileSection(name: string | undefined, [, , options = {}]: Part, value: unknown, how: Writing): Section {
  const file = openFile(value);
  const filename = file.filename || name || "";
  const lines = [head(name, file.contentType || guess(filename, options.contentType ?? ""), filename)];
  for (const [key, given] of Object.entries(file.headers)) {
    lines.push(`${checked(key)}: ${headerValue([key, options.headers?.[key] ?? any], given, how) ?? ""}\r\n`);
  }
  return [lines.join(""), file.pieces];
}

/** The type that the document fixes; where it leaves a choice, the one the file name stands for. */
function guess(filename: string, declared: string): string {
  const options = declared
    .split(",")
    .map((option) => option.trim())
    .filter((option) => option !== "");
  const [first] = options;
  if (options.length === 1 && first !== undefined && !first.includes("*")) {
    return first;
  }
  const guessed = TYPES[/\.(\w+)$/.exec(filename)?.[1]?.toLowerCase() ?? ""];
  if (guessed !== undefined && (options.length === 0 || options.some((option) => covers(option, guessed)))) {
    return guessed;
  }
  return options.find((option) => !option.includes("*")) ?? OCTETS;
}

function covers(pattern: string, mediaType: string): boolean {
  return pattern === "*/*" || pattern === mediaType || (pattern.endsWith("/*") && mediaType.startsWith(pattern.slice(0, -1)));
}

function head(name: string | undefined, contentType: string, filename = ""): string {
  const file = filename === "" ? "" : `; filename="${escaped(filename)}"`;
  const disposition = name !== undefined ? `form-data; name="${escaped(name)}"${file}` : file && `attachment${file}`;
  const type = contentType === "" ? "" : `Content-Type: ${checked(contentType)}\r\n`;
  return `${disposition === "" ? "" : `Content-Disposition: ${disposition}\r\n`}${type}`;
}

function escaped(value: string): string {
  return value.replaceAll('"', "%22").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function checked(value: string): string {
  if (/[\r\n\0]/.test(value)) {
    throw new InvalidArgumentError("a header of a part cannot hold a line break or NUL");
  }
  return value;
}
