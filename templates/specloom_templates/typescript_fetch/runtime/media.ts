/** Media types, as headers and documents write them (RFC 9110, section 8.3). */

/** A media type in lower case, without its parameters. */
export function essence(mediaType: string): string {
  return (mediaType.split(";", 1)[0] ?? "").trim().toLowerCase();
}

/** Whether a media type is JSON: `application/json`, `text/json` or any `+json` (RFC 6839). */
export function isJson(mediaType: string): boolean {
  return /[/+]json$/.test(essence(mediaType));
}

/** Whether a media type is XML: `application/xml`, `text/xml` or any `+xml` (RFC 7303). */
export function isXml(mediaType: string): boolean {
  return /[/+]xml$/.test(essence(mediaType));
}

/** A body of text in the charset of its media type, UTF-8 where it names none that is known. Never fails. */
export function decodedText(content: Uint8Array, contentType = ""): string {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1];
  try {
    return new TextDecoder(charset).decode(content);
  } catch {
    return new TextDecoder().decode(content);
  }
}
