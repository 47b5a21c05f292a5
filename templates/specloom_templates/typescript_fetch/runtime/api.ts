/** What an API is, as data: emitted once, read by every client of it. */

import type { Scheme } from "./auth.js";

/**
 * Alternatives, the best first; each lists the ids of schemes that are needed together. An empty list sends nothing, and
 * an empty alternative says that anonymous is fine.
 */
export type Security = readonly (readonly string[])[];

/** Property names from the top of a body; empty: the body itself. */
export type BodyPath = readonly string[];

/** A variable of a server's URL. `option` is the client's option for it; `values` lists what is allowed, if limited. */
export interface ServerVariable {
  readonly name: string;
  readonly default: string;
  readonly option?: string;
  readonly values?: readonly string[];
}

/** A server of the document. `name` is what `environment` calls it; `url` may hold `{variables}`. */
export interface Server {
  readonly url: string;
  readonly name?: string;
  readonly variables?: readonly ServerVariable[];
}

/** Everything about the API that is not an operation. */
export interface ApiInfo {
  /** The name of the package, and its version: what `User-Agent` says. */
  readonly name: string;
  readonly version: string;
  readonly servers: readonly Server[];
  /** The client's options for variables of servers, those of operations too, each with its name in URLs. */
  readonly variables?: { readonly [option: string]: string };
  readonly schemes: { readonly [id: string]: Scheme };
  readonly security: Security;
  /** The client's options for credentials, each with the environment variable that stands in for it (or ""). */
  readonly credentials: { readonly [option: string]: string };
  /** Every operation needs credentials, so that a client without any is an error at once. */
  readonly authRequired?: boolean;
  /** How date-times are written: by default with a fraction where there is one. */
  readonly dateTime?: "seconds";
  /** Further origins whose next-page URLs are rebased onto the base URL. */
  readonly origins?: readonly string[];
  /** Where the body of an error has its code and its message. */
  readonly errorCode?: BodyPath;
  readonly errorMessage?: BodyPath;
  readonly idempotencyHeader?: string;
  /** The options of the pack that this package was made with. */
  readonly options?: { readonly [name: string]: string | number | boolean };
}
