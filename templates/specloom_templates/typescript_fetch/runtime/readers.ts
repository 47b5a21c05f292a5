/** How bodies other than JSON are read. */

import { decode, string, type Lazy } from "./codecs.js";
import { decodedText } from "./media.js";
import { formValue, textValue } from "./texts.js";

/** How a body is read. `streamed`: not here, but by the program, as it arrives. */
export interface Reader {
  readonly streamed: boolean;
  /** The type of the value, where it can be written as JSON data again. */
  readonly type?: Lazy<unknown>;
  read(content: Uint8Array, strict: boolean, contentType: string): unknown;
}

/** Text; bytes that are none become U+FFFD. */
export function readText(type: Lazy<unknown> = string): Reader {
  return {
    streamed: false,
    type,
    read: (content, _, contentType) => decode(type, textValue(decodedText(content, contentType), type)),
  };
}

/** Raw bytes, whatever they hold: a `FileDownload`. */
export function readBytes(_type?: Lazy<unknown>): Reader {
  return { streamed: true, read: (content) => content };
}

/** A form. */
export function readForm(type: Lazy<unknown>): Reader {
  return {
    streamed: false,
    type,
    read(content, strict, contentType) {
      const pairs = new URLSearchParams(decodedText(content, contentType));
      return decode(type, formValue(pairs, type), strict);
    },
  };
}
