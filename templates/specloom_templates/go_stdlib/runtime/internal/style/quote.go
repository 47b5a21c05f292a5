package style

import "strings"

const upperHex = "0123456789ABCDEF"

func isUnreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' ||
		c == '-' || c == '.' || c == '_' || c == '~'
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// Quote percent-encodes everything but the unreserved characters of RFC 3986.
func Quote(text string) string {
	return quote(text, isUnreserved)
}

// quoteReserved lets reserved characters and percent-encoded ones through
// (`allowReserved`), but not those that would end the part of the URL it is in.
func quoteReserved(text, but string) string {
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c == '%' && i+2 < len(text) && isHex(text[i+1]) && isHex(text[i+2]) {
			out.WriteByte(c)
			continue
		}
		reserved := strings.IndexByte(":/?@!$&'()*+,;=", c) >= 0 && strings.IndexByte(but, c) < 0
		if isUnreserved(c) || reserved {
			out.WriteByte(c)
		} else {
			escape(&out, c)
		}
	}
	return out.String()
}

// FormQuote encodes a name or value of a form (WHATWG URL, section 5.2).
func FormQuote(text string) string {
	quoted := quote(text, func(c byte) bool { return isUnreserved(c) || c == ' ' })
	return strings.ReplaceAll(quoted, " ", "+")
}

func quote(text string, keep func(byte) bool) string {
	plain := true
	for i := 0; i < len(text) && plain; i++ {
		plain = keep(text[i])
	}
	if plain {
		return text
	}
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		if keep(text[i]) {
			out.WriteByte(text[i])
		} else {
			escape(&out, text[i])
		}
	}
	return out.String()
}

func escape(out *strings.Builder, c byte) {
	out.WriteByte('%')
	out.WriteByte(upperHex[c>>4])
	out.WriteByte(upperHex[c&15])
}
