/**
 * How a stream of bytes is cut into items: server-sent events, JSON Lines, JSON text sequences. No I/O.
 *
 * `feed` returns what a chunk completes, `end` what the end completes. Chunks may be cut anywhere, inside a character too.
 * An item of more than `limit` characters throws `ResponseTooLargeError`: a stream may be endless, what is kept of it may not.
 */

import { ResponseTooLargeError } from "./errors.js";

/** What cuts bytes into items. */
export interface Framer<T> {
  feed(chunk: Uint8Array): T[];
  end(): T[];
}

/** The pieces of a text that is not complete, up to `limit` characters. */
class Pending {
  readonly #limit: number | null;
  #pieces: string[] = [];
  #size = 0;

  constructor(limit: number | null) {
    this.#limit = limit;
  }

  get isEmpty(): boolean {
    return this.#pieces.length === 0;
  }

  add(piece: string): void {
    this.#size += piece.length;
    if (this.#limit !== null && this.#size > this.#limit) {
      throw new ResponseTooLargeError(`an item of the stream is larger than responseLimit: ${this.#limit} bytes`);
    }
    this.#pieces.push(piece);
  }

  /** All pieces together, which are no longer kept. */
  take(separator = ""): string {
    const text = this.#pieces.join(separator);
    this.#pieces = [];
    this.#size = 0;
    return text;
  }
}

/**
 * Lines ended by LF, CR or CRLF; UTF-8, where a leading byte order mark is dropped and errors become U+FFFD. This is the
 * line grammar of the HTML standard's event streams (section 9.2.5), a superset of the other formats'.
 */
export class LineFramer implements Framer<string> {
  readonly #decoder = new TextDecoder();
  readonly #pending: Pending;
  #isAfterReturn = false;

  constructor(limit: number | null = null) {
    this.#pending = new Pending(limit);
  }

  feed(chunk: Uint8Array): string[] {
    return this.#split(this.#decoder.decode(chunk, { stream: true }));
  }

  end(): string[] {
    const lines = this.#split(this.#decoder.decode());
    return this.#pending.isEmpty ? lines : [...lines, this.#pending.take()];
  }

  #split(received: string): string[] {
    if (received === "") {
      return [];
    }
    const text = this.#isAfterReturn && received.startsWith("\n") ? received.slice(1) : received;
    this.#isAfterReturn = received.endsWith("\r");
    const pieces = text.split(/\r\n|\r|\n/);
    const last = pieces.pop() ?? "";
    const lines = pieces.map((piece) => {
      this.#pending.add(piece);
      return this.#pending.take();
    });
    if (last !== "") {
      this.#pending.add(last);
    }
    return lines;
  }
}

/** One server-sent event. `id` is the last id seen, if any; `retry` the reconnection time in milliseconds, if this event set it. */
export interface ServerSentEvent {
  readonly data: string;
  readonly event: string;
  readonly id?: string;
  readonly retry?: number;
}

/** Server-sent events (HTML standard, section 9.2.6). An event cut off by the end of the stream is dropped, as it says. */
export class EventFramer implements Framer<ServerSentEvent> {
  readonly #lines: LineFramer;
  readonly #data: Pending;
  #event = "";
  #id = "";
  #retry: number | undefined;

  constructor(limit: number | null = null) {
    this.#lines = new LineFramer(limit);
    this.#data = new Pending(limit);
  }

  feed(chunk: Uint8Array): ServerSentEvent[] {
    const events: ServerSentEvent[] = [];
    for (const line of this.#lines.feed(chunk)) {
      if (line !== "") {
        this.#field(line);
        continue;
      }
      if (!this.#data.isEmpty) {
        events.push({
          data: this.#data.take("\n"),
          event: this.#event || "message",
          ...(this.#id !== "" && { id: this.#id }),
          ...(this.#retry !== undefined && { retry: this.#retry }),
        });
      }
      this.#event = "";
      this.#retry = undefined;
    }
    return events;
  }

  end(): ServerSentEvent[] {
    return [];
  }

  #field(line: string): void {
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "data") {
      this.#data.add(value);
    } else if (name === "event") {
      this.#event = value;
    } else if (name === "id" && !value.includes("\0")) {
      this.#id = value;
    } else if (name === "retry" && /^\d+$/.test(value)) {
      this.#retry = Number(value);
    }
  }
}

/** JSON Lines: a JSON text a line; blank lines are ignored. */
export class JsonLinesFramer implements Framer<string> {
  readonly #lines: LineFramer;

  constructor(limit: number | null = null) {
    this.#lines = new LineFramer(limit);
  }

  feed(chunk: Uint8Array): string[] {
    return this.#lines.feed(chunk).filter((line) => line.trim() !== "");
  }

  end(): string[] {
    return this.#lines.end().filter((line) => line.trim() !== "");
  }
}

/** JSON text sequences (RFC 7464): a JSON text after each record separator, U+001E. */
export class JsonSeqFramer implements Framer<string> {
  readonly #decoder = new TextDecoder();
  readonly #pending: Pending;
  #isStarted = false;

  constructor(limit: number | null = null) {
    this.#pending = new Pending(limit);
  }

  feed(chunk: Uint8Array): string[] {
    return this.#cut(this.#decoder.decode(chunk, { stream: true }));
  }

  end(): string[] {
    return [...this.#cut(this.#decoder.decode()), ...this.#take()];
  }

  #cut(text: string): string[] {
    const pieces = text.split("\x1e");
    const last = pieces.pop() ?? "";
    const texts = pieces.flatMap((piece) => {
      this.#pending.add(piece);
      const complete = this.#take();
      this.#isStarted = true;
      return complete;
    });
    if (last !== "") {
      this.#pending.add(last);
    }
    return texts;
  }

  #take(): string[] {
    const text = this.#pending.take().trim();
    return text !== "" && this.#isStarted ? [text] : [];
  }
}
