/** How bodies other than JSON are read. */

import { decode, string, type Lazy } from "./codecs.js";
import { put, type JsonObject } from "./json.js";

/** How a body is read. `streamed`: not here, but by the program, as it arrives. */
export interface Reader {
  readonly streamed: boolean;
  /** The type of the value, where it can be written as JSON data again. */
  readonly type?: Lazy<unknown>;
  read(content: Uint8Array, strict: boolean): unknown;
}

/** Text; bytes that are not UTF-8 become U+FFFD. */
export function readText(type: Lazy<unknown> = string): Reader {
  return { streamed: false, type, read: (content) => decode(type, new TextDecoder().decode(content)) };
}

/** Raw bytes, whatever they hold: a `FileDownload`. */
export function readBytes(_type?: Lazy<unknown>): Reader {
  return { streamed: true, read: (content) => content };
}

/** A form; a name that is repeated has a list. */
export function readForm(type: Lazy<unknown>): Reader {
  return {
    streamed: false,
    type,
    read(content, strict) {
      const data: JsonObject = {};
      const pairs = new URLSearchParams(new TextDecoder().decode(content));
      for (const name of new Set(pairs.keys())) {
        const values = pairs.getAll(name);
        put(data, name, values.length === 1 ? values[0] : values);
      }
      return decode(type, data, strict);
    },
  };
}
