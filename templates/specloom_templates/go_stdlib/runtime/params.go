package sdk

import (
	"net/http"
	"reflect"
	"strings"
	"sync"

	"specloom.invalid/sdk/internal/jsontext"
	"specloom.invalid/sdk/internal/style"
)

// place is where an argument travels.
type place uint8

const (
	inQuery place = iota
	inQuerystring
	inHeader
	inCookie
	inBody
	isBody // it is the body
)

var placeTags = map[string]place{
	"query": inQuery, "querystring": inQuerystring, "header": inHeader, "cookie": inCookie,
	"json": inBody, "form": inBody, "multipart": inBody, "body": isBody,
}

// argumentPlan is how a field of a struct of arguments is sent.
type argumentPlan struct {
	fieldPlan
	place place
}

var argumentPlans sync.Map // reflect.Type → []argumentPlan

func argumentsOf(t reflect.Type) []argumentPlan {
	if found, ok := argumentPlans.Load(t); ok {
		return found.([]argumentPlan)
	}
	var made []argumentPlan
	for i := range t.NumField() {
		field := t.Field(i)
		tag, _, _ := strings.Cut(string(field.Tag), ":")
		if at, ok := placeTags[tag]; ok {
			made = append(made, argumentPlan{makeFieldPlan(i, field, field.Tag.Get(tag)), at})
		}
	}
	argumentPlans.Store(t, made)
	return made
}

// argument is an argument that was given.
type argument struct {
	*argumentPlan
	value reflect.Value
}

// given are the arguments in params, a pointer to a struct or nil, that are not
// absent.
func given(params any) []argument {
	v := reflect.ValueOf(params)
	if !v.IsValid() || v.IsNil() {
		return nil
	}
	v = v.Elem()
	plans := argumentsOf(v.Type())
	found := make([]argument, 0, len(plans))
	for i := range plans {
		each := &plans[i]
		value := v.Field(each.index)
		if absent := isAbsentField(&each.fieldPlan, value); absent && !each.isSentNil() {
			continue
		}
		found = append(found, argument{each, value})
	}
	return found
}

// isSentNil says whether nil is a value of the argument: null, or an empty list.
func (a *argumentPlan) isSentNil() bool {
	if !a.required {
		return false
	}
	if a.place == isBody {
		return a.plan.form != formReader
	}
	return a.place == inBody && (a.nullable || a.plan.form == formSlice || a.plan.form == formMap)
}

var noParameter parameter

// parameter is how the argument called name at a place is written.
func (o *operation) parameter(in, name string) *parameter {
	for i := range o.params {
		if o.params[i].in == in && o.params[i].name == name {
			return &o.params[i]
		}
	}
	return &noParameter
}

func (p *parameter) spec() style.Spec {
	return style.Spec{Style: p.style, Explode: style.Explode(p.explode), AllowReserved: p.allowReserved}
}

// tree is the value of an argument as JSON data, or as text where it is written
// as the content of a media type.
func (c *core) tree(p *plan, v reflect.Value, mediaType string) (jsontext.Value, error) {
	value, err := c.encoder.tree(p, v)
	if err != nil || mediaType == "" {
		return value, err
	}
	text := style.Text(value)
	if isJSON(mediaType) {
		text = string(value.Append(nil))
	}
	return jsontext.Value{Kind: jsontext.String, Text: text}, nil
}

// path is the path of a request; values are those of its parameters, in order.
func (c *core) path(op *operation, values []any) (string, error) {
	var out strings.Builder
	given := op.pathValues(values)
	for i, segment := range op.path {
		if segment.param == "" {
			out.WriteString(segment.text)
			continue
		}
		parameter := op.parameter("path", segment.param)
		value, err := jsontext.Value{}, error(nil)
		if argument := given[segment.param]; argument != nil {
			value, err = c.tree(planOf(reflect.TypeOf(argument)), reflect.ValueOf(argument), parameter.mediaType)
		}
		if err == nil {
			var text string
			text, err = style.Path(segment.param, value, parameter.spec(), isWhole(op.path, i))
			out.WriteString(text)
		}
		if err != nil {
			return "", within(segment.param, err)
		}
	}
	return out.String(), nil
}

// pathValues are the values of path parameters by name; one may stand in a path
// more than once.
func (o *operation) pathValues(values []any) map[string]any {
	found := map[string]any{}
	for _, segment := range o.path {
		if _, known := found[segment.param]; segment.param != "" && !known && len(found) < len(values) {
			found[segment.param] = values[len(found)]
		}
	}
	return found
}

