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
  readonly environment: unknown;
  readonly variables: Variables;
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

/** Values of server variables by their names in URLs. */
interface Variables {
  readonly [name: string]: unknown;
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
  const { baseUrl, environment } = options;
  const variables = variablesOf(api, options);
  const agent = `${api.name}/${api.version}`;
  return {
    ...options,
    api,
    baseUrl: checkBase(baseUrl ?? serverUrl(serverOf(api, environment), variables)),
    isBaseGiven: baseUrl !== undefined,
    environment,
    variables,
    credentials,
    declared: [...api.servers.map((server) => declaredUrl(server, variables)), ...(api.origins ?? [])],
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

/**
 * What the paths of an operation with `servers` of its own are appended to: that of the client's environment, else the
 * first, with the client's variables; the client's base URL where it was given one, and for all other operations.
 */
export function baseOf(settings: Settings, servers: readonly Server[] = []): string {
  const found = servers.find(({ name }) => name !== undefined && name === settings.environment) ?? servers[0];
  return found === undefined || settings.isBaseGiven ? settings.baseUrl : serverUrl(found, settings.variables);
}

/**
 * The URL of a server of the document with its variables filled in, by their names in it. Throws `ConfigurationError` for
 * a bad value.
 */
function serverUrl(server: Server, variables: Variables): string {
  let { url } = server;
  const authority = /^[^/]*:\/\/([^/]*)/.exec(url)?.[1] ?? "";
  for (const { name, option = name, default: usual, values } of server.variables ?? []) {
    const value = variables[name] ?? usual;
    if (typeof value !== "string" || (values !== undefined && !values.includes(value))) {
      const allowed = values === undefined ? "text" : `one of ${values.join(", ")}`;
      throw new ConfigurationError(`${option} must be ${allowed}; got ${JSON.stringify(value)}`);
    }
    const slot = `{${name}}`;
    if (authority.includes(slot) && /[/?#@\\\s]/.test(value)) {
      throw new ConfigurationError(`${option} cannot hold ${JSON.stringify(value)}: it is part of the host`);
    }
    url = url.replaceAll(slot, () => value);
  }
  return url.replace(/\/+$/, "");
}

/** The variables that were given a value, by their names in URLs. */
function variablesOf(api: ApiInfo, options: NamedOptions): Variables {
  const given = Object.entries(api.variables ?? {}).map(([option, name]): [string, unknown] => [name, options[option]]);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
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

function serverOf(api: ApiInfo, environment: unknown): Server {
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

function declaredUrl(server: Server, variables: Variables): string {
  try {
    return serverUrl(server, variables);
  } catch {
    return serverUrl(server, {});
  }
}

function amount(name: string, value: number): number {
  if (!(value >= 0)) {
    throw new ConfigurationError(`${name} must be zero or more; got ${value}`);
  }
  return value;
}
