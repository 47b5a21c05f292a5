/** How a call becomes a request. Pure: an operation and arguments in, a request without credentials out. */

import type { Arguments } from "./arguments.js";
import { jsonBody, type Body } from "./bodies.js";
import { InvalidArgumentError } from "./errors.js";
import type { HttpRequest } from "./http.js";
import { isObject } from "./json.js";
import { essence, isJson } from "./media.js";
import type { Operation } from "./operations.js";
import type { RequestOptions } from "./options.js";
import { cookiePart, headerValue, pathSegment, queryPart, wholeQuery, type Parameter } from "./params.js";
import { baseOf, type Settings } from "./settings.js";
import { madeBody, type EncodedBody } from "./uploads.js";
import { addQuery } from "./urls.js";

/** The request for a call. Throws `InvalidArgumentError` for an argument that cannot be sent. */
export function buildRequest(
  settings: Settings,
  operation: Operation<unknown>,
  args: Arguments,
  options: RequestOptions,
): HttpRequest {
  settings.validate?.(operation, args, settings.writing);
  const headers = new Headers({ Accept: operation.accept ?? acceptOf(operation) });
  const setOne = (name: string, value: string | null | undefined): void => setHeader(headers, name, value);
  if (settings.userAgent !== undefined) {
    setOne("User-Agent", settings.userAgent);
  }
  for (const [parameter, value] of args.headers) {
    if (value !== null) {
      setOne(parameter[0], headerValue(parameter, value, settings.writing));
    }
  }
  const cookies = args.cookies.map(([parameter, value]) => cookiePart(parameter, value, settings.writing));
  const cookie = cookies.filter((part) => part !== "").join("; ");
  if (cookie !== "") {
    setOne("Cookie", cookie);
  }
  const body = sentBody(operation, bodyFor(settings, operation, args, options));
  if (body !== undefined && body.contentType !== "") {
    setOne("Content-Type", body.contentType);
  }
  Object.entries(settings.headers).forEach(([name, value]) => setOne(name, value));
  if (options.idempotencyKey !== undefined) {
    setOne(idempotencyHeader(settings, operation), options.idempotencyKey);
  }
  Object.entries(options.headers ?? {}).forEach(([name, value]) => setOne(name, value));
  const url = baseOf(settings, operation.servers) + pathFor(operation, args, settings);
  return { method: operation.method, url: addQuery(url, queryFor(settings, args, options, operation)), headers, body };
}

/** Whether sending the request twice has the effect of sending it once: the caller's word, else the document's. */
export function isIdempotent(operation: Operation<unknown>, options: RequestOptions): boolean {
  return options.idempotent ?? (operation.idempotent === true || options.idempotencyKey !== undefined);
}

/** Sets a header; null removes it. Throws `InvalidArgumentError` where name or value would break out of the field. */
export function setHeader(headers: Headers, name: string, value: string | null | undefined): void {
  if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) {
    throw new InvalidArgumentError("not the name of a header", JSON.stringify(name));
  }
  if (value === null) {
    headers.delete(name);
  } else if (value !== undefined) {
    if (/[\r\n\0]/.test(value)) {
      throw new InvalidArgumentError("a header value cannot hold a line break or NUL", name);
    }
    headers.set(name, latin(value));
  }
}

/** `fetch` takes a header as bytes, one a character: text beyond Latin-1 is written as UTF-8. */
function latin(value: string): string {
  return /[^\x00-\xff]/.test(value) ? String.fromCharCode(...new TextEncoder().encode(value)) : value;
}

function idempotencyHeader(settings: Settings, operation: Operation<unknown>): string {
  const name = operation.idempotencyHeader ?? settings.api.idempotencyHeader;
  if (!name) {
    throw new InvalidArgumentError("this API names no header for an idempotency key", "idempotencyKey");
  }
  return name;
}

/** `fetch` sends no body with GET and HEAD, where one means nothing (RFC 9110, section 9.3.1): an empty one is left out. */
function sentBody({ method }: Operation<unknown>, body: EncodedBody | undefined): EncodedBody | undefined {
  return /^(?:GET|HEAD)$/.test(method) && body?.content === "" ? undefined : body;
}