// isWhole says whether the parameter at i is a whole segment, or stands beside
// another parameter.
func isWhole(path []segment, i int) bool {
	before := i == 0 || path[i-1].param != "" || strings.HasSuffix(path[i-1].text, "/")
	after := i+1 == len(path) || path[i+1].param != "" || strings.ContainsAny(path[i+1].text[:1], "/?#")
	return before && after
}

// query is the encoded query of a request.
func (c *core) query(op *operation, arguments []argument, options *callOptions) (string, error) {
	var parts []string
	for _, argument := range arguments {
		if argument.place != inQuery && argument.place != inQuerystring {
			continue
		}
		text, err := c.queryPart(op, argument)
		if err != nil {
			return "", within(argument.name, err)
		}
		parts = append(parts, text)
	}
	for _, pair := range options.query {
		text, err := c.encoder.marshal(pair.value)
		if err != nil {
			return "", within(pair.name, err)
		}
		value, _ := jsontext.Parse(text)
		parts = append(parts, style.Query(pair.name, value, style.Spec{}))
	}
	return joinFilled(parts, "&"), nil
}

// queryPart is what an argument adds to the query.
func (c *core) queryPart(op *operation, argument argument) (string, error) {
	if argument.place == inQuerystring {
		value, err := c.encoder.tree(argument.plan, argument.value)
		return querystring(value, op.parameter("querystring", argument.wire).mediaType), err
	}
	parameter := op.parameter("query", argument.wire)
	value, err := c.tree(argument.plan, argument.value, parameter.mediaType)
	return style.Query(argument.wire, value, parameter.spec()), err
}

func joinFilled(parts []string, separator string) string {
	filled := parts[:0]
	for _, part := range parts {
		if part != "" {
			filled = append(filled, part)
		}
	}
	return strings.Join(filled, separator)
}

// querystring is a whole query (OpenAPI 3.2, section 4.12.2.2): its content,
// percent-encoded.
func querystring(value jsontext.Value, mediaType string) string {
	switch {
	case isJSON(mediaType):
		return style.Quote(string(value.Append(nil)))
	case value.Kind == jsontext.Object:
		var pairs []string
		for _, member := range value.Members {
			pairs = append(pairs, formPairs(member.Name, member.Value, "")...)
		}
		return strings.Join(pairs, "&")
	default:
		return style.Quote(style.Text(value))
	}
}

// setArguments writes the arguments that are headers and cookies.
func (c *core) setArguments(op *operation, arguments []argument, header http.Header) error {
	var cookies []string
	for _, argument := range arguments {
		switch argument.place {
		case inHeader:
			parameter := op.parameter("header", argument.wire)
			value, err := c.tree(argument.plan, argument.value, parameter.mediaType)
			if err == nil && value.Kind != jsontext.Null {
				err = setHeader(header, argument.wire, style.Header(value, parameter.spec()))
			}
			if err != nil {
				return within(argument.name, err)
			}
		case inCookie:
			parameter := op.parameter("cookie", argument.wire)
			value, err := c.tree(argument.plan, argument.value, parameter.mediaType)
			var text string
			if err == nil {
				text, err = style.Cookie(argument.wire, value, parameter.spec())
			}
			if err == nil {
				err = checkHeaderValue(text)
			}
			if err != nil {
				return within(argument.name, err)
			}
			cookies = append(cookies, text)
		}
	}
	if cookie := joinFilled(cookies, "; "); cookie != "" {
		header.Set("Cookie", cookie)
	}
	return nil
}

// setHeader sets a header. A name or value that would break out of the field is
// refused.
func setHeader(header http.Header, name, value string) error {
	if err := checkHeaderName(name); err != nil {
		return err
	}
	if err := checkHeaderValue(value); err != nil {
		return err
	}
	header.Set(name, value)
	return nil
}

func checkHeaderName(name string) error {
	valid := func(r rune) bool {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("!#$%&'*+-.^_`|~", r)
	}
	if name == "" || strings.ContainsFunc(name, func(r rune) bool { return !valid(r) }) {
		return &ArgumentError{Reason: "this is not the name of a header"}
	}
	return nil
}

func checkHeaderValue(value string) error {
	if strings.ContainsAny(value, "\r\n\x00") {
		return &ArgumentError{Reason: "a header value cannot hold a line break or NUL"}
	}
	return nil
}
