/** How operations are paged: what the request for the next page is, given the page just received. Pure. */

import type { BodyPath } from "./api.js";
import type { Arguments } from "./arguments.js";
import { isObject } from "./json.js";
import type { Body } from "./bodies.js";
import { dig } from "./response.js";

/** A page just received. `items` are as JSON, `received` counts those of all pages up to it. */
export interface ReceivedPage {
  readonly body: unknown;
  readonly items: readonly unknown[];
  readonly headers: Headers;
  readonly args: Arguments;
  readonly fields: Body["fields"];
  readonly received: number;
}

/** The next page is at `url`, as the service wrote it; or it is this request with `parameter` set to `value`. */
export type NextPage =
  | { readonly url: string }
  | { readonly parameter: string; readonly value: unknown; readonly inBody: boolean };

/** The request for the page after one; undefined after the last. */
export type Pages = (page: ReceivedPage) => NextPage | undefined;

/** What several kinds of paging have. `more` is a boolean of the body that says whether there are further pages. */
interface ParameterOptions {
  readonly parameter: string;
  /** The parameter is a property of the request body. */
  readonly inBody?: boolean;
  readonly more?: BodyPath;
}

/** The body holds the URL of the next page. */
export function nextUrl(next: BodyPath): Pages {
  return ({ body }) => urlPage(dig(body, next));
}

/** The `Link` header holds the URL of the next page (RFC 8288, `rel="next"`). */
export function linkHeader(): Pages {
  return ({ headers }) => urlPage(linkTarget(headers.get("link") ?? "", "next"));
}

/** `parameter` is set to the value at `next`: of the body, or of the last item. */
export function cursor(options: ParameterOptions & { readonly next: BodyPath; readonly lastItem?: boolean }): Pages {
  return ({ body, items }) => {
    if (options.more !== undefined && dig(body, options.more) === false) {
      return undefined;
    }
    const value = dig(options.lastItem ? items.at(-1) : body, options.next);
    return value === undefined || value === null || value === "" ? undefined : parameterPage(options, value);
  };
}

/** `parameter` is advanced by the number of items received; `total` is where the body says how many there are. */
export function offset(options: ParameterOptions & { readonly total?: BodyPath }): Pages {
  return (page) => {
    const value = given(page, options, 0) + page.items.length;
    return page.items.length === 0 ? undefined : counted(options, page, value, value, true);
  };
}

/** `parameter` plus one; `first` is the number of the first page. */
export function numbered(
  options: ParameterOptions & { readonly first?: number; readonly total?: BodyPath; readonly totalPages?: BodyPath },
): Pages {
  const { first = 1 } = options;
  return (page) => {
    const number = given(page, options, first);
    const last = options.totalPages && dig(page.body, options.totalPages);
    if (typeof last === "number" && number - first + 1 >= last) {
      return undefined;
    }
    return counted(options, page, number + 1, page.received, page.items.length > 0 || typeof last === "number");
  };
}

function urlPage(url: unknown): NextPage | undefined {
  return typeof url === "string" && url !== "" ? { url } : undefined;
}

function parameterPage({ parameter, inBody = false }: ParameterOptions, value: unknown): NextPage {
  return { parameter, value, inBody };
}

/** Goes on while the body says so; where it says nothing, until a page is empty. */
function counted(
  options: ParameterOptions & { readonly total?: BodyPath },
  { body }: ReceivedPage,
  value: number,
  received: number,
  isProgress: boolean,
): NextPage | undefined {
  const more = options.more && dig(body, options.more);
  const total = options.total && dig(body, options.total);
  const isOver = more === false || (typeof total === "number" && received >= total) || (!isProgress && more !== true);
  return isOver ? undefined : parameterPage(options, value);
}

/** The number that this page was asked for with. */
function given({ args, fields }: ReceivedPage, { parameter, inBody }: ParameterOptions, usual: number): number {
  let value: unknown;
  if (inBody) {
    const members = isObject(args.body) ? args.body : {};
    const name = Object.entries(fields ?? {}).find(([, [wire]]) => wire === parameter)?.[0] ?? parameter;
    value = members[parameter] ?? members[name];
  } else {
    value = args.query.find(([[wire]]) => wire === parameter)?.[1];
  }
  const number = typeof value === "string" || typeof value === "bigint" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? Math.trunc(number) : usual;
}

const PARAMETER = /\s?;\s?([^\s=;,]+)\s?(?:=\s?(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?/g;
const LINK = new RegExp(`<([^>]*)>((?:${PARAMETER.source})*)`, "g");

/** The target of the first link with this relation in a `Link` header (RFC 8288, section 3). */
export function linkTarget(header: string, relation: string): string | undefined {
  for (const [, target = "", parameters = ""] of header.split(/\s+/).join(" ").matchAll(LINK)) {
    for (const [, name = "", quoted, plain] of parameters.matchAll(PARAMETER)) {
      if (name.toLowerCase() === "rel" && (quoted ?? plain ?? "").toLowerCase().split(" ").includes(relation)) {
        return target.trim();
      }
    }
  }
  return undefined;
}
