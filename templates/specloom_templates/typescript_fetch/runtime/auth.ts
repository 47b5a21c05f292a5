/** Which credentials go with a request, and where they are written. */

import type { ApiInfo, Security } from "./api.js";
import { ConfigurationError, InvalidArgumentError } from "./errors.js";
import { percentEncode } from "./text.js";
import { toBase64 } from "./codecs.js";
import { addQuery } from "./urls.js";

/** A credential, or a function that returns it: called for every request, so that it can be rotated. */
export type Secret = string | (() => string | Promise<string>);

/** The credentials of a client by option. */
export interface Secrets {
  readonly [option: string]: Secret;
}

/** What a request gets to be let in. `refused` is told when the service refuses it; true: there may be a better one. */
export interface Grant {
  readonly headers?: { readonly [name: string]: string };
  readonly query?: { readonly [name: string]: string };
  readonly cookies?: { readonly [name: string]: string };
  readonly refused?: () => boolean;
}

/** A request for a token. `idempotent`: sending it twice does no harm. */
export interface TokenRequest {
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
  readonly form: string;
  readonly idempotent: boolean;
}

/** What a scheme may ask of a client. */
export interface GrantContext {
  readonly baseUrl: string;
  /** A credential as text; "" where it was not given. */
  secret(option: string): Promise<string>;
  /** Asks a token endpoint; the JSON data of its answer. */
  post(request: TokenRequest): Promise<unknown>;
  /** What a scheme remembers from request to request, shared by the copies of a client. */
  readonly memory: Map<Scheme, unknown>;
}

/** A security scheme of the document. */
export interface Scheme {
  /** The sets of options that it can be used with, the simplest first. */
  readonly needs: readonly (readonly string[])[];
  /** The name under which it sends an API key. */
  readonly keyName?: string;
  grant(context: GrantContext): Promise<Grant>;
}

async function authorization(scheme: string, value: Promise<string>): Promise<Grant> {
  return { headers: { Authorization: `${scheme} ${await value}` } };
}

/** HTTP Basic (RFC 7617). `username` and `password` are names of options; none sends an empty text. */
export function basic(username: string, password = ""): Scheme {
  return {
    needs: [[username, password].filter((name) => name !== "")],
    async grant(context) {
      const pair = `${await context.secret(username)}:${await context.secret(password)}`;
      return { headers: { Authorization: `Basic ${toBase64(new TextEncoder().encode(pair))}` } };
    },
  };
}

/** A bearer token (RFC 6750): `http`/`bearer` and `openIdConnect`. */
export function bearer(token: string): Scheme {
  return { needs: [[token]], grant: (context) => authorization("Bearer", context.secret(token)) };
}

/** Another HTTP authentication scheme, whose value the caller makes: `Authorization: <scheme> <value>`. */
export function httpAuth(scheme: string, value: string): Scheme {
  return { needs: [[value]], grant: (context) => authorization(scheme, context.secret(value)) };
}

/** A value sent as the header, query parameter or cookie `name`. */
export function apiKey(location: "header" | "query" | "cookie", name: string, value: string): Scheme {
  const place = { header: "headers", query: "query", cookie: "cookies" }[location];
  return {
    needs: [[value]],
    keyName: name,
    grant: async (context) => ({ [place]: { [name]: await context.secret(value) } }),
  };
}

/** A client certificate: what `fetch` presents, where the platform has it. */
export function mutualTls(): Scheme {
  return { needs: [[]], grant: async () => ({}) };
}

/** A credential as it may be sent. */
export async function readSecret(option: string, secret: Secret | undefined): Promise<string> {
  const value: unknown = typeof secret === "function" ? await secret() : (secret ?? "");
  if (typeof value !== "string") {
    throw new InvalidArgumentError(`a credential must be text, found ${typeof value}`, option);
  }
  if (/[\x00-\x1f\x7f-\x9f]/.test(value)) {
    throw new InvalidArgumentError("a credential cannot hold a line break or another control character", option);
  }
  return value;
}

/**
 * The ids of the schemes of the first alternative of `security` for which every credential is given. Throws
 * `ConfigurationError`, which names the client's options and the environment variables, if there is none.
 */
export function choose(api: ApiInfo, security: Security, given: Secrets): readonly string[] {
  const needs = (id: string): readonly (readonly string[])[] => api.schemes[id]?.needs ?? [];
  const isUsable = (id: string): boolean => needs(id).some((names) => names.every((name) => Object.hasOwn(given, name)));
  const found = security.find((alternative) => alternative.every(isUsable));
  if (found !== undefined || security.length === 0) {
    return found ?? [];
  }
  const wanted = security.map((alternative) =>
    [...new Set(alternative.flatMap((id) => needs(id)[0] ?? []))]
      .map((name) => (api.credentials[name] ? `${name} (or ${api.credentials[name]})` : name))
      .join(" and "),
  );
  throw new ConfigurationError(
    `this operation needs credentials: give the client ${[...new Set(wanted)].join(", or ")}`,
  );
}

/** `url` and `headers` with what `grant` gives; a header or parameter that the caller set himself is left alone. */
export function withGrant(url: string, headers: Headers, grant: Grant): string {
  for (const [name, value] of Object.entries(grant.headers ?? {})) {
    if (!headers.has(name)) {
      headers.set(name, value);
    }
  }
  const cookies = Object.entries(grant.cookies ?? {}).map(([name, value]) => `${name}=${value}`);
  if (cookies.length > 0) {
    const given = headers.get("Cookie");
    headers.set("Cookie", [...(given ? [given] : []), ...cookies].join("; "));
  }
  const present = new Set(/\?(.*)$/s.exec(url)?.[1]?.split("&").map((pair) => pair.split("=", 1)[0]));
  const pairs = Object.entries(grant.query ?? {})
    .map(([name, value]) => [percentEncode(name), percentEncode(value)] as const)
    .filter(([name]) => !present.has(name));
  return addQuery(url, pairs.map((pair) => pair.join("=")).join("&"));
}
