/** Whose server a URL belongs to, and how one is made from another. Pure. */

import { ConfigurationError } from "./errors.js";

const UNSAFE = /[^\x21-\x7e]|[\\"<>^`{|}]/;

/** Whether every reader of `url` must find the same server in it: printable ASCII, no backslash, no user name. */
export function isClean(url: string): boolean {
  const authority = /^[^/?]*:\/\/([^/?]*)/.exec(url)?.[1] ?? "";
  return !UNSAFE.test(url) && !authority.includes("@");
}

/** The parts of an absolute http or https URL; undefined for anything else. */
function parsed(url: string): URL | undefined {
  if (!/^https?:\/\/[^/?#]/i.test(url)) {
    return undefined;
  }
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}

/** The origin of an absolute http or https URL (RFC 6454); undefined for anything else. */
export function originOf(url: string): string | undefined {
  const found = parsed(url);
  return found && `${found.protocol}//${found.hostname.replace(/\.$/, "")}:${portOf(found)}`;
}

function portOf(url: URL): string {
  return url.port || (url.protocol === "https:" ? "443" : "80");
}

/** `url` without slashes at its end. Throws `ConfigurationError` where requests cannot be made below it. */
export function checkBase(url: string): string {
  if (originOf(url) === undefined || !isClean(url) || /[?#]/.test(url)) {
    throw new ConfigurationError(
      "baseUrl must be an http or https URL without user, query and fragment, such as https://host/v1; " +
        `got ${JSON.stringify(url)}`,
    );
  }
  return url.replace(/\/+$/, "");
}

/** `reference` as an absolute URL, without fragment (RFC 3986, section 5); undefined where it is none. */
export function joinUrl(base: string, reference: string): string | undefined {
  try {
    return new URL(reference, base).href.replace(/#.*$/s, "");
  } catch {
    return undefined;
  }
}

/** `url` with `query` (already encoded) at the end of its own. */
export function addQuery(url: string, query: string): string {
  return query === "" ? url : `${url}${url.includes("?") ? "&" : "?"}${query}`;
}

/** `url` without query, fragment and user: what may be shown. */
export function showUrl(url: string): string {
  return url.replace(/[?#].*$/s, "").replace(/^([^/]*:\/\/)[^/]*@/, "$1");
}

/** Path and query of an absolute URL. */
function targetOf(url: string): string {
  const rest = url.replace(/#.*$/s, "").replace(/^[^/]*:\/\/[^/?]*/, "");
  return rest.startsWith("/") ? rest : `/${rest}`;
}

/** Whether `origin` is that of a declared URL; `*.` before its host stands for any number of labels, at least one. */
function covers(declared: string, origin: URL): boolean {
  const pattern = parsed(declared.replace("://*.", "://"));
  if (pattern === undefined || pattern.protocol !== origin.protocol || portOf(pattern) !== portOf(origin)) {
    return false;
  }
  const host = origin.hostname.replace(/\.$/, "");
  return declared.includes("://*.") ? host.endsWith(`.${pattern.hostname}`) : host === pattern.hostname;
}

/**
 * Where to send a request for `url`, an absolute URL that the service handed out, given the base URL in use.
 *
 * `url` itself where it has the origin of `base`; else, where it is below one of the `declared` URLs, the same place
 * below `base` (a declared URL without a path stands for its origin, and paths are kept). Undefined: it must not be asked.
 */
export function rebase(url: string, base: string, declared: readonly string[]): string | undefined {
  const found = parsed(url);
  if (found === undefined || !isClean(url)) {
    return undefined;
  }
  if (originOf(url) === originOf(base)) {
    return url;
  }
  const target = targetOf(url);
  for (const server of declared) {
    if (covers(server, found)) {
      const prefix = targetOf(server).replace(/\/$/, "");
      if (prefix === "") {
        return (/^[^/]*:\/\/[^/]*/.exec(base)?.[0] ?? "") + target;
      }
      if (target.startsWith(prefix) && /^(?:$|[/?])/.test(target.slice(prefix.length))) {
        return base + target.slice(prefix.length);
      }
    }
  }
  return undefined;
}
