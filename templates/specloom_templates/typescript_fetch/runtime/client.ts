/** What every client has. */

import type { ApiInfo } from "./api.js";
import type { ClientOptions } from "./options.js";
import { makeSettings, type NamedOptions, type Settings } from "./settings.js";

/** The settings of a client, for this package alone: printing a client shows no credential. */
export let settingsOf: (client: ApiClient) => Settings;

/** In options made by `withOptions`: what the client they come from remembers, such as its tokens. */
const memory = Symbol("memory");

/** The base of clients. One may be shared by everything that runs. */
export class ApiClient {
  readonly #options: ClientOptions & NamedOptions;
  readonly #settings: Settings;

  static {
    settingsOf = (client) => client.#settings;
  }

  /** Throws `ConfigurationError`. Nothing is sent. */
  constructor(api: ApiInfo, options: ClientOptions & NamedOptions) {
    this.#options = options;
    this.#settings = makeSettings(api, options, (options as { [memory]?: Settings["memory"] })[memory]);
  }

  /** Where requests go. */
  get baseUrl(): string {
    return this.#settings.baseUrl;
  }

  /** A copy with other settings; `headers` and `query` are added to this client's own. */
  withOptions(changes: ClientOptions): this {
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const options = {
      ...this.#options,
      ...given,
      headers: { ...this.#options.headers, ...changes.headers },
      query: { ...this.#options.query, ...changes.query },
      [memory]: this.#settings.memory,
    };
    return new (this.constructor as new (options: ClientOptions) => this)(options);
  }
}

/** The base of resources: a group of operations of a client. */
export class ApiResource {
  protected readonly _client: ApiClient;

  constructor(client: ApiClient) {
    this._client = client;
  }
}
