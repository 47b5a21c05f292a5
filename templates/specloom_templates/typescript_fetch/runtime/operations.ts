/** What an operation of the document is, as data: emitted once an operation, read by every call of it. */

import type { BodyPath, Security, Server } from "./api.js";
import type { Body } from "./bodies.js";
import type { Lazy, Writing } from "./codecs.js";
import type { Arguments } from "./arguments.js";
import type { Reader } from "./readers.js";
import type { Parameter } from "./params.js";
import type { Pages } from "./pages.js";

/** Parameters by their names in TypeScript. */
export interface Parameters {
  readonly [name: string]: Parameter;
}

/** By status: `"201"`, `"4XX"`, `"default"`. A status without media types has no body. */
export interface Responses {
  readonly [status: string]: Contents;
}

/** By media type: the type of a JSON body, or how another body is read. */
export interface Contents {
  readonly [mediaType: string]: Lazy<unknown> | Reader;
}

/** Throws for arguments that the document does not allow. */
export type Validator = (operation: Operation<unknown>, args: Arguments, how: Writing) => void;

/** An operation that answers with a `T`. */
// eslint-disable-next-line @typescript-eslint/no-unused-vars
export interface Operation<T> {
  /** How a user spells it: `rooms.create`. */
  readonly call: string;
  readonly method: string;
  /** The path; a parameter stands for its place. */
  readonly path: readonly (string | Parameter)[];
  readonly query?: Parameters;
  readonly headers?: Parameters;
  readonly cookies?: Parameters;
  /** The parameter that is the whole query. */
  readonly querystring?: Parameters;
  readonly body?: Body;
  /** How the same data is sent in further media types. */
  readonly others?: readonly Body[];
  /** Properties of the body that are always sent: what asks for a stream. */
  readonly sends?: { readonly [name: string]: unknown };
  readonly responses?: Responses;
  /** Undefined where the API's own applies; empty sends nothing. */
  readonly security?: Security;
  /** Absent where the API's apply. */
  readonly servers?: readonly Server[];
  /** Sending it twice has the effect of sending it once (RFC 9110, section 9.2.2). */
  readonly idempotent?: boolean;
  readonly idempotencyHeader?: string;
  /** The media types asked for, where those of `responses` are not it. */
  readonly accept?: string;
  /** The type of the answer, which nothing holds at run time. */
  readonly answer?: T;
}

/** An operation that answers with pages of `T`. */
export interface PagedOperation<T> extends Operation<T> {
  readonly items: BodyPath;
  readonly item: Lazy<unknown>;
  readonly pages: Pages;
}

/** An operation that answers with a stream of `T`: server-sent events, JSON Lines or a JSON text sequence. */
export interface StreamOperation<T> extends Operation<T> {
  readonly item: Lazy<unknown>;
  /** An item is the event (`data`, `event`, `id`, `retry`), not its `data`. */
  readonly wholeEvent?: boolean;
  /** The data of such an event is JSON. */
  readonly jsonData?: boolean;
  /** The `data` that ends a stream of events: `[DONE]` by default. */
  readonly terminator?: string;
}
