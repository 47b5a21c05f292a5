/**
 * Every error this package raises. All derive from `SdkError`, so one `instanceof` catches them all.
 *
 * ```
 * SdkError
 * ├── ConfigurationError            the client cannot be made, or lacks a credential
 * ├── InvalidArgumentError          an argument that cannot be sent; nothing was
 * ├── DecodeError                   a body that is not what it claims to be
 * ├── ResponseTooLargeError         a body beyond the client's `responseLimit`
 * ├── PaginationError               a next page that must not, or cannot, be fetched
 * ├── TooManyRedirectsError
 * ├── ApiConnectionError            no complete answer arrived
 * │   └── ApiTimeoutError
 * └── ApiStatusError                an answer that is not 2xx
 *     ├── BadRequestError 400 · UnauthorizedError 401 · ForbiddenError 403 · NotFoundError 404
 *     ├── ConflictError 409 · UnprocessableEntityError 422 · RateLimitError 429
 *     └── ServerError 5xx
 * ```
 * No message holds a credential: URLs are shown without their query. A call that is aborted by its own `signal` rejects
 * with the reason of that signal, as `fetch` does.
 */

/** The base of every error of this package. */
export class SdkError extends Error {
  static {
    this.prototype.name = "SdkError";
  }
}

/** The client cannot be made as asked, or a credential that an operation needs was not given. */
export class ConfigurationError extends SdkError {
  static {
    this.prototype.name = "ConfigurationError";
  }
}

/** An argument cannot be sent: an empty path segment, a line break in a header, a number that is none. */
export class InvalidArgumentError extends SdkError {
  static {
    this.prototype.name = "InvalidArgumentError";
  }
  /** What is wrong. */
  readonly reason: string;
  /** The argument, and the place inside it (`rules[0].startsAt`); empty where it is not known. */
  readonly path: string;

  constructor(reason: string, path = "") {
    super(path ? `${path}: ${reason}` : reason);
    this.reason = reason;
    this.path = path;
  }

  /** The same error, seen from outside: `place` is the argument, property or index that holds the value. */
  within(place: string | number): InvalidArgumentError {
    const head = typeof place === "number" ? `[${place}]` : place;
    const joint = this.path === "" || this.path.startsWith("[") ? "" : ".";
    return new InvalidArgumentError(this.reason, `${head}${joint}${this.path}`);
  }
}

/** A body is not what its content type says, or, in strict mode, not what the document says. */
export class DecodeError extends SdkError {
  static {
    this.prototype.name = "DecodeError";
  }
  /** The place in the body as a JSON path (`$.rooms[3].sid`). */
  readonly path: string;

  constructor(message: string, path = "") {
    super(path ? `${path}: ${message}` : message);
    this.path = path;
  }
}

/** The decoded body, or one item of a stream, is larger than the client's `responseLimit`; reading it was stopped there. */
export class ResponseTooLargeError extends SdkError {
  static {
    this.prototype.name = "ResponseTooLargeError";
  }
}

/** The next page cannot be fetched: its URL is on a foreign host, or is the URL of a page already seen. */
export class PaginationError extends SdkError {
  static {
    this.prototype.name = "PaginationError";
  }
}

/** The answer was a redirect once more than the client follows. */
export class TooManyRedirectsError extends SdkError {
  static {
    this.prototype.name = "TooManyRedirectsError";
  }
}

/** What is known of a request without an answer. */
export interface ConnectionDetails {
  readonly method?: string;
  readonly url?: string;
  readonly sent?: boolean;
  readonly cause?: unknown;
}

/** No complete answer arrived. */
export class ApiConnectionError extends SdkError {
  static {
    this.prototype.name = "ApiConnectionError";
  }
  readonly method: string;
  readonly url: string;
  /**
   * False where nothing of the request can have reached the server (a name that does not resolve, a refused
   * connection), so that repeating it is safe whatever its method.
   */
  readonly sent: boolean;

  constructor(message: string, details: ConnectionDetails = {}) {
    const { method = "", url = "", sent = true, cause } = details;
    super(method ? `${method} ${url}: ${message}` : message, cause === undefined ? undefined : { cause });
    this.method = method;
    this.url = url;
    this.sent = sent;
  }
}

/** No complete answer arrived in time. */
export class ApiTimeoutError extends ApiConnectionError {
  static {
    this.prototype.name = "ApiTimeoutError";
  }
}

