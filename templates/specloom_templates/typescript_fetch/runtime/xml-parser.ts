/**
 * A small XML reader: elements, attributes, text, CDATA; comments and processing instructions are skipped. Namespaces are
 * left out of names. A document type declaration is refused, so that no entity is ever expanded.
 */

import { DecodeError } from "./errors.js";

/** An element with its local name. `text` is what stands in it before its first child. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: { readonly [name: string]: string };
  /** `xsi:nil`: it stands for null. */
  readonly isNil: boolean;
  readonly children: XmlElement[];
  readonly tail: string[];
  text: string;
}

const NAME = "[^\\s\"'<>/=!?&]+";
const TOKEN = new RegExp(
  [
    "<!--[\\s\\S]*?-->",
    "<\\?[\\s\\S]*?\\?>",
    "<!\\[CDATA\\[([\\s\\S]*?)\\]\\]>",
    "<(!DOCTYPE)",
    `</(${NAME})\\s*>`,
    `<(${NAME})((?:\\s+${NAME}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(/?)>`,
    "([^<]+)",
  ].join("|"),
  "y",
);
const ATTRIBUTE = new RegExp(`(${NAME})\\s*=\\s*(?:"([^"<]*)"|'([^'<]*)')`, "g");
const ENTITIES: { readonly [name: string]: string } = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** The root element of a document. Throws `DecodeError` for text that is no XML, or has a document type declaration. */
export function parseXml(text: string): XmlElement {
  const open: { readonly tag: string; readonly element: XmlElement }[] = [];
  let root: XmlElement | undefined;
  const token = new RegExp(TOKEN);
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const found = token.exec(text);
    const [whole = "", cdata, doctype, closed, opened, attributes = "", slash, characters] = found ?? [];
    const parent = open.at(-1)?.element;
    if (doctype !== undefined) {
      throw new DecodeError("expected XML without a document type declaration, found one", "$");
    }
    if (found === null || (opened !== undefined && parent === undefined && root !== undefined)) {
      throw wrong(text, at);
    }
    if (opened !== undefined) {
      const element = elementOf(opened, attributes);
      parent?.children.push(element);
      root ??= element;
      if (slash === "") {
        open.push({ tag: opened, element });
      }
    } else if (closed !== undefined) {
      if (open.pop()?.tag !== closed) {
        throw wrong(text, at);
      }
    } else if (parent !== undefined && (cdata !== undefined || characters !== undefined)) {
      addText(parent, cdata ?? unescaped(characters ?? ""));
    } else if (characters?.trim() || cdata !== undefined) {
      throw wrong(text, at);
    } else if (whole === "") {
      throw wrong(text, at);
    }
  }
  if (root === undefined || open.length > 0) {
    throw wrong(text, text.length);
  }
  return root;
}

/** The text of a document, in the encoding that it declares, else UTF-8. Throws `DecodeError` for an unknown one. */
export function textOfXml(content: Uint8Array): string {
  const head = String.fromCharCode(...content.subarray(0, 100));
  const label = /^<\?xml[^>]*\sencoding=["']([\w.-]+)["']/.exec(head)?.[1];
  try {
    return new TextDecoder(label).decode(content);
  } catch {
    throw new DecodeError(`expected XML, found the unknown encoding ${JSON.stringify(label)}`, "$");
  }
}

/** All text inside an element, in order. */
export function textIn(element: XmlElement): string {
  return element.text + element.children.map((child, index) => textIn(child) + (element.tail[index] ?? "")).join("");
}

function addText(element: XmlElement, text: string): void {
  const after = element.children.length - 1;
  if (after < 0) {
    element.text += text;
  } else {
    element.tail[after] = (element.tail[after] ?? "") + text;
  }
}

function local(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

/** An element without content; attributes that declare namespaces are left out. */
function elementOf(tag: string, text: string): XmlElement {
  const attributes: { [name: string]: string } = Object.create(null);
  let isNil = false;
  for (const [, name = "", double, single] of text.matchAll(ATTRIBUTE)) {
    const value = unescaped((double ?? single ?? "").replace(/[\t\r\n]/g, " "));
    if (name.endsWith(":nil")) {
      isNil = value === "true" || value === "1";
    } else if (name !== "xmlns" && !name.startsWith("xmlns:")) {
      attributes[local(name)] = value;
    }
  }
  return { name: local(tag), attributes, isNil, children: [], tail: [], text: "" };
}

function unescaped(text: string): string {
  return text.replace(/\r\n?/g, "\n").replace(/&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));|&/g, (whole, hex, decimal, name) => {
    const code = hex !== undefined ? Number.parseInt(String(hex), 16) : Number(decimal);
    const found = name === undefined ? (code <= 0x10ffff ? String.fromCodePoint(code) : undefined) : ENTITIES[String(name)];
    if (found === undefined) {
      throw new DecodeError(`expected XML, found the entity ${JSON.stringify(whole)}`, "$");
    }
    return found;
  });
}

function wrong(text: string, at: number): DecodeError {
  const found = text.slice(at, at + 20);
  const line = text.slice(0, at).split("\n").length;
  return new DecodeError(`expected XML, found ${found === "" ? "its end" : JSON.stringify(found)} in line ${line}`, "$");
}
