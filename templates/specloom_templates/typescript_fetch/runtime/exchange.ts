/** One call, from its first request to its outcome. */

import type { Arguments } from "./arguments.js";
import { choose, readSecret, withGrant, type Grant, type GrantContext, type TokenRequest } from "./auth.js";
import { ApiConnectionError, SdkError, TooManyRedirectsError } from "./errors.js";
import { sendOnce, type Answer, type HttpRequest } from "./http.js";
import { parseJson } from "./json.js";
import { answerLine, requestLine } from "./logs.js";
import type { Operation } from "./operations.js";
import type { RequestOptions } from "./options.js";
import { REDIRECT_LIMIT, redirected } from "./redirects.js";
import { buildRequest, isIdempotent } from "./request.js";
import { statusError } from "./response.js";
import { backoff, isRetriableFailure, isRetriableStatus, retryAfter } from "./retry.js";
import type { Settings } from "./settings.js";
import { originOf, showUrl } from "./urls.js";

/** What a call is made of. `url` replaces the one that the arguments give, with its query. */
export interface Call {
  readonly settings: Settings;
  readonly operation: Operation<unknown>;
  readonly args: Arguments;
  readonly options: RequestOptions;
  readonly url?: string;
  /** Whether a 2xx answer is read whole, so that one that breaks off can be asked for again. */
  readonly isRead: (answer: Answer) => boolean;
}

/** Longest body of an answer nobody reads that is read, so that its connection can be used again. */
const DRAINED = 65_536;

/** The 2xx answer to a call, read whole where it is to be. Throws for anything else. */
export async function exchange(call: Call): Promise<Answer> {
  try {
    return await new Exchange(call).run();
  } catch (error) {
    if (error instanceof SdkError) {
      call.settings.onError?.(error);
    }
    throw error;
  }
}

class Exchange {
  readonly #call: Call;
  readonly #chosen: readonly string[];
  readonly #retries: number;
  #request: HttpRequest;
  #attempt = 0;
  #redirects = 0;
  #isForeign = false;
  #isRenewed = false;
  #grants: readonly Grant[] = [];

  constructor(call: Call) {
    const { settings, operation, args, options, url } = call;
    this.#call = call;
    this.#request = buildRequest(settings, operation, args, options);
    if (url !== undefined) {
      this.#request.url = url;
    }
    this.#chosen = choose(settings.api, operation.security ?? settings.api.security, settings.credentials);
    this.#retries = options.maxRetries ?? settings.maxRetries;
  }

