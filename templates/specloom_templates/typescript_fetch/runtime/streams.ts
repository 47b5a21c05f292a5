/** Answers that are streams of items: server-sent events, JSON Lines, JSON text sequences. */

import { callOf } from "./call.js";
import { settingsOf, type ApiClient } from "./client.js";
import { any, bare, decode, fromText, toJson } from "./codecs.js";
import { DecodeError, requestId } from "./errors.js";
import { exchange } from "./exchange.js";
import { EventFramer, JsonLinesFramer, JsonSeqFramer, type Framer, type ServerSentEvent } from "./framing.js";
import type { Answer } from "./http.js";
import type { StreamOperation } from "./operations.js";
import type { RequestOptions } from "./options.js";
import { ApiPromise, ApiResponse } from "./promises.js";
import { mediaTypeOf } from "./response.js";
import { isSingle, textValue } from "./texts.js";
import { showUrl } from "./urls.js";

/**
 * Items as they arrive, once. Leaving the loop gives the connection back. A connection that breaks throws
 * `ApiConnectionError` from the loop; items already received stay valid.
 */
export class Stream<T> implements AsyncIterable<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly #answer: Answer;
  readonly #operation: StreamOperation<T>;
  readonly #strict: boolean;
  readonly #limit: number | null;
  #isDone = false;

  /** @internal */
  constructor(operation: StreamOperation<T>, answer: Answer, strict: boolean, limit: number | null) {
    this.status = answer.status;
    this.headers = answer.headers;
    this.#answer = answer;
    this.#operation = operation;
    this.#strict = strict;
    this.#limit = limit;
  }

  /** What the service calls this request, for its support team. */
  get requestId(): string | undefined {
    return requestId(this.headers);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    const framer = this.#framer();
    for await (const chunk of this.#answer.pieces()) {
      yield* this.#items(framer.feed(chunk));
      if (this.#isDone) {
        return;
      }
    }
    yield* this.#items(framer.end());
  }

  /** An item as JSON data, in the names of the wire. */
  toJson(item: T): unknown {
    return toJson(this.#operation.item, item);
  }

  /** Gives the connection back; what has not been read is lost. */
  cancel(): void {
    this.#answer.discard();
  }

  #framer(): Framer<string | ServerSentEvent> {
    const contents = Object.values(this.#operation.responses ?? {}).flatMap((content) => Object.keys(content));
    const mediaType = mediaTypeOf(this.headers) || contents[0];
    if (mediaType === "text/event-stream") {
      return new EventFramer(this.#limit);
    }
    return mediaType?.endsWith("json-seq") ? new JsonSeqFramer(this.#limit) : new JsonLinesFramer(this.#limit);
  }

  *#items(pieces: readonly (string | ServerSentEvent)[]): Generator<T, void, undefined> {
    const { terminator = "[DONE]" } = this.#operation;
    for (const piece of pieces) {
      if (typeof piece === "string") {
        yield fromText(piece, (data) => this.#decoded(data));
      } else if (terminator !== "" && piece.data === terminator) {
        this.#isDone = true;
        return;
      } else {
        yield this.#item(piece);
      }
    }
  }

  #decoded(data: unknown): T {
    return decode(this.#operation.item, data, this.#strict) as T;
  }

  /** The item of an event, or of its data: a text, number or flag as the text it is, else its JSON where it has one. */
  #item(event: ServerSentEvent): T {
    const { wholeEvent, jsonData, item } = this.#operation;
    if (wholeEvent && !jsonData) {
      return this.#decoded(event);
    }
    if (!wholeEvent && isSingle(item) && bare(item).inside === undefined) {
      return this.#decoded(textValue(event.data, item));
    }
    const read = (data: unknown): T => this.#decoded(wholeEvent ? { ...event, data } : data);
    try {
      return fromText(event.data, read);
    } catch (error) {
      if (error instanceof DecodeError && (!this.#strict || bare(item) === any)) {
        return read(event.data);
      }
      throw error;
    }
  }
}

/** A stream that is being asked for: `for await` over its items, or `await` it for the stream, which can be cancelled. */
export class StreamPromise<T> extends ApiPromise<Stream<T>> implements AsyncIterable<T> {
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    yield* await this;
  }

  override get [Symbol.toStringTag](): string {
    return "StreamPromise";
  }
}

/** Sends a request; the promise of the stream that answers it. */
export function stream<T>(
  client: ApiClient,
  operation: StreamOperation<T>,
  path: readonly unknown[] = [],
  params?: object,
  options?: RequestOptions,
): StreamPromise<T> {
  const { strict, responseLimit } = settingsOf(client);
  return new StreamPromise<T>({
    send: async () => exchange({ ...callOf(client, operation, path, params, options), isRead: () => false }),
    receive: (answer) =>
      new ApiResponse<Stream<T>>(
        answer,
        showUrl(answer.request.url),
        () => new Stream(operation, answer, strict, responseLimit),
        () => undefined,
      ),
  });
}
