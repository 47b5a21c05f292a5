/** How bodies other than JSON are read. */

import { decode, string, type Lazy } from "./codecs.js";
import { FileDownload } from "./download.js";
import type { Answer } from "./http.js";
import { decodedText } from "./media.js";
import { formValue, textValue } from "./texts.js";

/** How a body is read. */
export interface Reader {
  /** What the program reads it with as it arrives; undefined where it is read at once, by `read`. */
  readonly open: ((answer: Answer, limit: number | null) => unknown) | undefined;
  /** The type of the value, where it can be written as JSON data again. */
  readonly type?: Lazy<unknown>;
  read(content: Uint8Array, strict: boolean, contentType: string): unknown;
}

/** Text; bytes that are none become U+FFFD. */
export function readText(type: Lazy<unknown> = string): Reader {
  return {
    open: undefined,
    type,
    read: (content, _, contentType) => decode(type, textValue(decodedText(content, contentType), type)),
  };
}

/** Raw bytes, whatever they hold: a `FileDownload`. */
export function readBytes(_type?: Lazy<unknown>): Reader {
  return { open: (answer, limit) => new FileDownload(answer, limit), read: (content) => content };
}

/** A form. */
export function readForm(type: Lazy<unknown>): Reader {
  return {
    open: undefined,
    type,
    read(content, strict, contentType) {
      const pairs = new URLSearchParams(decodedText(content, contentType));
      return decode(type, formValue(pairs, type), strict);
    },
  };
}
