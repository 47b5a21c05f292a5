/** OAuth 2.0: access tokens from a token endpoint, kept until they end or are refused. */

import { toBase64 } from "./codecs.js";
import { ConfigurationError, DecodeError } from "./errors.js";
import type { Grant, GrantContext, Scheme } from "./auth.js";
import { isObject } from "./json.js";
import { formEncode } from "./text.js";
import { isClean, joinUrl, originOf } from "./urls.js";

/**
 * What the document says of the scheme. `credentials` are names of options: `token`, `client_id`, `client_secret`,
 * `refresh_token`.
 *
 * A given token is sent as it is. Else the refresh token (RFC 6749, section 6), else the client credentials (section 4.4)
 * are exchanged for one at the token URL, which may be relative to the server's. `inBody`: the client's id and secret go
 * into the form of that request instead of its `Authorization`.
 */
export interface OAuth2Options {
  readonly credentials: { readonly [part: string]: string };
  readonly tokenUrl?: string;
  readonly refreshUrl?: string;
  readonly scopes?: readonly string[];
  readonly inBody?: boolean;
}

/** What is known of a scheme's token. `pending` is the request for it, shared by all calls that wait. */
interface TokenState {
  value?: string | undefined;
  expires?: number | undefined;
  refresh?: string | undefined;
  pending?: Promise<string> | undefined;
}

/** Milliseconds before its end at which a token is no longer used. */
const MARGIN = 30_000;

/** An OAuth 2.0 scheme. */
export function oauth2(options: OAuth2Options): Scheme {
  const { token = "", client_id = "", client_secret = "", refresh_token = "" } = options.credentials;
  const scheme: Scheme = {
    needs: [[token], [refresh_token], [client_id, client_secret]].filter((names) => names.every((name) => name !== "")),
    async grant(context) {
      const given = await context.secret(token);
      if (given !== "") {
        return bearing(given);
      }
      const state = (context.memory.get(scheme) ?? {}) as TokenState;
      context.memory.set(scheme, state);
      if (state.value === undefined || (state.expires !== undefined && Date.now() >= state.expires - MARGIN)) {
        state.pending ??= fetchToken(options, context, state).finally(() => {
          state.pending = undefined;
        });
        await state.pending;
      }
      const value = state.value ?? "";
      return bearing(value, () => {
        if (state.value === value) {
          state.value = undefined;
        }
        return true;
      });
    },
  };
  return scheme;
}

function bearing(token: string, refused?: () => boolean): Grant {
  return { headers: { Authorization: `Bearer ${token}` }, ...(refused && { refused }) };
}

async function fetchToken(options: OAuth2Options, context: GrantContext, state: TokenState): Promise<string> {
  const { scopes = [], credentials } = options;
  const secretOf = async (part: string): Promise<string> => context.secret(credentials[part] ?? "");
  const refresh = state.refresh ?? (await secretOf("refresh_token"));
  const [id, secret] = [await secretOf("client_id"), await secretOf("client_secret")];
  const form: [string, string][] =
    refresh === "" ? [["grant_type", "client_credentials"]] : [["grant_type", "refresh_token"], ["refresh_token", refresh]];
  if (scopes.length > 0) {
    form.push(["scope", scopes.join(" ")]);
  }
  const headers: { [name: string]: string } = {};
  if (id !== "" && secret !== "" && !options.inBody) {
    // RFC 6749, section 2.3.1
    headers["Authorization"] = `Basic ${toBase64(new TextEncoder().encode(`${formEncode(id)}:${formEncode(secret)}`))}`;
  } else if (id !== "") {
    form.push(["client_id", id], ...(secret === "" ? [] : ([["client_secret", secret]] as [string, string][])));
  }
  const reference = (refresh === "" ? "" : options.refreshUrl) || options.tokenUrl || "";
  const url = joinUrl(`${context.baseUrl}/`, reference);
  if (reference === "" || url === undefined || originOf(url) === undefined || !isClean(url)) {
    throw new ConfigurationError(`no access token can be fetched: the token URL is ${JSON.stringify(reference)}`);
  }
  const text = form.map(([name, value]) => `${formEncode(name)}=${formEncode(value)}`).join("&");
  try {
    // A refresh token may be used up by the first request that brings it.
    return keep(state, await context.post({ url, headers, form: text, idempotent: refresh === "" }));
  } catch (error) {
    state.refresh = undefined;
    throw error;
  }
}

/** Keeps the token of an answer (RFC 6749, section 5.1); a refresh token stays where the answer brought no new one. */
function keep(state: TokenState, answer: unknown): string {
  const { access_token: value, expires_in: lifetime, refresh_token: refresh } = isObject(answer) ? answer : {};
  if (typeof value !== "string" || value === "" || /[\x00-\x1f\x7f-\x9f]/.test(value)) {
    throw new DecodeError("the token endpoint answered without an access token that can be sent");
  }
  const seconds = lifetime === undefined || lifetime === null ? Number.NaN : Number(lifetime);
  state.value = value;
  state.expires = Number.isNaN(seconds) ? undefined : Date.now() + seconds * 1000;
  state.refresh = typeof refresh === "string" && refresh !== "" ? refresh : state.refresh;
  return value;
}