/** What an answer that is not 2xx says. */
export interface StatusDetails {
  /** The body as JSON data. */
  readonly json: () => unknown;
  readonly status: number;
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly content: Uint8Array;
  readonly body: unknown;
  readonly code: string | number | bigint | boolean | undefined;
  readonly message: string;
  readonly errors: unknown;
  readonly moreInfo: string | undefined;
}

/**
 * The service answered with a status that is not 2xx.
 *
 * `message` and `code` are taken from the body where it has them (RFC 9457 problem details included); `message` is the
 * status line otherwise.
 */
export class ApiStatusError extends SdkError {
  static {
    this.prototype.name = "ApiStatusError";
  }
  readonly status: number;
  readonly code: string | number | bigint | boolean | undefined;
  readonly method: string;
  /** The URL without its query. */
  readonly url: string;
  /** What the service calls this request, for its support team. */
  readonly requestId: string | undefined;
  /** The declared error type where the document declares one, else the parsed JSON, else the text. */
  readonly body: unknown;
  /** Further errors of the body, where it lists them. */
  readonly errors: unknown;
  /** A page about the error, where the body names one. */
  readonly moreInfo: string | undefined;
  readonly #headers: Headers;
  readonly #content: Uint8Array;
  readonly #json: () => unknown;

  constructor(details: StatusDetails) {
    super(details.message);
    this.status = details.status;
    this.code = details.code;
    this.method = details.method;
    this.url = details.url;
    this.requestId = requestId(details.headers);
    this.body = details.body;
    this.errors = details.errors;
    this.moreInfo = details.moreInfo;
    this.#headers = details.headers;
    this.#content = details.content;
    this.#json = details.json;
  }

  /** The body as JSON data, in the names of the wire; undefined where it has no such form. */
  toJson(): unknown {
    return this.#json();
  }

  get headers(): Headers {
    return this.#headers;
  }

  /** The body as it was received. */
  get content(): Uint8Array {
    return this.#content;
  }

  /** The body as text; bytes that are not UTF-8 become U+FFFD. */
  get text(): string {
    return new TextDecoder().decode(this.#content);
  }
}

/** 400: the service does not accept the request as it is. */
export class BadRequestError extends ApiStatusError {
  static {
    this.prototype.name = "BadRequestError";
  }
}

/** 401: the credentials are missing or wrong. */
export class UnauthorizedError extends ApiStatusError {
  static {
    this.prototype.name = "UnauthorizedError";
  }
}

/** 403: the credentials do not allow this. */
export class ForbiddenError extends ApiStatusError {
  static {
    this.prototype.name = "ForbiddenError";
  }
}

/** 404: there is no such resource. */
export class NotFoundError extends ApiStatusError {
  static {
    this.prototype.name = "NotFoundError";
  }
}

/** 409: the resource is in a state that does not allow this. */
export class ConflictError extends ApiStatusError {
  static {
    this.prototype.name = "ConflictError";
  }
}

/** 422: the request is well formed, and its values are refused. */
export class UnprocessableEntityError extends ApiStatusError {
  static {
    this.prototype.name = "UnprocessableEntityError";
  }
}

/** 429: too many requests. Retries, if any, are used up. */
export class RateLimitError extends ApiStatusError {
  static {
    this.prototype.name = "RateLimitError";
  }
}

/** 5xx: the service failed. */
export class ServerError extends ApiStatusError {
  static {
    this.prototype.name = "ServerError";
  }
}

/** The class of the error that a status is raised as. */
export function statusErrorClass(status: number): typeof ApiStatusError {
  switch (status) {
    case 400:
      return BadRequestError;
    case 401:
      return UnauthorizedError;
    case 403:
      return ForbiddenError;
    case 404:
      return NotFoundError;
    case 409:
      return ConflictError;
    case 422:
      return UnprocessableEntityError;
    case 429:
      return RateLimitError;
    default:
      return status >= 500 && status <= 599 ? ServerError : ApiStatusError;
  }
}

const REQUEST_ID_HEADERS = [
  "x-request-id",
  "request-id",
  "x-correlation-id",
  "x-amzn-requestid",
  "x-ms-request-id",
  "x-github-request-id",
  "twilio-request-id",
  "cf-ray",
];

/** The first header that services commonly put the id of a request into. */
export function requestId(headers: Headers): string | undefined {
  for (const name of REQUEST_ID_HEADERS) {
    const value = headers.get(name);
    if (value) {
      return value;
    }
  }
  return undefined;
}