  async run(): Promise<Answer> {
    for (;;) {
      let wait: number | undefined;
      try {
        const answer = await this.#send();
        wait = await this.#settle(answer);
        if (wait === undefined) {
          return answer;
        }
      } catch (error) {
        wait = error instanceof ApiConnectionError ? this.#failed(error) : undefined;
        if (wait === undefined) {
          throw error;
        }
      }
      await pause(wait, this.#call.options.signal);
    }
  }

  async #send(): Promise<Answer> {
    const { settings, options } = this.#call;
    const request = { ...this.#request, headers: new Headers(this.#request.headers) };
    if (!this.#isForeign) {
      this.#grants = await Promise.all(this.#chosen.map((id) => this.#grant(id)));
      for (const grant of this.#grants) {
        request.url = withGrant(request.url, request.headers, grant);
      }
    }
    await settings.beforeRequest?.(request);
    settings.logger?.debug(requestLine(request, this.#attempt, settings.secretNames));
    const timeout = options.timeout ?? settings.timeout;
    const started = Date.now();
    const sending = { fetch: settings.fetch, timeout, signal: options.signal };
    let answer = await sendOnce(request, sending);
    if (answer.response.type === "opaqueredirect") {
      answer = await this.#followed(request, sending);
    }
    settings.logger?.info(
      `${request.method} ${showUrl(request.url)} -> ${answer.status} in ${Date.now() - started} ms`,
    );
    return answer;
  }

  /** A browser does not tell where a redirect goes. It is left to follow those that carry no credential. */
  async #followed(request: HttpRequest, sending: Parameters<typeof sendOnce>[1]): Promise<Answer> {
    if (this.#chosen.length > 0 || !/^(?:GET|HEAD)$/.test(request.method)) {
      throw new ApiConnectionError("the answer is a redirect, which a browser does not let be followed safely", {
        method: request.method,
        url: showUrl(request.url),
      });
    }
    return sendOnce(request, { ...sending, redirect: "follow" });
  }

  /** What follows an answer: milliseconds to wait before the next request, or undefined after a success. */
  async #settle(answer: Answer): Promise<number | undefined> {
    const { settings, operation, isRead } = this.#call;
    const wait = this.#answered(answer);
    const isSuccess = answer.status >= 200 && answer.status <= 299;
    if (wait !== undefined) {
      await answer.read(DRAINED).catch(() => undefined);
    } else if (!isSuccess || isRead(answer)) {
      await answer.read(settings.responseLimit);
    }
    settings.logger?.debug(answerLine(answer.response, answer.content, settings.secretNames));
    await settings.afterResponse?.(answer.response, answer.request);
    if (wait === undefined && !isSuccess) {
      const content = answer.content ?? new Uint8Array();
      throw statusError(settings, operation, answer.request, answer.response, content);
    }
    return wait;
  }

  #answered({ status, headers, response }: Answer): number | undefined {
    if (status >= 300 && status <= 399) {
      const following = redirected(this.#request, response, this.#call.settings.secretNames);
      return following && this.#redirect(following);
    }
    if (status === 401 && !this.#isRenewed && this.#isReplayable()) {
      this.#isRenewed = true;
      return this.#grants.map(({ refused }) => refused?.()).includes(true) ? 0 : undefined;
    }
    if (this.#mayRetry() && isRetriableStatus(status, this.#isIdempotent())) {
      return this.#nextPause(headers);
    }
    return undefined;
  }

  #failed(error: ApiConnectionError): number | undefined {
    const isRetried = this.#mayRetry() && isRetriableFailure(error, this.#isIdempotent());
    const wait = isRetried ? this.#nextPause() : undefined;
    const outcome = wait === undefined ? "giving up" : `trying again in ${Math.round(wait)} ms`;
    this.#call.settings.logger?.info(
      `${this.#request.method} ${showUrl(this.#request.url)} failed: ${error.name}; ${outcome}`,
    );
    return wait;
  }

  #isIdempotent(): boolean {
    return isIdempotent(this.#call.operation, this.#call.options);
  }

  #isReplayable(): boolean {
    return this.#request.body?.replayable ?? true;
  }

  #mayRetry(): boolean {
    return this.#attempt < this.#retries && this.#isReplayable();
  }

  #redirect(following: HttpRequest): number {
    this.#redirects++;
    if (this.#redirects > REDIRECT_LIMIT) {
      const shown = `${this.#request.method} ${showUrl(this.#request.url)}`;
      throw new TooManyRedirectsError(`${shown}: more than ${REDIRECT_LIMIT} redirects`);
    }
    this.#isForeign ||= originOf(following.url) !== originOf(this.#request.url);
    this.#request = following;
    return 0;
  }

  async #grant(id: string): Promise<Grant> {
    const { settings } = this.#call;
    const context: GrantContext = {
      baseUrl: settings.baseUrl,
      memory: settings.memory,
      secret: (option) => readSecret(option, settings.credentials[option]),
      post: (request) => this.#post(request),
    };
    return (await settings.api.schemes[id]?.grant(context)) ?? {};
  }

  /** Asks a token endpoint. Attempts count as those of the call. */
  async #post({ url, headers: given, form, idempotent }: TokenRequest): Promise<unknown> {
    const { settings, options } = this.#call;
    const headers = new Headers({ ...given, Accept: "application/json" });
    headers.set("Content-Type", "application/x-www-form-urlencoded");
    if (settings.userAgent !== undefined) {
      headers.set("User-Agent", settings.userAgent);
    }
    const body = { content: form, contentType: "application/x-www-form-urlencoded", replayable: true };
    const request: HttpRequest = { method: "POST", url, headers, body };
    const sending = { fetch: settings.fetch, timeout: options.timeout ?? settings.timeout, signal: undefined };
    for (;;) {
      let wait: number;
      try {
        const answer = await sendOnce(request, sending);
        const content = await answer.read(DRAINED);
        if (answer.status >= 200 && answer.status <= 299) {
          return parseJson(new TextDecoder().decode(content));
        }
        if (this.#attempt >= this.#retries || !isRetriableStatus(answer.status, idempotent)) {
          throw statusError(settings, undefined, request, answer.response, content);
        }
        wait = this.#nextPause(answer.headers);
      } catch (error) {
        const isConnection = error instanceof ApiConnectionError && isRetriableFailure(error, idempotent);
        if (this.#attempt >= this.#retries || !isConnection) {
          throw error;
        }
        wait = this.#nextPause();
      }
      await pause(wait, options.signal);
    }
  }

  /** Milliseconds before one more attempt, which is counted: as many as an answer asks for, else more each time. */
  #nextPause(headers?: Headers): number {
    const asked = headers && retryAfter(headers, Date.now());
    this.#attempt++;
    return asked ?? backoff(this.#attempt - 1, Math.random());
  }
}

async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  if (milliseconds > 0) {
    await new Promise<void>((resolve, reject) => {
      const onAbort = (): void => {
        clearTimeout(timer);
        reject(signal?.reason as Error);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener("abort", onAbort);
        resolve();
      }, milliseconds);
      signal?.addEventListener("abort", onAbort, { once: true });
    });
  }
  signal?.throwIfAborted();
}
