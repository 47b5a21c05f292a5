/** How an answer becomes a value or an error. Pure: status, headers and content in. */

import type { BodyPath } from "./api.js";
import { any, decode, fromText, toJson, type Lazy } from "./codecs.js";
import { DecodeError, SdkError, statusErrorClass, type ApiStatusError, type StatusDetails } from "./errors.js";
import type { HttpRequest } from "./http.js";
import { isObject, parseJson } from "./json.js";
import { essence, isJson } from "./media.js";
import type { Contents, Operation, Responses } from "./operations.js";
import type { Reader } from "./readers.js";
import type { Settings } from "./settings.js";
import { isSingle } from "./texts.js";
import { showUrl } from "./urls.js";

const LONGEST_MESSAGE = 500;
/** Where bodies say what went wrong, beside what the API's document says: RFC 9457 problems, OAuth errors, habits. */
const MESSAGES: readonly BodyPath[] = [
  ["detail"],
  ["title"],
  ["error", "message"],
  ["error_description"],
  ["error"],
  ["errorMessage"],
];

/** What statuses mean, where a body does not say (RFC 9110, section 15). */
const REASONS: { readonly [status: number]: string } = {
  300: "Multiple Choices",
  301: "Moved Permanently",
  302: "Found",
  303: "See Other",
  304: "Not Modified",
  307: "Temporary Redirect",
  308: "Permanent Redirect",
  400: "Bad Request",
  401: "Unauthorized",
  402: "Payment Required",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  406: "Not Acceptable",
  408: "Request Timeout",
  409: "Conflict",
  410: "Gone",
  411: "Length Required",
  412: "Precondition Failed",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  418: "I'm a Teapot",
  422: "Unprocessable Content",
  423: "Locked",
  424: "Failed Dependency",
  428: "Precondition Required",
  429: "Too Many Requests",
  431: "Request Header Fields Too Large",
  451: "Unavailable For Legal Reasons",
  500: "Internal Server Error",
  501: "Not Implemented",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
  507: "Insufficient Storage",
};

/** How the body of an answer is read; undefined where it has none. */
export type Reading = Reader | undefined;

/** How the body of a 2xx answer is read. */
export function readingFor(operation: Operation<unknown>, status: number, headers: Headers): Reading {
  const contents = contentsFor(operation.responses ?? {}, status);
  const hasNone = status === 204 || status === 205 || operation.method === "HEAD";
  return hasNone || Object.keys(contents).length === 0 ? undefined : readerFor(contents, mediaTypeOf(headers));
}

/** The media type of an answer, lower case and without parameters; "" where it has none. */
export function mediaTypeOf(headers: Headers): string {
  return essence(headers.get("content-type") ?? "");
}

/**
 * What reads a body that was sent as `mediaType`. One sent as another kind of text than declared is read as what was
 * declared, but JSON is read as JSON; what a range of media types leaves open, as what its type can be.
 */
export function readerFor(contents: Contents, mediaType: string): Reader {
  const [declared, type] = typeFor(contents, mediaType);
  if (!isReader(type)) {
    return jsonReader(type);
  }
  const own = type.type;
  if (type.open || own === undefined) {
    return type;
  }
  return isJson(mediaType) || (declared.includes("*") && !isSingle(own)) ? jsonReader(own) : type;
}

function isReader(type: Lazy<unknown> | Reader): type is Reader {
  return typeof type === "object" && "open" in type;
}

function jsonReader(type: Lazy<unknown>): Reader {
  return {
    open: undefined,
    type,
    read: (content, strict) => fromText(unicode(content), (data) => decode(type, data, strict)),
  };
}

/** The text of JSON, which is UTF-8 and nothing else (RFC 8259, section 8.1). */
function unicode(content: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    throw new DecodeError("expected JSON, found bytes that are not UTF-8", "$");
  }
}

/**
 * The media types declared for `status`: exactly, by range, or as `default`. Any 2xx is success, so a 2xx code that is
 * not declared is read as the first one that is and has a body.
 */
function contentsFor(responses: Responses, status: number): Contents {
  const exact = responses[String(status)] ?? responses[`${Math.trunc(status / 100)}XX`];
  if (exact !== undefined) {
    return exact;
  }
  if (status >= 200 && status <= 299) {
    const successes = Object.entries(responses)
      .filter(([code]) => code.startsWith("2"))
      .map(([, contents]) => contents);
    if (successes.length > 0) {
      return successes.find((contents) => Object.keys(contents).length > 0) ?? {};
    }
  }
  return responses["default"] ?? {};
}

