/** Requests that the service sends: their payloads by name, and a place for checking who sent them. */

import { InvalidArgumentError, SdkError } from "./errors.js";
import type { Contents } from "./operations.js";
import { mediaTypeOf, readerFor } from "./response.js";

/** Says whether body and headers come from the service. */
export type Verify = (body: Uint8Array, headers: Headers) => boolean | Promise<boolean>;

/** What is known of a received request beside its body. */
export interface WebhookOptions {
  readonly headers?: ConstructorParameters<typeof Headers>[0];
  readonly verify?: Verify | undefined;
  /** Throw `DecodeError` for a body that is not as the document says. */
  readonly strict?: boolean | undefined;
}

/** A webhook's body was not signed by the service, or was changed on its way. */
export class SignatureError extends SdkError {
  static {
    this.prototype.name = "SignatureError";
  }
}

/**
 * The payload of the webhook that the document calls `event`. Throws `SignatureError` where `verify` says no, before
 * anything is parsed; `InvalidArgumentError` for an unknown event; `DecodeError` for a body that is not what its media
 * type says.
 */
export async function parseWebhook(
  events: { readonly [event: string]: Contents },
  event: string,
  body: string | Uint8Array,
  options: WebhookOptions = {},
): Promise<unknown> {
  const contents = Object.hasOwn(events, event) ? events[event] : undefined;
  if (contents === undefined) {
    const known = Object.keys(events).sort().join(", ") || "none";
    throw new InvalidArgumentError(`there is no webhook ${JSON.stringify(event)}; known: ${known}`, "event");
  }
  const content = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const headers = new Headers(options.headers);
  if (options.verify !== undefined && !(await options.verify(content, headers))) {
    throw new SignatureError(`the signature of webhook ${JSON.stringify(event)} does not fit its body`);
  }
  if (Object.keys(contents).length === 0) {
    return undefined;
  }
  const contentType = headers.get("content-type") ?? "";
  return readerFor(contents, mediaTypeOf(headers)).read(content, options.strict ?? false, contentType);
}
