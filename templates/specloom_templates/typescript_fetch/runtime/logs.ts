/** What a logger is told: one line a request and answer, with headers and bodies at `debug`. Credentials are hidden. */

import type { HttpRequest } from "./http.js";
import { showUrl } from "./urls.js";

const LONGEST_BODY = 2000;
const SECRET =
  /auth|token|secret|password|passwd|passphrase|credential|cookie|session|signature|api[-_]?key|access[-_]?key|private[-_]?key/i;
const JSON_MEMBER = /("((?:[^"\\]|\\.)*)"\s*:\s*)("(?:[^"\\]|\\.)*"?|[^\s,\]}"[{]+)/g;
const TEXTUAL = /json|text|xml|x-www-form-urlencoded|javascript/i;

function isSecret(name: string, secretNames: ReadonlySet<string>): boolean {
  return SECRET.test(name) || secretNames.has(name.toLowerCase());
}

/** What is about to be sent. */
export function requestLine(request: HttpRequest, attempt: number, secretNames: ReadonlySet<string>): string {
  const { method, url, headers, body } = request;
  const content = typeof body?.content === "string" ? redactBody(body.content, body.contentType) : "<stream>";
  return (
    `request ${method} ${redactUrl(url, secretNames)} attempt=${attempt + 1} ` +
    `headers=${redactHeaders(headers, secretNames)} body=${body === undefined ? "<empty>" : content}`
  );
}

/** What came back, with headers and body. */
export function answerLine(response: Response, content: Uint8Array | undefined, secretNames: ReadonlySet<string>): string {
  const type = response.headers.get("content-type") ?? "";
  const isText = content !== undefined && (type === "" || TEXTUAL.test(type));
  const body =
    content === undefined
      ? "<stream>"
      : isText
        ? redactBody(new TextDecoder().decode(content), type)
        : `<${content.length} bytes of ${type}>`;
  return `answer ${response.status} headers=${redactHeaders(response.headers, secretNames)} body=${body}`;
}

/** Headers with the values of those that may hold credentials hidden. */
export function redactHeaders(headers: Headers, secretNames: ReadonlySet<string>): string {
  const shown = [...headers].map(([name, value]) => [name, isSecret(name, secretNames) ? "***" : value]);
  return JSON.stringify(Object.fromEntries(shown));
}

/** A URL with the values of query parameters that may hold credentials hidden. */
export function redactUrl(url: string, secretNames: ReadonlySet<string>): string {
  const query = /\?([^#]*)/.exec(url)?.[1] ?? "";
  return query === "" ? showUrl(url) : `${showUrl(url)}?${redactForm(query, secretNames)}`;
}

/** The start of a body, with the values of members that may hold credentials hidden. */
export function redactBody(text: string, contentType: string): string {
  if (text === "") {
    return "<empty>";
  }
  const start = text.slice(0, LONGEST_BODY);
  const shown = contentType.includes("x-www-form-urlencoded")
    ? redactForm(start, new Set())
    : start.replace(JSON_MEMBER, (member: string, head: string, name: string) =>
        SECRET.test(name) ? `${head}"***"` : member,
      );
  return text.length > LONGEST_BODY ? `${shown}… (${text.length} characters)` : shown;
}

function redactForm(text: string, secretNames: ReadonlySet<string>): string {
  const hidden = (pair: string): string => {
    const name = pair.split("=", 1)[0] ?? "";
    return isSecret(unescaped(name), secretNames) ? `${name}=***` : pair;
  };
  return text.split("&").map(hidden).join("&");
}

function unescaped(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll("+", " "));
  } catch {
    return name;
  }
}