/** The declared media type, and type, of a body that was sent as `mediaType`: exactly, by range, else the first. */
function typeFor(contents: Contents, mediaType: string): readonly [string, Lazy<unknown> | Reader] {
  const entries = Object.entries(contents).map(([declared, type]) => [essence(declared), type] as const);
  for (const wanted of [mediaType, `${mediaType.split("/", 1)[0] ?? ""}/*`, "*/*"]) {
    const found = entries.find(([declared]) => declared === wanted);
    if (found !== undefined) {
      return found;
    }
  }
  const json = isJson(mediaType) ? entries.find(([declared]) => isJson(declared)) : undefined;
  return json ?? entries[0] ?? ["", any];
}

/** The error for an answer that is not 2xx. Never fails, whatever the body is. */
export function statusError(
  settings: Settings,
  operation: Operation<unknown> | undefined,
  request: HttpRequest,
  response: Response,
  content: Uint8Array,
): ApiStatusError {
  const { status, headers } = response;
  const { errorCode = ["code"], errorMessage = ["message"] } = settings.api;
  const body = errorBody(operation, status, headers, content);
  const raw = body.json();
  const moreInfo = dig(raw, ["more_info"]) ?? dig(raw, ["type"]);
  const details = {
    status,
    method: request.method,
    url: showUrl(request.url),
    headers,
    content,
    ...body,
    code: first(raw, [errorCode, ["code"], ["error", "code"], ["error", "type"]]),
    message: messageOf(raw, errorMessage) || REASONS[status] || "unexpected status",
    errors: dig(raw, ["errors"]),
    moreInfo: typeof moreInfo === "string" && moreInfo.includes("://") ? moreInfo : undefined,
  };
  return new (statusErrorClass(status))(details);
}

function errorBody(
  operation: Operation<unknown> | undefined,
  status: number,
  headers: Headers,
  content: Uint8Array,
): Pick<StatusDetails, "body" | "json"> {
  const raw = lenient(content);
  const contents = operation === undefined ? {} : contentsFor(operation.responses ?? {}, status);
  if (raw === undefined || Object.keys(contents).length === 0) {
    return { body: raw, json: () => raw };
  }
  try {
    const { open, type, read } = readerFor(contents, mediaTypeOf(headers));
    const body = open ? raw : read(content, false, headers.get("content-type") ?? "");
    return { body, json: () => (open || type === undefined ? raw : toJson(type, body)) };
  } catch (error) {
    if (error instanceof SdkError) {
      return { body: raw, json: () => raw };
    }
    throw error;
  }
}

/** A body as JSON, else as text, else undefined. */
function lenient(content: Uint8Array): unknown {
  const text = new TextDecoder().decode(content);
  try {
    return text.trim() === "" ? undefined : parseJson(text);
  } catch (error) {
    if (error instanceof DecodeError) {
      return text;
    }
    throw error;
  }
}

function messageOf(raw: unknown, declared: BodyPath): string {
  const found = [declared, ["message"], ...MESSAGES].map((path) => dig(raw, path));
  const text = found.find((value): value is string => typeof value === "string" && value.trim() !== "") ?? "";
  const line = text.split(/\s+/).join(" ").trim();
  return line.length <= LONGEST_MESSAGE ? line : `${line.slice(0, LONGEST_MESSAGE)}…`;
}

/** The value at `path`; undefined where the body does not have it. */
export function dig(body: unknown, path: BodyPath): unknown {
  let found = body;
  for (const name of path) {
    if (!isObject(found) || !Object.hasOwn(found, name)) {
      return undefined;
    }
    found = found[name];
  }
  return found;
}

/** The first scalar at any of `paths`. */
function first(raw: unknown, paths: readonly BodyPath[]): StatusDetails["code"] {
  for (const path of paths) {
    const found = path.length > 0 ? dig(raw, path) : undefined;
    if (/^(?:string|number|bigint|boolean)$/.test(typeof found)) {
      return found as StatusDetails["code"];
    }
  }
  return undefined;
}
