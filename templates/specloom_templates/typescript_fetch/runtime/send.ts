/** How request bodies are sent, by their encoding: what operations name. */

export { bytesBody as bytes, jsonBody as json, jsonLinesBody as jsonLines, textBody as text } from "./bodies.js";
export { formBody as form } from "./forms.js";
export { multipartBody as multipart } from "./multipart.js";
export { xmlBody as xml, xmlText } from "./xml.js";
