/** How a value is written in XML (OpenAPI 3.2, section 4.26). What is absent is as the document does not say. */
export interface XmlHints {
  readonly name?: string;
  /** What the root of a document is called, where `name` does not say it. */
  readonly rootName?: string;
  readonly namespace?: string;
  readonly prefix?: string;
  readonly node?: "element" | "attribute" | "text" | "cdata" | "none";
  readonly wrapped?: boolean;
  readonly itemName?: string;
}
