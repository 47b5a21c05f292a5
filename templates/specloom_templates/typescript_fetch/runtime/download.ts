/** Bodies of raw bytes, read as they arrive. */

import { bodyStream, type Answer } from "./http.js";

/**
 * The body of an answer, not read yet: take it once, by `bytes()`, `blob()`, `text()`, `stream()` or `for await`. `cancel()`
 * gives up what is not wanted.
 */
export class FileDownload implements AsyncIterable<Uint8Array> {
  readonly #answer: Answer;
  readonly #limit: number | null;

  /** @internal */
  constructor(answer: Answer, limit: number | null) {
    this.#answer = answer;
    this.#limit = limit;
  }

  get headers(): Headers {
    return this.#answer.headers;
  }

  get contentType(): string {
    return this.headers.get("content-type") ?? "";
  }

  /** The file name that the service proposes (RFC 6266); never a path. */
  get filename(): string | undefined {
    const header = this.headers.get("content-disposition") ?? "";
    const extended = /filename\*\s*=\s*UTF-8''([^;\s]+)/i.exec(header)?.[1];
    const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(header);
    const name = extended === undefined ? (plain?.[1]?.replace(/\\(.)/g, "$1") ?? plain?.[2]) : unescaped(extended);
    return name?.split(/[/\\]/).at(-1) || undefined;
  }

  /** The body as a stream. */
  stream(): ReadableStream<Uint8Array> {
    return bodyStream(this.#answer);
  }

  /** The whole body. Rejects with `ResponseTooLargeError` where it is beyond the client's `responseLimit`. */
  async bytes(): Promise<Uint8Array> {
    return this.#answer.read(this.#limit);
  }

  async blob(): Promise<Blob> {
    return new Blob([(await this.bytes()) as BlobPart], { type: this.contentType });
  }

  /** The body as text; bytes that are not UTF-8 become U+FFFD. */
  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes());
  }

  /** Gives the connection back; what has not been read is lost. */
  cancel(): void {
    this.#answer.discard();
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array, void, undefined> {
    return this.#answer.pieces();
  }
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
