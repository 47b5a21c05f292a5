/** What calls return: promises that can tell more than the value. */

import { requestId } from "./errors.js";
import type { Answer } from "./http.js";

/** An answer that was read whole, with everything around its value. */
export class ApiResponse<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly method: string;
  /** The URL of the request, without its query. */
  readonly url: string;
  readonly #content: Uint8Array;
  readonly #decode: () => T;
  readonly #encode: (value: T) => unknown;
  #value: { readonly it: T } | undefined;

  /** @internal */
  constructor(answer: Answer, url: string, decode: () => T, encode: (value: T) => unknown) {
    this.status = answer.status;
    this.headers = answer.headers;
    this.method = answer.request.method;
    this.url = url;
    this.#content = answer.content ?? new Uint8Array();
    this.#decode = decode;
    this.#encode = encode;
  }

  /** What the call returns without `withResponse`; decoded on first use. Throws `DecodeError` where it cannot be. */
  get value(): T {
    this.#value ??= { it: this.#decode() };
    return this.#value.it;
  }

  /** The value as JSON data, in the names of the wire; undefined where it has no such form. */
  toJson(): unknown {
    return this.#encode(this.value);
  }

  /** The body as it was received; empty where it is a stream. */
  get content(): Uint8Array {
    return this.#content;
  }

  /** The body as text; bytes that are not UTF-8 become U+FFFD. */
  get text(): string {
    return new TextDecoder().decode(this.#content);
  }

  /** What the service calls this request, for its support team. */
  get requestId(): string | undefined {
    return requestId(this.headers);
  }
}

/** What a promise of a call is made of: how it is sent, with its body read or left alone, and what becomes of it. */
export interface Sent<T> {
  send(isRaw: boolean): Promise<Answer>;
  receive(answer: Answer): ApiResponse<T>;
}

/**
 * The value that a call will give. `await` it; or take `withResponse()` for the value with status and headers, or
 * `asResponse()` for the answer of `fetch` itself, its body unread. The request is sent at once, in either case once.
 */
export class ApiPromise<T> implements Promise<T> {
  readonly #sent: Sent<T>;
  #answer: Promise<Answer> | undefined;
  #response: Promise<ApiResponse<T>> | undefined;

  constructor(sent: Sent<T>) {
    this.#sent = sent;
    // One step later, so that `asResponse()` on the same line can ask for an unread body.
    queueMicrotask(() => void this.#start(false));
  }

  /** The value with status, headers and body. */
  withResponse(): Promise<ApiResponse<T>> {
    this.#response ??= this.#start(false).then((answer) => this.#sent.receive(answer));
    return this.#response;
  }

  /** The answer of `fetch`, its body unread where this is the first that is asked of the promise. It is 2xx. */
  async asResponse(): Promise<Response> {
    const { response, content } = await this.#start(true);
    const { status, statusText, headers } = response;
    return content === undefined || content.length === 0
      ? response
      : new Response(content as BodyInit, { status, statusText, headers });
  }

  then<A = T, B = never>(
    onValue?: ((value: T) => A | PromiseLike<A>) | null,
    onError?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.withResponse()
      .then(({ value }) => value)
      .then(onValue, onError);
  }

  catch<B = never>(onError?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<T | B> {
    return this.then(undefined, onError);
  }

  finally(onEnd?: (() => void) | null): Promise<T> {
    return this.then().finally(onEnd) as Promise<T>;
  }

  get [Symbol.toStringTag](): string {
    return "ApiPromise";
  }

  #start(isRaw: boolean): Promise<Answer> {
    this.#answer ??= this.#sent.send(isRaw);
    return this.#answer;
  }
}
