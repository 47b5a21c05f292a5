/**
 * A `fetch` without a network, for the tests of this package's users.
 *
 * ```ts
 * const server = new RecordingFetch();
 * server.answer({ json: { sid: "RM1" }, status: 201 });
 * const client = new TwilioVideo({ accountSid: "AC1", authToken: "x", fetch: server.fetch });
 * await client.rooms.create({ uniqueName: "DailyStandup" });
 * assert.deepEqual(server.requests[0].form, { UniqueName: ["DailyStandup"] });
 * ```
 */

import { toJson, type Lazy } from "./codecs.js";
import { isObject, parseJson, stringifyJson, type JsonObject } from "./json.js";

/** What goes wrong: `refused` before anything is sent, the others after. `silence` lasts until the time-out. */
export type Fault = "refused" | "disconnected" | "silence" | "cut-body";

/** What is answered: JSON data, a value of this package with its codec, text, or bytes; at most one of them. */
export interface RecordedAnswer {
  readonly json?: unknown;
  readonly value?: unknown;
  readonly codec?: Lazy<unknown>;
  readonly text?: string;
  readonly content?: Uint8Array;
  readonly contentType?: string;
  readonly status?: number;
  readonly headers?: { readonly [name: string]: string };
}

/** Texts by name, each with all of its values. */
export interface Values {
  [name: string]: string[];
}

/** A request as it was sent, with what it means. */
export class RecordedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly content: Uint8Array;

  constructor(method: string, url: string, headers: Headers, content: Uint8Array) {
    this.method = method;
    this.url = url;
    this.headers = headers;
    this.content = content;
  }

  /** The path, decoded. */
  get path(): string {
    return decodeURIComponent(this.rawPath);
  }

  /** The path as it was sent. */
  get rawPath(): string {
    return new URL(this.url).pathname;
  }

  get query(): Values {
    return valuesOf(new URL(this.url).searchParams);
  }

  get text(): string {
    return new TextDecoder().decode(this.content);
  }

  get form(): Values {
    return valuesOf(new URLSearchParams(this.text));
  }

  get json(): unknown {
    return parseJson(this.text);
  }
}

type Make = (request: RecordedRequest, signal: AbortSignal | undefined) => Response | Promise<Response>;

/** Keeps the requests of a client, and gives the answers that were queued. */
export class RecordingFetch {
  readonly requests: RecordedRequest[] = [];
  readonly #answers: Make[] = [];
  #otherwise: Make | undefined;

  /** Queues an answer. */
  answer(answer: RecordedAnswer = {}): this {
    this.#answers.push(() => responseOf(answer));
    return this;
  }

  /** The answer to every request for which none is queued. */
  always(answer: RecordedAnswer): this {
    this.#otherwise = () => responseOf(answer);
    return this;
  }

  /** Queues an answer that is made when its request comes. */
  onRequest(make: (request: RecordedRequest) => RecordedAnswer | Promise<RecordedAnswer>): this {
    this.#answers.push(async (request) => responseOf(await make(request)));
    return this;
  }

  /** Queues something that goes wrong. */
  fail(fault: Fault, times = 1): this {
    for (let count = 0; count < times; count++) {
      this.#answers.push((_, signal) => failure(fault, signal));
    }
    return this;
  }

  /** Queues the pages of a list whose body holds its items at `items` and the URL of the next page at `nextUrl`. */
  answerPages(
    pages: readonly (readonly unknown[])[],
    places: { readonly items: readonly string[]; readonly nextUrl: readonly string[]; readonly codec?: Lazy<unknown> },
  ): this {
    pages.forEach((page, index) => {
      this.#answers.push(({ url }) => {
        const { codec } = places;
        const items = codec === undefined ? page : page.map((item) => toJson(codec, item));
        const next = index + 1 < pages.length ? `${url.split("?", 1)[0]}?Page=${index + 2}` : null;
        return responseOf({ json: placed(placed({}, places.items, items), places.nextUrl, next) });
      });
    });
    return this;
  }

  /** The number of queued answers that nobody asked for. */
  get unused(): number {
    return this.#answers.length;
  }

  /** What a client takes as `fetch`. Rejects where no answer is queued. */
  readonly fetch: typeof fetch = async (input, init = {}) => {
    const request = new Request(input, init);
    const content = new Uint8Array(await request.arrayBuffer());
    // The headers of `init` as they were given: a `Request` leaves out some, as `Cookie`.
    const headers = new Headers(init.headers ?? request.headers);
    const recorded = new RecordedRequest(request.method, String(input), headers, content);
    this.requests.push(recorded);
    const make = this.#answers.shift() ?? this.#otherwise;
    if (make === undefined) {
      throw new Error(`no answer is queued for request ${this.requests.length}: ${recorded.method} ${recorded.url}`);
    }
    return make(recorded, init.signal ?? undefined);
  };
}

function responseOf(answer: RecordedAnswer): Response {
  const { status, headers, content, text, codec } = answer;
  const data = "value" in answer && codec !== undefined ? toJson(codec, answer.value) : (answer.json ?? answer.value);
  const body = content ?? text ?? (data === undefined ? null : stringifyJson(data));
  const usual = content !== undefined ? "application/octet-stream" : text !== undefined ? "text/plain" : "application/json";
  const fields = new Headers(headers);
  if (body !== null && !fields.has("Content-Type")) {
    fields.set("Content-Type", answer.contentType ?? usual);
  }
  return new Response(body as BodyInit | null, { status: status ?? (body === null ? 204 : 200), headers: fields });
}

async function failure(fault: Fault, signal: AbortSignal | undefined): Promise<Response> {
  switch (fault) {
    case "refused":
      throw networkError("connect ECONNREFUSED", "ECONNREFUSED");
    case "disconnected":
      throw networkError("other side closed", "UND_ERR_SOCKET");
    case "silence":
      return new Promise((_, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason as Error));
      });
    case "cut-body": {
      const pieces = [new TextEncoder().encode("{")];
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          const piece = pieces.pop();
          if (piece === undefined) {
            controller.error(networkError("terminated", "UND_ERR_SOCKET"));
          } else {
            controller.enqueue(piece);
          }
        },
      });
      return new Response(body, { headers: { "Content-Type": "application/json" } });
    }
  }
}

function networkError(message: string, code: string): TypeError {
  return new TypeError("fetch failed", { cause: Object.assign(new Error(message), { code }) });
}

function placed(body: JsonObject, [head = "", ...rest]: readonly string[], value: unknown): JsonObject {
  const inner = body[head];
  return { ...body, [head]: rest.length > 0 ? placed(isObject(inner) ? inner : {}, rest, value) : value };
}

function valuesOf(params: URLSearchParams): Values {
  return Object.fromEntries([...new Set(params.keys())].map((name) => [name, params.getAll(name)]));
}
