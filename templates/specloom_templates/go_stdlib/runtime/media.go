package sdk

import (
	"strings"
	"unicode/utf8"
)

// essence is a media type in lower case, without its parameters.
func essence(mediaType string) string {
	mediaType, _, _ = strings.Cut(mediaType, ";")
	return strings.ToLower(strings.TrimSpace(mediaType))
}

// isJSON says whether a media type is JSON: any `/json` or `+json` (RFC 6839).
func isJSON(mediaType string) bool {
	mediaType = essence(mediaType)
	return strings.HasSuffix(mediaType, "/json") || strings.HasSuffix(mediaType, "+json")
}

// isXML says whether a media type is XML: any `/xml` or `+xml` (RFC 7303).
func isXML(mediaType string) bool {
	mediaType = essence(mediaType)
	return strings.HasSuffix(mediaType, "/xml") || strings.HasSuffix(mediaType, "+xml")
}

// decoded is a body of text in the charset of its media type: UTF-8, or one of
// those whose bytes are the code points. It never fails.
func decoded(content []byte, contentType string) string {
	charset := ""
	for _, parameter := range strings.Split(contentType, ";")[1:] {
		name, value, _ := strings.Cut(parameter, "=")
		if strings.EqualFold(strings.TrimSpace(name), "charset") {
			charset = strings.ToLower(strings.Trim(strings.TrimSpace(value), `"`))
		}
	}
	switch charset {
	case "iso-8859-1", "iso8859-1", "latin-1", "latin1":
		runes := make([]rune, len(content))
		for i, c := range content {
			runes[i] = rune(c)
		}
		return string(runes)
	}
	if utf8.Valid(content) {
		return string(content)
	}
	return strings.ToValidUTF8(string(content), "\ufffd")
}
