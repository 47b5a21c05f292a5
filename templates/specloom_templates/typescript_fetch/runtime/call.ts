/** How emitted methods send their requests. */

import { sortArguments } from "./arguments.js";
import { settingsOf, type ApiClient } from "./client.js";
import { toJson } from "./codecs.js";
import { exchange, type Call } from "./exchange.js";
import type { Answer } from "./http.js";
import type { Operation } from "./operations.js";
import type { RequestOptions } from "./options.js";
import { ApiPromise, ApiResponse } from "./promises.js";
import { readingFor } from "./response.js";
import { showUrl } from "./urls.js";

/** Everything of a call but how its body is read. Throws `InvalidArgumentError` for a parameter that is unknown. */
export function callOf(
  client: ApiClient,
  operation: Operation<unknown>,
  path: readonly unknown[],
  params: object | undefined,
  options: RequestOptions = {},
): Omit<Call, "isRead"> {
  return { settings: settingsOf(client), operation, args: sortArguments(operation, path, params), options };
}

/** Sends a request; the promise of the value of its answer. */
export function call<T>(
  client: ApiClient,
  operation: Operation<T>,
  path: readonly unknown[] = [],
  params?: object,
  options?: RequestOptions,
): ApiPromise<T> {
  const { strict, responseLimit } = settingsOf(client);
  const reading = (answer: Answer): ReturnType<typeof readingFor> =>
    readingFor(operation, answer.status, answer.headers);
  return new ApiPromise<T>({
    send: async (isRaw) =>
      exchange({
        ...callOf(client, operation, path, params, options),
        isRead: (answer) => !isRaw && !reading(answer)?.open,
      }),
    receive(answer) {
      const reader = reading(answer);
      const content = answer.content ?? new Uint8Array();
      const type = answer.headers.get("content-type");
      const decode = (): T =>
        (reader?.open
          ? reader.open(answer, responseLimit)
          : content.length === 0 && type === null
            ? undefined
            : reader?.read(content, strict, type ?? "")) as T;
      const encode = (value: T): unknown =>
        value === undefined || reader?.type === undefined ? undefined : toJson(reader.type, value);
      return new ApiResponse(answer, showUrl(answer.request.url), decode, encode);
    },
  });
}
