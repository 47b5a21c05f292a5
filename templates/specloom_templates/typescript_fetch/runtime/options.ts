/** What a caller may set, for a client and for one call. */

import type { HttpRequest } from "./http.js";
import type { SdkError } from "./errors.js";
import type { Validator } from "./operations.js";

/** What a client tells of its work; `console` is one. Nothing that may be a credential is written. */
export interface Logger {
  debug(message: string): void;
  info(message: string): void;
}

/** What every client of this runtime can be told; credentials and servers are added by the API. */
export interface ClientOptions {
  /** Where the API is, instead of where its document says. */
  readonly baseUrl?: string | undefined;
  /** Milliseconds without a sign of the server after which a request is given up: 60,000 by default; 0: never. */
  readonly timeout?: number | undefined;
  /** How often a failed request is sent again: 2 by default. */
  readonly maxRetries?: number | undefined;
  /** Sent with every request. A value of null removes a header that would be sent. */
  readonly headers?: HeaderOptions | undefined;
  /** Added to the query of every request. */
  readonly query?: QueryOptions | undefined;
  /** What sends requests: `fetch` of the platform by default. */
  readonly fetch?: typeof fetch | undefined;
  /** Throw `DecodeError` for an answer that is not as the document says, instead of passing on what came. */
  readonly strict?: boolean | undefined;
  /** Check what the document demands (`minimum`, `pattern`, …) before sending: `validate` of `./validation`. */
  readonly validate?: Validator | undefined;
  /** Bytes of a body that are read; null: any number. */
  readonly responseLimit?: number | null | undefined;
  readonly logger?: Logger | undefined;
  /** Called with each request before it is sent, credentials in place; it may change `url` and `headers`. */
  readonly beforeRequest?: ((request: HttpRequest) => void | Promise<void>) | undefined;
  /** Called with each answer, also those that are tried again. */
  readonly afterResponse?: ((response: Response, request: HttpRequest) => void | Promise<void>) | undefined;
  /** Called with what a call is about to throw. */
  readonly onError?: ((error: SdkError) => void) | undefined;
  /** Added to the `User-Agent`. */
  readonly userAgent?: string | undefined;
}

/** Header fields; null removes one. */
export interface HeaderOptions {
  readonly [name: string]: string | null | undefined;
}

/** Parameters of a query. */
export interface QueryOptions {
  readonly [name: string]: unknown;
}

/** Settings of a single call, accepted by every method. */
export interface RequestOptions {
  /** Ends the call; it rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds, instead of the client's. */
  readonly timeout?: number | undefined;
  /** Instead of the client's. */
  readonly maxRetries?: number | undefined;
  /** Added to, and before, the client's and the call's; null removes a header. */
  readonly headers?: HeaderOptions | undefined;
  /** Appended to the query. */
  readonly query?: QueryOptions | undefined;
  /**
   * An object is merged over the body, top level only, in the names of the wire; `{}` sends an empty one where nothing is
   * given. Anything else is sent in place of the body: a `FormData`, `URLSearchParams`, `Blob` or bytes as they are, what
   * remains as JSON.
   */
  readonly body?: unknown;
  /** Which of the media types of the body is sent, where the API takes several; the first by default. */
  readonly contentType?: string | undefined;
  /** The caller's word that sending the request twice does no harm, or (false) that it does. */
  readonly idempotent?: boolean | undefined;
  /** Sent in the header that the API names for it, and implies `idempotent`; refused where the API names none. */
  readonly idempotencyKey?: string | undefined;
}
