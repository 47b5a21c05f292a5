// Package style writes values as OpenAPI 3.2, section 4.12, describes
// parameters: every location, style and explode, with RFC 6570 behind it.
package style

import (
	"errors"
	"strconv"
	"strings"

	"specloom.invalid/sdk/internal/jsontext"
)

// Explode says whether arrays and objects are written as separate values.
type Explode int8

const (
	ByStyle Explode = iota // as is the default of the style
	Yes
	No
)

// Spec is how a parameter is written. An empty Style is the default of the
// place it is used in.
type Spec struct {
	Style         string
	Explode       Explode
	AllowReserved bool
}

var delimiters = map[string]string{"spaceDelimited": "%20", "pipeDelimited": "%7C", "tabDelimited": "%09"}

func (s Spec) explodes(byDefault string) bool {
	if s.Explode != ByStyle {
		return s.Explode == Yes
	}
	switch s.styleOr(byDefault) {
	case "form", "cookie", "deepObject":
		return true
	}
	return false
}

func (s Spec) styleOr(byDefault string) string {
	if s.Style == "" {
		return byDefault
	}
	return s.Style
}

func (s Spec) quoter(but string) func(string) string {
	if s.AllowReserved {
		return func(text string) string { return quoteReserved(text, but) }
	}
	return Quote
}

// Text is a scalar as text: booleans and numbers as JSON spells them, null
// empty, a value with parts as JSON.
func Text(v jsontext.Value) string {
	switch v.Kind {
	case jsontext.Null:
		return ""
	case jsontext.Array, jsontext.Object:
		return string(v.Append(nil))
	default:
		return v.Text
	}
}

// Path is the text that takes the place of a path parameter. whole says that it
// is the whole segment, which must not come out empty or as dots.
func Path(name string, v jsontext.Value, spec Spec, whole bool) (string, error) {
	quote := spec.quoter("/?")
	explode := spec.explodes("simple")
	var text string
	switch spec.Style {
	case "label":
		text = prefixed(".", "", v, explode, quote)
	case "matrix":
		text = prefixed(";", quote(name), v, explode, quote)
	default:
		text = simple(v, explode, quote)
	}
	if !whole {
		return text, nil
	}
	switch text {
	case "":
		return "", errors.New("an empty value would change the path of the request")
	case ".", "..":
		return "", errors.New(strconv.Quote(text) + " would change the path of the request")
	}
	return text, nil
}

// Query is the part of a query for one parameter, without `?`; empty where
// nothing is sent.
func Query(name string, v jsontext.Value, spec Spec) string {
	quote := spec.quoter("")
	style := spec.styleOr("form")
	if style == "deepObject" && isContainer(v) {
		var pairs []string
		for _, pair := range DeepPairs(name, v) {
			pairs = append(pairs, quote(pair.Name)+"="+quote(pair.Text))
		}
		return strings.Join(pairs, "&")
	}
	delimiter, ok := delimiters[style]
	if !ok {
		delimiter = ","
	}
	return form(name, v, spec.explodes("form"), quote, delimiter, "&")
}

// Header is the value of a header field. Nothing is percent-encoded.
func Header(v jsontext.Value, spec Spec) string {
	return simple(v, spec.explodes("simple"), asIs)
}

// Cookie is the part of a Cookie header for one parameter. The style `cookie`
// escapes nothing, so a value that would end the pair is refused.
func Cookie(name string, v jsontext.Value, spec Spec) (string, error) {
	if spec.Style != "cookie" {
		return form(name, v, spec.explodes("form"), spec.quoter(""), ",", "; "), nil
	}
	var err error
	text := form(name, v, spec.explodes("cookie"), func(text string) string {
		if strings.Contains(text, ";") {
			err = errors.New("a cookie value cannot hold ';'; percent-encode it")
		}
		return text
	}, ",", "; ")
	return text, err
}

func asIs(text string) string { return text }

func isContainer(v jsontext.Value) bool {
	return v.Kind == jsontext.Array || v.Kind == jsontext.Object
}

// Pair is a name and a text that are written beside each other.
type Pair struct {
	Name, Text string
}

// Texts are the items of an array, without nulls.
func Texts(v jsontext.Value) []string {
	var texts []string
	for _, item := range v.Items {
		if item.Kind != jsontext.Null {
			texts = append(texts, Text(item))
		}
	}
	return texts
}

