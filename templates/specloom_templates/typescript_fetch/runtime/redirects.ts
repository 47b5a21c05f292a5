/** Which redirects are followed, and with what. Pure. */

import type { HttpRequest } from "./http.js";
import { isClean, joinUrl, originOf } from "./urls.js";

/** How many redirects a call follows. */
export const REDIRECT_LIMIT = 10;

const OF_BODY = ["content-type", "content-length", "content-encoding", "transfer-encoding"];
const SUSPICIOUS = /auth|token|key|secret|session|cookie/;

/**
 * The request that a redirect asks for, or undefined where it is not followed and the answer is the outcome.
 *
 * Only GET and HEAD are followed, and 303 after any method (as GET, RFC 9110, section 15.4.4): nothing is sent a second
 * time. Another origin gets no header that may hold a credential, `secretNames` (lower case) among them; and nobody on
 * https is sent on to http.
 */
export function redirected(
  request: HttpRequest,
  response: Response,
  secretNames: ReadonlySet<string>,
): HttpRequest | undefined {
  const { status } = response;
  const location = response.headers.get("location");
  const isFollowed = status === 303 || ([301, 302, 307, 308].includes(status) && /^(?:GET|HEAD)$/.test(request.method));
  if (!location || !isFollowed) {
    return undefined;
  }
  const url = joinUrl(request.url, location.trim()) ?? "";
  const origin = originOf(request.url);
  const target = originOf(url);
  if (target === undefined || !isClean(url) || (origin?.startsWith("https:") && target.startsWith("http:"))) {
    return undefined;
  }
  const method = request.method === "HEAD" ? "HEAD" : "GET";
  const headers = new Headers(request.headers);
  for (const name of method === request.method ? [] : OF_BODY) {
    headers.delete(name);
  }
  for (const name of origin === target ? [] : [...headers.keys()]) {
    if (SUSPICIOUS.test(name) || secretNames.has(name)) {
      headers.delete(name);
    }
  }
  return { method, url, headers, body: method === request.method ? request.body : undefined };
}
