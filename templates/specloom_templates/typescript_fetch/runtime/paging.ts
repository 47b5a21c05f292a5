/** Pages of a list: what paged methods return. */

import type { Arguments } from "./arguments.js";
import { callOf } from "./call.js";
import type { ApiClient } from "./client.js";
import { decode, fromText, toJson } from "./codecs.js";
import { array } from "./containers.js";
import { DecodeError, PaginationError } from "./errors.js";
import { exchange, type Call } from "./exchange.js";
import type { Answer } from "./http.js";
import { isObject, parseJson, type JsonObject } from "./json.js";
import type { PagedOperation } from "./operations.js";
import type { RequestOptions } from "./options.js";
import type { NextPage } from "./pages.js";
import { ApiPromise, ApiResponse } from "./promises.js";
import { dig } from "./response.js";
import { isClean, joinUrl, rebase, showUrl } from "./urls.js";

/** What a page is asked for by, and the number of items before it. `key` tells it from others. */
interface Asked {
  readonly call: Omit<Call, "isRead">;
  readonly before: number;
  readonly key: string;
}

/** One page of a list. Iterating it gives all items, of this page and those after it, fetched as they are needed. */
export class Page<T> implements AsyncIterable<T> {
  /** Those of this page alone. */
  readonly items: readonly T[];
  /** The answer as parsed JSON. */
  readonly body: unknown;
  readonly #operation: PagedOperation<T>;
  readonly #asked: Asked;
  readonly #url: string;
  readonly #count: number;
  readonly #next: NextPage | undefined;

  /** @internal */
  constructor(operation: PagedOperation<T>, asked: Asked, answer: Answer) {
    const text = new TextDecoder().decode(answer.content);
    const { settings, args } = asked.call;
    const body = text === "" ? undefined : parseJson(text);
    const found = itemsOf(body, operation.items);
    this.items = fromText(text || "null", (data) =>
      decode(array(operation.item), itemsOf(data, operation.items), settings.strict),
    ) as T[];
    this.body = body;
    this.#operation = operation;
    this.#asked = asked;
    this.#url = answer.request.url;
    this.#count = asked.before + found.length;
    this.#next = operation.pages({
      body,
      items: found,
      headers: answer.headers,
      args,
      fields: operation.body?.fields,
      received: this.#count,
    });
  }

  /** Whether the service says that another page follows. That page may be empty. */
  get hasNext(): boolean {
    return this.#next !== undefined;
  }

  /** Items as JSON data, in the names of the wire: those of this page, or others of the list. */
  toJson(items: readonly T[] = this.items): unknown[] {
    return toJson(array(this.#operation.item), items) as unknown[];
  }

  /** The page after this one, fetched now; undefined after the last. Throws what any call throws, and `PaginationError`. */
  async nextPage(): Promise<Page<T> | undefined> {
    return this.#following(new Set());
  }

  /** This page and those after it. */
  async *pages(): AsyncGenerator<Page<T>, void, undefined> {
    const seen = new Set<string>();
    for (let page: Page<T> | undefined = this; page !== undefined; page = await page.#following(seen)) {
      yield page;
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for await (const page of this.pages()) {
      yield* page.items;
    }
  }

  /** The first `count` items; fetches no page that it does not need. */
  async take(count: number): Promise<T[]> {
    const taken: T[] = [];
    if (count > 0) {
      for await (const page of this.pages()) {
        taken.push(...page.items.slice(0, count - taken.length));
        if (taken.length >= count) {
          break;
        }
      }
    }
    return taken;
  }

  async #following(seen: Set<string>): Promise<Page<T> | undefined> {
    if (this.#next === undefined) {
      return undefined;
    }
    seen.add(this.#asked.key);
    const key = keyOf(this.#next);
    if (seen.has(key)) {
      throw new PaginationError(`the service names a page it has given already as the next one: ${shown(this.#next)}`);
    }
    const asked = { call: nextCall(this.#asked.call, this.#url, this.#next), before: this.#count, key };
    return fetchPage(this.#operation, asked);
  }
}

/**
 * A list that is being asked for: `await` it for the first page, or `for await` over all items, of all pages.
 */
export class PagePromise<T> extends ApiPromise<Page<T>> implements AsyncIterable<T> {
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    yield* await this;
  }

  /** The first page and those after it. */
  async *pages(): AsyncGenerator<Page<T>, void, undefined> {
    yield* (await this).pages();
  }

  /** The first `count` items; fetches no page that it does not need. */
  async take(count: number): Promise<T[]> {
    return (await this).take(count);
  }

  override get [Symbol.toStringTag](): string {
    return "PagePromise";
  }
}

/** Sends the request for the first page. */
export function list<T>(
  client: ApiClient,
  operation: PagedOperation<T>,
  path: readonly unknown[] = [],
  params?: object,
  options?: RequestOptions,
): PagePromise<T> {
  let asked: Asked | undefined;
  return new PagePromise<T>({
    async send(isRaw) {
      asked = { call: callOf(client, operation, path, params, options), before: 0, key: "" };
      return exchange({ ...asked.call, isRead: () => !isRaw });
    },
    receive: (answer) =>
      new ApiResponse<Page<T>>(
        answer,
        showUrl(answer.request.url),
        () => new Page(operation, asked as Asked, answer),
        (page) => page.toJson(),
      ),
  });
}

async function fetchPage<T>(operation: PagedOperation<T>, asked: Asked): Promise<Page<T>> {
  return new Page(operation, asked, await exchange({ ...asked.call, isRead: () => true }));
}

/** The items of a page; none where they are absent or null. Throws `DecodeError` for anything but a list. */
function itemsOf(body: unknown, path: readonly string[]): readonly unknown[] {
  const found = dig(body, path);
  if (found !== undefined && found !== null && !Array.isArray(found)) {
    throw new DecodeError("expected the list of items", ["$", ...path].join("."));
  }
  return found ?? [];
}

function keyOf(next: NextPage): string {
  return "url" in next ? next.url : `${next.parameter}=${String(next.value)}`;
}

function shown(next: NextPage): string {
  return "url" in next ? showUrl(next.url) : keyOf(next);
}

/** How to ask for the next page. Throws `PaginationError`, before anything is sent, for a URL on a foreign host. */
function nextCall(call: Asked["call"], pageUrl: string, next: NextPage): Asked["call"] {
  const { settings, args } = call;
  if (!("url" in next)) {
    const { url: _, ...rest } = call;
    return { ...rest, args: withArgument(args, next) };
  }
  if (!isClean(next.url)) {
    throw new PaginationError(`the next page has a URL that cannot be trusted: ${JSON.stringify(shown(next))}`);
  }
  const url = rebase(joinUrl(pageUrl, next.url) ?? "", settings.baseUrl, settings.declared);
  if (url === undefined) {
    throw new PaginationError(
      `the next page is at ${shown(next)}, which is neither below ${settings.baseUrl} nor below a server of the API; ` +
        "nothing was sent there",
    );
  }
  return { ...call, url };
}

function withArgument(args: Arguments, next: Exclude<NextPage, { readonly url: string }>): Arguments {
  if (next.inBody) {
    const members: JsonObject = isObject(args.body) ? args.body : {};
    return { ...args, body: { ...members, [next.parameter]: next.value } };
  }
  const known = args.query.find(([[wire]]) => wire === next.parameter);
  const others = args.query.filter((given) => given !== known);
  return { ...args, query: [...others, [known?.[0] ?? [next.parameter], next.value]] };
}
