/** The arguments of a call, by where they travel. */

import { InvalidArgumentError } from "./errors.js";
import { put, type JsonObject } from "./json.js";
import { shadowed } from "./models.js";
import type { Operation, Parameters } from "./operations.js";
import type { Parameter } from "./params.js";

/** An argument: how it is written, and its value. */
export type Given = readonly [parameter: Parameter, value: unknown];

/** The arguments of one call. `body` is one value, or an object of arguments by name. */
export interface Arguments {
  readonly path: readonly unknown[];
  readonly query: readonly Given[];
  readonly headers: readonly Given[];
  readonly cookies: readonly Given[];
  readonly body: unknown;
}

/** Sorts the parameters of a call. Throws `InvalidArgumentError` for one that the operation does not have. */
export function sortArguments(
  operation: Operation<unknown>,
  path: readonly unknown[],
  params: object | undefined,
): Arguments {
  const { body, sends } = operation;
  const query: Given[] = [];
  const headers: Given[] = [];
  const cookies: Given[] = [];
  const places = [
    [operation.query, query],
    [operation.querystring, query],
    [operation.headers, headers],
    [operation.cookies, cookies],
  ] as const;
  let whole: unknown;
  let members: JsonObject | undefined = sends && { ...sends };
  for (const [name, value] of Object.entries(params ?? {})) {
    if (value === undefined) {
      continue;
    }
    const place = places.find(([known]) => has(known, name));
    if (place !== undefined) {
      place[1].push([place[0]?.[name] ?? [name], value]);
    } else if (body?.argument === name) {
      whole = value;
    } else if (body?.fields !== undefined && (body.open || Object.hasOwn(body.fields, name))) {
      put((members ??= {}), name, value);
    } else {
      throw new InvalidArgumentError(`${operation.call} has no parameter of this name`, name);
    }
  }
  const unknown = (params as { readonly [shadowed]?: JsonObject } | undefined)?.[shadowed];
  if (body?.open && unknown !== undefined) {
    members = { ...members, [shadowed]: unknown };
  }
  return { path, query, headers, cookies, body: body?.fields === undefined ? whole : members };
}

function has(known: Parameters | undefined, name: string): boolean {
  return known !== undefined && Object.hasOwn(known, name);
}
