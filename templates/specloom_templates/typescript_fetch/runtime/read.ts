/** How bodies other than JSON are read, by their encoding: what operations name. */

export { readBytes as bytes, readBytes as multipart, readForm as form, readText as text } from "./readers.js";
export { readXml as xml } from "./xml.js";
