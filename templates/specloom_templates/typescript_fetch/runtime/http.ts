/** One request and its answer through `fetch`: time-outs, aborts, and what errors of the network mean. */

import { ApiConnectionError, ApiTimeoutError, InvalidArgumentError, ResponseTooLargeError, SdkError } from "./errors.js";
import { streamOf, type EncodedBody } from "./uploads.js";
import { showUrl } from "./urls.js";

/** A request as it goes on the wire. */
export interface HttpRequest {
  readonly method: string;
  url: string;
  readonly headers: Headers;
  readonly body: EncodedBody | undefined;
}

/** What a request is sent with. */
export interface Sending {
  readonly fetch: typeof fetch;
  /** Milliseconds without a sign of the server; 0: any number. */
  readonly timeout: number;
  readonly signal: AbortSignal | undefined;
  readonly redirect?: NonNullable<RequestInit["redirect"]>;
}

/** Codes of errors before which nothing of the request can have reached the server. */
const NEVER_SENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "ConnectionRefused",
]);

/** Ends a request: when nothing has come for too long, or when the caller wants it. */
class Watch {
  readonly #controller = new AbortController();
  readonly #limit: number;
  readonly #caller: AbortSignal | undefined;
  readonly #onAbort = (): void => {
    this.#controller.abort(this.#caller?.reason);
  };
  #timer: ReturnType<typeof setTimeout> | undefined;
  timedOut = false;

  constructor(limit: number, caller: AbortSignal | undefined) {
    this.#limit = limit;
    this.#caller = caller;
    if (caller?.aborted) {
      this.#onAbort();
    }
    caller?.addEventListener("abort", this.#onAbort, { once: true });
    this.touch();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Something has come: the time starts anew. */
  touch(): void {
    clearTimeout(this.#timer);
    if (this.#limit > 0) {
      this.#timer = setTimeout(() => {
        this.timedOut = true;
        this.#controller.abort();
      }, this.#limit);
    }
  }

  /** Nothing is waited for. */
  rest(): void {
    clearTimeout(this.#timer);
  }

  stop(): void {
    this.rest();
    this.#caller?.removeEventListener("abort", this.#onAbort);
  }

  abort(): void {
    this.stop();
    this.#controller.abort();
  }

  /** What an error of `fetch` is thrown as. */
  failure(error: unknown, request: HttpRequest, doing: string): unknown {
    this.stop();
    if (error instanceof SdkError) {
      return error;
    }
    const details = { method: request.method, url: showUrl(request.url), cause: error };
    if (this.timedOut) {
      return new ApiTimeoutError(`timed out after ${this.#limit} ms while ${doing}`, details);
    }
    if (this.#caller?.aborted) {
      return this.#caller.reason;
    }
    return new ApiConnectionError(`failed while ${doing}: ${causeOf(error)}`, { ...details, sent: !isNeverSent(error) });
  }
}

/** An answer whose body is still on the wire, until it is taken in one of the ways there are. */
export class Answer {
  readonly request: HttpRequest;
  /** The answer of `fetch` itself, for a program that reads the body on its own. */
  readonly response: Response;
  readonly #watch: Watch;
  #content: Uint8Array | undefined;

  constructor(request: HttpRequest, response: Response, watch: Watch) {
    this.request = request;
    this.response = response;
    this.#watch = watch;
  }

  get status(): number {
    return this.response.status;
  }

  get headers(): Headers {
    return this.response.headers;
  }

  /** The whole body, once it was read. */
  get content(): Uint8Array | undefined {
    return this.#content;
  }

  /** Reads the whole body. Throws `ResponseTooLargeError` once it is beyond `limit`. */
  async read(limit: number | null): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    let size = 0;
    for await (const piece of this.pieces()) {
      size += piece.length;
      if (limit !== null && size > limit) {
        throw new ResponseTooLargeError(`the body of the response is larger than responseLimit: ${limit} bytes`);
      }
      pieces.push(piece);
    }
    const content = pieces.length === 1 && pieces[0] ? pieces[0] : new Uint8Array(size);
    if (pieces.length !== 1) {
      let offset = 0;
      for (const piece of pieces) {
        content.set(piece, offset);
        offset += piece.length;
      }
    }
    this.#content = content;
    return content;
  }

  /** The body piece by piece, once. Leaving the loop gives the connection back. */
  async *pieces(): AsyncGenerator<Uint8Array, void, undefined> {
    const reader = this.response.body?.getReader();
    if (reader === undefined) {
      this.#watch.stop();
      return;
    }
    let isOver = false;
    try {
      for (;;) {
        this.#watch.touch();
        const { done, value } = await reader.read();
        this.#watch.rest();
        if (done) {
          isOver = true;
          return;
        }
        yield value;
      }
    } catch (error) {
      isOver = true;
      throw this.#watch.failure(error, this.request, "reading the answer");
    } finally {
      this.#watch.stop();
      if (!isOver) {
        this.discard();
      }
    }
  }

  /** Gives the connection back; what is left of the body is lost. */
  discard(): void {
    this.#watch.abort();
  }
}

/** Sends a request once. Throws `ApiConnectionError`, `ApiTimeoutError`, or the reason of an aborted signal. */
export async function sendOnce(request: HttpRequest, sending: Sending): Promise<Answer> {
  const { method, body } = request;
  if (/^(?:CONNECT|TRACE|TRACK)$/.test(method) || (body !== undefined && /^(?:GET|HEAD)$/.test(method))) {
    throw new InvalidArgumentError(`fetch cannot send a ${method} request${body ? " with a body" : ""}`);
  }
  const content = typeof body?.content === "function" ? body.content() : body?.content;
  const watch = new Watch(sending.timeout, sending.signal);
  const init: RequestInit & { duplex?: "half" } = {
    method,
    headers: request.headers,
    signal: watch.signal,
    redirect: sending.redirect ?? "manual",
    ...(content !== undefined && { body: content as BodyInit }),
    ...(content instanceof ReadableStream && { duplex: "half" }),
  };
  try {
    const response = await sending.fetch(request.url, init);
    watch.rest();
    return new Answer(request, response, watch);
  } catch (error) {
    throw watch.failure(error, request, "waiting for the answer");
  }
}

/** The pieces of an answer as a stream. */
export function bodyStream(answer: Answer): ReadableStream<Uint8Array> {
  return streamOf(answer.pieces());
}

function* causes(error: unknown): Generator<{ readonly code?: unknown; readonly message?: unknown }> {
  for (let at = error, depth = 0; typeof at === "object" && at !== null && depth < 5; depth++) {
    yield at;
    at = "cause" in at ? at.cause : "errors" in at && Array.isArray(at.errors) ? (at.errors[0] as unknown) : undefined;
  }
}

/** Deno has no codes: it says at which step its client failed. */
function isNeverSent(error: unknown): boolean {
  return [...causes(error)].some(
    ({ code, message }) => NEVER_SENT.has(String(code)) || String(message).includes("client error (Connect)"),
  );
}

/** The innermost message that says something. */
function causeOf(error: unknown): string {
  const texts = [...causes(error)].map(({ message, code }) => message || code).filter((text) => typeof text === "string");
  return texts.at(-1) ?? String(error);
}
