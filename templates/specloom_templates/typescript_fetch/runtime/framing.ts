/**
 * How a stream of bytes is cut into items: server-sent events, JSON Lines, JSON text sequences. No I/O.
 *
 * `feed` returns what a chunk completes, `end` what the end completes. Chunks may be cut anywhere, inside a character too.
 */

/** What cuts bytes into items. */
export interface Framer<T> {
  feed(chunk: Uint8Array): T[];
  end(): T[];
}

/**
 * Lines ended by LF, CR or CRLF; UTF-8, where a leading byte order mark is dropped and errors become U+FFFD. This is the
 * line grammar of the HTML standard's event streams (section 9.2.5), a superset of the other formats'.
 */
export class LineFramer implements Framer<string> {
  readonly #decoder = new TextDecoder();
  #pending: string[] = [];
  #isAfterReturn = false;

  feed(chunk: Uint8Array): string[] {
    return this.#split(this.#decoder.decode(chunk, { stream: true }));
  }

  end(): string[] {
    const lines = this.#split(this.#decoder.decode());
    return this.#pending.length > 0 ? [...lines, this.#take("")] : lines;
  }

  #split(received: string): string[] {
    if (received === "") {
      return [];
    }
    const text = this.#isAfterReturn && received.startsWith("\n") ? received.slice(1) : received;
    this.#isAfterReturn = received.endsWith("\r");
    const lines = text.split(/\r\n|\r|\n/);
    const last = lines.pop() ?? "";
    const [head] = lines;
    if (head !== undefined) {
      lines[0] = this.#take(head);
    }
    if (last !== "") {
      this.#pending.push(last);
    }
    return lines;
  }

  #take(last: string): string {
    const line = this.#pending.join("") + last;
    this.#pending = [];
    return line;
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
  readonly #lines = new LineFramer();
  #data: string[] = [];
  #event = "";
  #id = "";
  #retry: number | undefined;

  feed(chunk: Uint8Array): ServerSentEvent[] {
    const events: ServerSentEvent[] = [];
    for (const line of this.#lines.feed(chunk)) {
      if (line !== "") {
        this.#field(line);
        continue;
      }
      if (this.#data.length > 0) {
        events.push({
          data: this.#data.join("\n"),
          event: this.#event || "message",
          ...(this.#id !== "" && { id: this.#id }),
          ...(this.#retry !== undefined && { retry: this.#retry }),
        });
      }
      this.#data = [];
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
      this.#data.push(value);
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
  readonly #lines = new LineFramer();

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
  #pending: string[] = [];
  #isStarted = false;

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
      this.#pending.push(piece);
      const complete = this.#take();
      this.#isStarted = true;
      return complete;
    });
    if (last !== "") {
      this.#pending.push(last);
    }
    return texts;
  }

  #take(): string[] {
    const text = this.#pending.join("").trim();
    this.#pending = [];
    return text !== "" && this.#isStarted ? [text] : [];
  }
}
