/** Bytes from where the caller has them. Streamed, and sent again where that can be. */

import { bytesOf } from "./codecs.js";
import { InvalidArgumentError } from "./errors.js";
import { isObject } from "./json.js";

/**
 * What a file is made of. A `string` is text, sent as UTF-8. `Blob` and `File` (in Node `fs.openAsBlob(path)`) are streamed
 * and can be sent again; streams and asynchronous iterables (in Node `fs.createReadStream(path)`) are read once.
 */
export type FileContent =
  | string
  | Blob
  | ArrayBuffer
  | ArrayBufferView
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>
  | Iterable<Uint8Array>;

/** A file with what the receiver is told of it. `headers` are further ones of its part in a multipart body. */
export interface FileData {
  readonly data: FileContent;
  readonly filename?: string | undefined;
  readonly contentType?: string | undefined;
  readonly headers?: { readonly [name: string]: unknown } | undefined;
}

/** A file to be sent. */
export type Uploadable = FileContent | FileData;

/** A body as it goes on the wire. A function makes a stream, anew each time if `replayable`. */
export interface EncodedBody {
  readonly content: string | Uint8Array | Blob | FormData | (() => ReadableStream<Uint8Array>);
  /** Empty where `fetch` knows it: of a `FormData`, which it gives a boundary. */
  readonly contentType: string;
  readonly replayable: boolean;
}

/** Bytes that are all there, or a source of them. */
export type Pieces =
  | { readonly whole: Uint8Array | Blob }
  | { readonly source: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>; readonly replayable: boolean };

/** A file taken apart. */
export interface OpenedFile {
  readonly pieces: Pieces;
  readonly filename: string;
  readonly contentType: string;
  readonly headers: { readonly [name: string]: unknown };
}

/** Whether a value can only be meant as a file. */
export function isFile(value: unknown): boolean {
  return (
    value instanceof Blob ||
    value instanceof ArrayBuffer ||
    ArrayBuffer.isView(value) ||
    value instanceof ReadableStream ||
    (typeof value === "object" && value !== null && Symbol.asyncIterator in value) ||
    (isFileData(value) && (isFile(value.data) || value.filename !== undefined))
  );
}

function isFileData(value: unknown): value is FileData {
  return isObject(value) && Object.hasOwn(value, "data");
}

/** The bytes of a file, and what is known of it. Throws `InvalidArgumentError` for what is none. */
export function openFile(value: unknown): OpenedFile {
  const { data, filename, contentType, headers = {} } = isFileData(value) ? value : { data: value };
  return {
    pieces: piecesOf(data),
    filename: filename ?? nameOf(data),
    contentType: contentType ?? (data instanceof Blob ? data.type : ""),
    headers,
  };
}

function nameOf(data: unknown): string {
  return data instanceof Blob && "name" in data && typeof data.name === "string" ? data.name : "";
}

function piecesOf(data: unknown): Pieces {
  if (typeof data === "string") {
    return { whole: new TextEncoder().encode(data) };
  }
  if (data instanceof Blob) {
    return { whole: data };
  }
  if (data instanceof ArrayBuffer || ArrayBuffer.isView(data)) {
    return { whole: bytesOf(data) };
  }
  if (data instanceof ReadableStream) {
    return { source: () => chunksOf(data as ReadableStream<Uint8Array>), replayable: false };
  }
  if (typeof data === "object" && data !== null && Symbol.asyncIterator in data) {
    return { source: () => data as AsyncIterable<Uint8Array>, replayable: false };
  }
  if (typeof data === "object" && data !== null && Symbol.iterator in data) {
    // An iterator is its own iterable, and is used up by the first run.
    return { source: () => data as Iterable<Uint8Array>, replayable: !("next" in data) };
  }
  const kind = data === null ? "null" : typeof data;
  throw new InvalidArgumentError(`expected text, bytes, a Blob, a stream or an iterable of bytes, not ${kind}`);
}

/** The pieces of a stream; leaving the loop early gives it up. */
export async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
    reader.releaseLock();
  }
}

/** An iterable of bytes as a stream. */
export function streamOf(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) {
        controller.close();
      } else if (value instanceof Uint8Array) {
        controller.enqueue(value);
      } else {
        throw new InvalidArgumentError(`a body is made of pieces of bytes (Uint8Array), not of ${typeof value}`);
      }
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

/** A body that the caller has made: a `FormData`, `URLSearchParams`, `Blob` or bytes; undefined for anything else. */
export function madeBody(value: unknown, contentType: string): EncodedBody | undefined {
  if (value instanceof FormData) {
    return { content: value, contentType: "", replayable: true };
  }
  if (value instanceof URLSearchParams) {
    return { content: String(value), contentType: contentType || "application/x-www-form-urlencoded", replayable: true };
  }
  if (value instanceof Blob) {
    return { content: value, contentType: contentType || value.type || "application/octet-stream", replayable: true };
  }
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
    return { content: bytesOf(value), contentType: contentType || "application/octet-stream", replayable: true };
  }
  return undefined;
}

/** Pieces as the body of a request. */
export function bodyOf(pieces: Pieces, contentType: string): EncodedBody {
  if ("whole" in pieces) {
    return { content: pieces.whole, contentType, replayable: true };
  }
  return { content: () => streamOf(pieces.source()), contentType, replayable: pieces.replayable };
}