function bodyFor(
  settings: Settings,
  operation: Operation<unknown>,
  args: Arguments,
  options: RequestOptions,
): EncodedBody | undefined {
  const { body: extra, contentType } = options;
  const made = madeBody(extra, contentType ?? "");
  if (made !== undefined) {
    return made;
  }
  const body = contentType === undefined ? operation.body : bodyAs(operation, contentType);
  if (body === undefined && extra === undefined) {
    return undefined;
  }
  const { mediaType = "application/json" } = body ?? {};
  if (extra === undefined || isObject(extra)) {
    return (body ?? jsonBody({ fields: {} })).encode(args.body, settings.writing, extra);
  }
  if (!isJson(mediaType)) {
    throw new InvalidArgumentError(`only an object can be merged into a body of ${mediaType}`, "options.body");
  }
  return jsonBody({ mediaType, argument: "options.body" }).encode(extra, settings.writing, undefined);
}

/** How the body is sent as a media type. */
function bodyAs({ call, body, others = [] }: Operation<unknown>, contentType: string): Body {
  const all = body === undefined ? others : [body, ...others];
  const found = all.find(({ mediaType }) => essence(mediaType) === essence(contentType));
  if (found === undefined) {
    const known = all.map(({ mediaType }) => mediaType).join(", ") || "no body";
    throw new InvalidArgumentError(`${call} takes ${known}, not ${JSON.stringify(contentType)}`, "options.contentType");
  }
  return found;
}

function pathFor({ path }: Operation<unknown>, args: Arguments, settings: Settings): string {
  const values = new Map<string, unknown>();
  const pieces = path.map((piece, index) => {
    if (typeof piece === "string") {
      return piece;
    }
    const [name] = piece;
    if (!values.has(name)) {
      values.set(name, args.path[values.size]);
    }
    const value = values.get(name);
    if (value === undefined || value === null) {
      throw new InvalidArgumentError("a path parameter cannot be left out", name);
    }
    return pathSegment(piece, value, settings.writing, isSegment(path, index));
  });
  const found = pieces.join("");
  // `fetch` reads these as steps through the path, also where the dots are escaped.
  const step = found.split("/").find((segment) => /^(?:\.|%2e){1,2}$/i.test(segment));
  if (step !== undefined) {
    const names = path.filter((piece) => typeof piece !== "string").map(([name]) => name);
    throw new InvalidArgumentError(`${JSON.stringify(step)} would change the path of the request`, names.join(", "));
  }
  return found;
}

/** Whether the parameter at `index` is a whole segment, or stands beside something else. */
function isSegment(path: readonly (string | Parameter)[], index: number): boolean {
  const [before, after] = [path[index - 1] ?? "/", path[index + 1] ?? "/"];
  return (typeof before !== "string" || before.endsWith("/")) && (typeof after !== "string" || /^[/?#]/.test(after));
}

function queryFor(settings: Settings, args: Arguments, options: RequestOptions, operation: Operation<unknown>): string {
  const { writing } = settings;
  const isWhole = (parameter: Parameter): boolean =>
    Object.values(operation.querystring ?? {}).some((known) => known === parameter);
  const parts = args.query
    .filter(([, value]) => value !== null)
    .map(([parameter, value]) =>
      isWhole(parameter) ? wholeQuery(parameter, value, writing) : queryPart(parameter, value, writing),
    );
  for (const [name, value] of [...Object.entries(settings.query), ...Object.entries(options.query ?? {})]) {
    if (value !== null && value !== undefined) {
      parts.push(queryPart([name], value, writing));
    }
  }
  return parts.filter((part) => part !== "").join("&");
}

/** The media types of successful answers, JSON for errors where none is declared. */
function acceptOf({ responses = {} }: Operation<unknown>): string {
  const found = Object.entries(responses)
    .filter(([status]) => status.startsWith("2") || status === "default")
    .flatMap(([, contents]) => Object.keys(contents));
  return [...new Set(found)].join(", ") || "application/json";
}
