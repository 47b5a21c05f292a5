/**
 * Which requests are sent again, and when. Pure: the clock and chance are arguments.
 *
 * A request is repeated only where it cannot run twice: nothing of it was sent, the service says that it did not process
 * it (429), or running it twice has the effect of running it once.
 */

import type { ApiConnectionError } from "./errors.js";

/** Milliseconds; a `Retry-After` that asks for more is cut to this. */
const LONGEST_WAIT = 60_000;
const FIRST_WAIT = 500;
const LONGEST_BACKOFF = 8_000;

/** Whether a request that was answered with `status` may be sent again. */
export function isRetriableStatus(status: number, idempotent: boolean): boolean {
  const isServers = status === 408 || (status >= 500 && status <= 599 && status !== 501 && status !== 505);
  return status === 429 || (idempotent && isServers);
}

/** Whether a request that was not (wholly) answered may be sent again. */
export function isRetriableFailure(error: ApiConnectionError, idempotent: boolean): boolean {
  return idempotent || !error.sent;
}

/** Milliseconds to wait after a failure (from 0): doubling, with up to half taken off by `chance` in [0, 1). */
export function backoff(attempt: number, chance: number): number {
  return Math.min(FIRST_WAIT * 2 ** Math.min(attempt, 10), LONGEST_BACKOFF) * (1 - chance / 2);
}

/**
 * Milliseconds that the service asks to wait: `Retry-After` as seconds or a date (RFC 9110, section 10.2.3). Undefined
 * where the header is absent or makes no sense.
 */
export function retryAfter(headers: Headers, now: number): number | undefined {
  const value = headers.get("retry-after")?.trim() ?? "";
  const wait = /^\d/.test(value) && !Number.isNaN(Number(value)) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), LONGEST_WAIT);
}