// Pairs are the members of an object, without nulls.
func Pairs(v jsontext.Value) []Pair {
	var pairs []Pair
	for _, member := range v.Members {
		if member.Value.Kind != jsontext.Null {
			pairs = append(pairs, Pair{member.Name, Text(member.Value)})
		}
	}
	return pairs
}

// RepeatedPairs are the members of an exploded object; one that is an array is
// repeated, as the parameter itself would be.
func RepeatedPairs(v jsontext.Value) []Pair {
	var pairs []Pair
	for _, member := range v.Members {
		switch member.Value.Kind {
		case jsontext.Null:
		case jsontext.Array:
			for _, text := range Texts(member.Value) {
				pairs = append(pairs, Pair{member.Name, text})
			}
		default:
			pairs = append(pairs, Pair{member.Name, Text(member.Value)})
		}
	}
	return pairs
}

// DeepPairs has `key[a][b]` for each leaf. Items of an array get their index, so
// that objects in arrays stay apart.
func DeepPairs(key string, v jsontext.Value) []Pair {
	var pairs []Pair
	add := func(name string, inner jsontext.Value) {
		name = key + "[" + name + "]"
		switch {
		case isContainer(inner):
			pairs = append(pairs, DeepPairs(name, inner)...)
		case inner.Kind != jsontext.Null:
			pairs = append(pairs, Pair{name, Text(inner)})
		}
	}
	for _, member := range v.Members {
		add(member.Name, member.Value)
	}
	for i, item := range v.Items {
		add(strconv.Itoa(i), item)
	}
	return pairs
}

func mapped(texts []string, quote func(string) string) []string {
	out := make([]string, len(texts))
	for i, text := range texts {
		out[i] = quote(text)
	}
	return out
}

func simple(v jsontext.Value, explode bool, quote func(string) string) string {
	switch v.Kind {
	case jsontext.Array:
		return strings.Join(mapped(Texts(v), quote), ",")
	case jsontext.Object:
		joint := ","
		if explode {
			joint = "="
		}
		var parts []string
		for _, pair := range Pairs(v) {
			parts = append(parts, quote(pair.Name)+joint+quote(pair.Text))
		}
		return strings.Join(parts, ",")
	default:
		return quote(Text(v))
	}
}

// prefixed is the styles label (name is empty) and matrix; a matrix pair with an
// empty value has no `=` (RFC 6570, section 3.2.7).
func prefixed(prefix, name string, v jsontext.Value, explode bool, quote func(string) string) string {
	var out strings.Builder
	if v.Kind == jsontext.Object && explode {
		for _, pair := range Pairs(v) {
			out.WriteString(prefix + quote(pair.Name))
			if pair.Text != "" || name == "" {
				out.WriteString("=" + quote(pair.Text))
			}
		}
		return out.String()
	}
	var values []string
	switch {
	case v.Kind == jsontext.Array && explode:
		values = mapped(Texts(v), quote)
	case isContainer(v):
		if len(v.Items)+len(v.Members) > 0 {
			values = []string{simple(v, false, quote)}
		}
	default:
		values = []string{quote(Text(v))}
	}
	for _, value := range values {
		out.WriteString(prefix + name)
		if name != "" && value != "" {
			out.WriteByte('=')
		}
		out.WriteString(value)
	}
	return out.String()
}

// form is the styles form, cookie and the delimited ones. An empty array or
// object gives nothing.
func form(name string, v jsontext.Value, explode bool, quote func(string) string, delimiter, separator string) string {
	switch {
	case v.Kind == jsontext.Null:
		return ""
	case v.Kind == jsontext.Array && explode:
		pairs := mapped(Texts(v), quote)
		for i := range pairs {
			pairs[i] = quote(name) + "=" + pairs[i]
		}
		return strings.Join(pairs, separator)
	case v.Kind == jsontext.Array:
		return whole(quote(name), mapped(Texts(v), quote), delimiter)
	case v.Kind == jsontext.Object && explode:
		var pairs []string
		for _, pair := range RepeatedPairs(v) {
			pairs = append(pairs, quote(pair.Name)+"="+quote(pair.Text))
		}
		return strings.Join(pairs, separator)
	case v.Kind == jsontext.Object:
		var texts []string
		for _, pair := range Pairs(v) {
			texts = append(texts, quote(pair.Name), quote(pair.Text))
		}
		return whole(quote(name), texts, delimiter)
	default:
		return quote(name) + "=" + quote(Text(v))
	}
}

func whole(name string, texts []string, delimiter string) string {
	if len(texts) == 0 {
		return ""
	}
	return name + "=" + strings.Join(texts, delimiter)
}
