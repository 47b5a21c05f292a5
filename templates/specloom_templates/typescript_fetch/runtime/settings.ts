/** What a client was told, as everything else reads it. */

import type { ApiInfo, Server } from "./api.js";
import { choose, type Scheme, type Secret, type Secrets } from "./auth.js";
import type { Writing } from "./codecs.js";
import { environmentVariable, isBrowser } from "./environment.js";
import { ConfigurationError } from "./errors.js";
import type { ClientOptions, HeaderOptions, QueryOptions } from "./options.js";
import { checkBase } from "./urls.js";

/** What a client was told. */
export interface Settings extends ClientOptions {
  readonly api: ApiInfo;
  readonly baseUrl: string;
  readonly isBaseGiven: boolean;
  readonly credentials: Secrets;
  /** The URLs whose next-page links may be followed, at the base URL in use. */
  readonly declared: readonly string[];
  readonly timeout: number;
  readonly maxRetries: number;
  readonly headers: HeaderOptions;
  readonly query: QueryOptions;
  readonly fetch: typeof fetch;
  readonly strict: boolean;
  readonly responseLimit: number | null;
  /** Undefined in browsers, which send their own. */
  readonly userAgent: string | undefined;
  /** Names (lower case) that API keys are sent under. */
  readonly secretNames: ReadonlySet<string>;
  readonly memory: Map<Scheme, unknown>;
  readonly writing: Writing;
}

/** Options of a client of one API, by name: those of every client, its credentials, `environment`, server variables. */
export interface NamedOptions {
  readonly [option: string]: unknown;
}

const TIMEOUT = 60_000;
const MAX_RETRIES = 2;
const RESPONSE_LIMIT = 2 ** 30;

/**
 * The settings of a new client; `memory` is that of the client it is a copy of.
 *
 * Reads the environment for credentials that were not given. Throws `ConfigurationError` for an unknown environment or
 * variable, a base URL that is none, and where an API whose every operation needs credentials got none at all.
 */
export function makeSettings(
  api: ApiInfo,
  options: ClientOptions & NamedOptions,
  memory: Map<Scheme, unknown> = new Map(),
): Settings {
  const credentials = credentialsOf(api, options);
  if (api.authRequired && Object.keys(credentials).length === 0) {
    choose(api, api.security.length > 0 ? api.security : Object.keys(api.schemes).map((id) => [id]), credentials);
  }
  const { baseUrl } = options;
  const agent = `${api.name}/${api.version}`;
  return {
    ...options,
    api,
    baseUrl: checkBase(baseUrl ?? serverUrl(serverOf(api, options), options)),
    isBaseGiven: baseUrl !== undefined || options["environment"] !== undefined || hasVariables(api, options),
    credentials,
    declared: [...api.servers.map((server) => declaredUrl(server, options)), ...(api.origins ?? [])],
    timeout: amount("timeout", options.timeout ?? TIMEOUT),
    maxRetries: amount("maxRetries", options.maxRetries ?? Number(api.options?.["max_retries"] ?? MAX_RETRIES)),
    headers: options.headers ?? {},
    query: options.query ?? {},
    // Called as a function of its own: in a browser, `fetch` refuses to be a method of anything.
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    strict: options.strict ?? false,
    responseLimit: options.responseLimit === undefined ? RESPONSE_LIMIT : options.responseLimit,
    userAgent: isBrowser() ? undefined : [agent, options.userAgent].filter(Boolean).join(" "),
    secretNames: new Set(Object.values(api.schemes).flatMap(({ keyName }) => keyName?.toLowerCase() ?? [])),
    memory,
    writing: { request: true, seconds: api.dateTime === "seconds" },
  };
}

/** The URL of a server of the document with its variables filled in. Throws `ConfigurationError` for a bad value. */
export function serverUrl(server: Server, options: NamedOptions = {}): string {
  let { url } = server;
  for (const { name, option = name, default: usual, values } of server.variables ?? []) {
    const value = options[option] ?? usual;
    if (typeof value !== "string" || (values !== undefined && !values.includes(value))) {
      const allowed = values === undefined ? "text" : `one of ${values.join(", ")}`;
      throw new ConfigurationError(`${option} must be ${allowed}; got ${JSON.stringify(value)}`);
    }
    url = url.replaceAll(`{${name}}`, () => value);
  }
  return url.replace(/\/+$/, "");
}

function credentialsOf(api: ApiInfo, options: NamedOptions): Secrets {
  const found: { [option: string]: Secret } = {};
  for (const [option, variable] of Object.entries(api.credentials)) {
    const value = options[option] ?? (variable === "" ? undefined : environmentVariable(variable));
    if (value !== undefined) {
      found[option] = value as Secret;
    }
  }
  return found;
}

function serverOf(api: ApiInfo, options: NamedOptions): Server {
  const { environment } = options;
  const found = environment === undefined ? api.servers[0] : api.servers.find(({ name }) => name === environment);
  if (found !== undefined) {
    return found;
  }
  if (environment === undefined) {
    throw new ConfigurationError("baseUrl is needed: the API's document names no server");
  }
  const names = api.servers.flatMap(({ name }) => name ?? []).join(", ");
  throw new ConfigurationError(`there is no environment ${JSON.stringify(environment)}; known: ${names || "none"}`);
}

function hasVariables(api: ApiInfo, options: NamedOptions): boolean {
  return api.servers.some(({ variables = [] }) =>
    variables.some(({ name, option = name }) => options[option] !== undefined),
  );
}

function declaredUrl(server: Server, options: NamedOptions): string {
  try {
    return serverUrl(server, options);
  } catch {
    return serverUrl(server);
  }
}

function amount(name: string, value: number): number {
  if (!(value >= 0)) {
    throw new ConfigurationError(`${name} must be zero or more; got ${value}`);
  }
  return value;
}
