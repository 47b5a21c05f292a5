package sdk

import (
	"io"
	"reflect"
	"strconv"
	"strings"

	"specloom.invalid/sdk/internal/jsontext"
	"specloom.invalid/sdk/internal/style"
)

// content is a body as it goes on the wire.
type content struct {
	*source
	mediaType string
}

// content encodes the body of a request; nil where none is sent.
func (c *core) content(op *operation, arguments []argument, options *callOptions) (*content, error) {
	spec := op.body
	if spec == nil {
		if options.body == nil {
			return nil, nil
		}
		spec = &body{mediaType: "application/json"}
	}
	if options.contentType != "" {
		var err error
		if spec, err = spec.as(options.contentType); err != nil {
			return nil, err
		}
	}
	members, whole := bodyArguments(arguments)
	if spec.encoding >= bodyText && spec.encoding != bodyXML {
		return c.wholeContent(spec, whole)
	}
	if !spec.required && whole == nil && len(members) == 0 && options.body == nil {
		return nil, nil
	}
	switch spec.encoding {
	case bodyForm, bodyMultipart:
		return c.formContent(spec, members, whole, options)
	case bodyXML:
		if whole == nil && len(members) == 0 {
			return nil, nil
		}
		text, err := c.xmlBody(spec, members, whole)
		return &content{bytesSource(text), spec.plainType()}, err
	default:
		text, err := c.jsonBody(members, whole, options)
		return &content{bytesSource(text), spec.plainType()}, err
	}
}

// as is how the body is sent as a media type: exactly, or as one of a range.
func (b *body) as(mediaType string) (*body, error) {
	var known []string
	all := append([]body{*b}, b.others...)
	for _, matches := range []func(string, string) bool{strings.EqualFold, isInRange} {
		for i := range all {
			if matches(mediaType, all[i].mediaType) {
				all[i].mediaType = mediaType
				return &all[i], checkHeaderValue(mediaType)
			}
		}
	}
	for _, other := range all {
		known = append(known, other.mediaType)
	}
	reason := "this operation does not take " + strconv.Quote(mediaType) + "; it takes " + strings.Join(known, ", ")
	return nil, &ArgumentError{Path: "WithContentType", Reason: reason}
}

// isInRange says whether a media type is one of a range (RFC 9110, section 12.5.1).
func isInRange(mediaType, pattern string) bool {
	mediaType = essence(mediaType)
	return strings.Contains(pattern, "*") && !strings.Contains(mediaType, "*") && strings.Contains(mediaType, "/") &&
		isWithin(mediaType, essence(pattern))
}

// plainType is what a media type is sent as: a range is no type of a body.
func (b *body) plainType() string {
	if !strings.Contains(b.mediaType, "*") {
		return b.mediaType
	}
	switch {
	case b.encoding == bodyJSON:
		return "application/json"
	case b.encoding == bodyText:
		return "text/plain"
	default:
		return octets
	}
}

// bodyArguments are the arguments that are properties of the body, or the one
// that is all of it.
func bodyArguments(arguments []argument) (members []argument, whole *argument) {
	for i := range arguments {
		switch arguments[i].place {
		case inBody:
			members = append(members, arguments[i])
		case isBody:
			whole = &arguments[i]
		}
	}
	return members, whole
}

func (c *core) jsonBody(members []argument, whole *argument, options *callOptions) ([]byte, error) {
	if whole != nil && options.body == nil {
		text, err := c.encoder.append(nil, whole.plan, whole.value)
		if err != nil {
			return nil, within(whole.name, err)
		}
		return text, nil
	}
	value := jsontext.Value{Kind: jsontext.Object}
	var err error
	if whole != nil {
		if value, err = c.encoder.tree(whole.plan, whole.value); err != nil {
			return nil, within(whole.name, err)
		}
	}
	for _, member := range members {
		inner, err := c.encoder.memberTree(member)
		if err != nil {
			return nil, within(member.name, err)
		}
		value.Set(member.wire, inner)
	}
	if err := c.mergeFields(&value, options); err != nil {
		return nil, err
	}
	return value.Append(nil), nil
}

// memberTree is the value of a property that was given; nil is null, or an empty
// list or object where null is none of its values.
func (e *encoder) memberTree(member argument) (jsontext.Value, error) {
	if isAbsentField(&member.fieldPlan, member.value) && !member.nullable {
		if member.plan.form == formSlice {
			return jsontext.Value{Kind: jsontext.Array}, nil
		}
		return jsontext.Value{Kind: jsontext.Object}, nil
	}
	return e.tree(member.plan, member.value)
}

// mergeFields sets the fields of the call's options in a body.
func (c *core) mergeFields(value *jsontext.Value, options *callOptions) error {
	if options.body != nil && value.Kind != jsontext.Object {
		return &ArgumentError{Path: "WithBodyField", Reason: "fields can be set in a body that is an object only"}
	}
	for _, field := range options.body {
		text, err := c.encoder.marshal(field.value)
		if err != nil {
			return within(field.name, err)
		}
		inner, err := jsontext.Parse(text)
		if err != nil {
			return within(field.name, err)
		}
		value.Set(field.name, inner)
	}
	return nil
}

// wholeContent is a body of text, bytes, or values that are sent one after
// another.
func (c *core) wholeContent(spec *body, whole *argument) (*content, error) {
	if whole == nil {
		if spec.required {
			return &content{bytesSource(nil), spec.plainType()}, nil
		}
		return nil, nil
	}
	switch spec.encoding {
	case bodyBytes:
		if reader, ok := readerIn(whole.value); ok {
			mediaType := spec.plainType()
			if upload, ok := reader.(*FileUpload); ok && upload.ContentType != "" {
				mediaType = upload.ContentType
			}
			if err := checkHeaderValue(mediaType); err != nil {
				return nil, within(whole.name, err)
			}
			return &content{sourceOf(reader), mediaType}, nil
		}
	case bodyJSONLines, bodyJSONSeq:
		text, err := c.jsonLines(spec, whole)
		return &content{bytesSource(text), spec.plainType()}, err
	}
	value, err := c.encoder.tree(whole.plan, whole.value)
	if err != nil {
		return nil, within(whole.name, err)
	}
	return &content{bytesSource([]byte(style.Text(value))), spec.plainType()}, nil
}

func (c *core) jsonLines(spec *body, whole *argument) ([]byte, error) {
	items := whole.value
	if whole.plan.form != formSlice {
		return nil, &ArgumentError{Path: whole.name, Reason: "this body is made of a list of values"}
	}
	var out []byte
	for i := range items.Len() {
		if spec.encoding == bodyJSONSeq {
			out = append(out, 0x1e)
		}
		var err error
		if out, err = c.encoder.append(out, whole.plan.elem, items.Index(i)); err != nil {
			return nil, within(whole.name+"["+strconv.Itoa(i)+"]", err)
		}
		out = append(out, '\n')
	}
	return out, nil
}

// readerIn is the reader that a value is or holds.
func readerIn(v reflect.Value) (io.Reader, bool) {
	if v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8 {
		return nil, false
	}
	if !v.CanInterface() {
		return nil, false
	}
	reader, ok := v.Interface().(io.Reader)
	return reader, ok && reader != nil
}

// formMember is a property of a form, with how it is written.
type formMember struct {
	name  string
	value reflect.Value // of a file
	plan  *plan
	tree  jsontext.Value
	part  *part
}

var plainPart part

func (b *body) part(name string) *part {
	for i := range b.parts {
		if b.parts[i].name == name {
			return &b.parts[i]
		}
	}
	return &plainPart
}

func (c *core) formContent(spec *body, members []argument, whole *argument, options *callOptions) (*content, error) {
	found, err := c.formMembers(spec, members, whole, options)
	if err != nil {
		return nil, err
	}
	if spec.encoding == bodyMultipart {
		return c.multipart(spec, found)
	}
	var parts []string
	for _, member := range found {
		if member.part.isStyled() {
			parts = append(parts, style.Query(member.name, member.tree, member.part.spec()))
		} else {
			parts = append(parts, formPairs(member.name, member.tree, member.part.contentType)...)
		}
	}
	return &content{bytesSource([]byte(joinFilled(parts, "&"))), spec.mediaType}, nil
}

func (p *part) spec() style.Spec {
	return style.Spec{Style: p.style, Explode: style.Explode(p.explode), AllowReserved: p.allowReserved}
}

// formMembers are the properties of a form in order. Those of a whole body that
// hold files must be fields of a model.
func (c *core) formMembers(spec *body, members []argument, whole *argument, options *callOptions) ([]formMember, error) {
	var found []formMember
	add := func(name, shown string, p *plan, v reflect.Value, part *part) error {
		member := formMember{name: name, plan: p, value: v, part: part}
		if !isFile(p, v, member.part) {
			tree, err := c.encoder.tree(p, v)
			if err != nil {
				return within(shown, err)
			}
			if tree.Kind == jsontext.Null {
				return nil
			}
			member.tree = tree
		}
		found = append(found, member)
		return nil
	}
	for _, member := range members {
		if err := add(member.wire, member.name, member.plan, member.value, spec.part(member.wire)); err != nil {
			return nil, err
		}
	}
	if whole != nil {
		if err := c.wholeMembers(spec, whole, add); err != nil {
			return nil, err
		}
	}
	for _, field := range options.body {
		if field.value == nil {
			continue
		}
		for i := range found {
			if found[i].name == field.name {
				found = append(found[:i], found[i+1:]...)
				break
			}
		}
		value := reflect.ValueOf(field.value)
		if err := add(field.name, field.name, planOf(value.Type()), value, spec.part(field.name)); err != nil {
			return nil, err
		}
	}
	return found, nil
}

type addMember func(name, shown string, p *plan, v reflect.Value, part *part) error

// wholeMembers adds the properties of a body that was given whole: of a model, a
// map, or, in multipart, the items of a list, which have no names.
func (c *core) wholeMembers(spec *body, whole *argument, add addMember) error {
	v, p := whole.value, whole.plan
	for p.form == formPointer || p.form == formUnion || p.form == formAny {
		if v.IsNil() {
			return nil
		}
		v = v.Elem()
		p = planOf(v.Type())
	}
	switch p.form {
	case formModel:
		m := p.model()
		for i := range m.fields {
			field := &m.fields[i]
			value := v.Field(field.index)
			if field.readOnly || isAbsentField(field, value) {
				continue
			}
			if err := add(field.wire, field.name, field.plan, value, spec.part(field.wire)); err != nil {
				return err
			}
		}
		if m.extra >= 0 {
			return addMap(spec, v.Field(m.extra), m.extras, add)
		}
		return nil
	case formMap:
		return addMap(spec, v, p.elem, add)
	case formSlice:
		if spec.encoding == bodyMultipart {
			return addItems(spec, v, p.elem, add)
		}
	}
	return &ArgumentError{Path: whole.name, Reason: "a form is made of an object"}
}

func addMap(spec *body, v reflect.Value, elem *plan, add addMember) error {
	for _, name := range sortedKeys(v) {
		value := v.MapIndex(reflect.ValueOf(name).Convert(v.Type().Key()))
		if err := add(name, name, elem, value, spec.part(name)); err != nil {
			return err
		}
	}
	return nil
}

func addItems(spec *body, v reflect.Value, elem *plan, add addMember) error {
	for i := range v.Len() {
		part := &plainPart
		if len(spec.parts) > 0 {
			part = &spec.parts[min(i, len(spec.parts)-1)]
		}
		if err := add(nameless, "["+strconv.Itoa(i)+"]", elem, v.Index(i), part); err != nil {
			return err
		}
	}
	return nil
}

// nameless is the name of parts that have none.
const nameless = "\x00"

// formPairs are the encoded pairs of a property; arrays are repeated, objects are
// JSON.
func formPairs(name string, value jsontext.Value, contentType string) []string {
	items := []jsontext.Value{value}
	if value.Kind == jsontext.Array {
		items = value.Items
	}
	var pairs []string
	for _, item := range items {
		switch {
		case isJSON(contentType):
			pairs = append(pairs, style.FormQuote(name)+"="+style.FormQuote(string(item.Append(nil))))
		case item.Kind != jsontext.Null:
			pairs = append(pairs, style.FormQuote(name)+"="+style.FormQuote(style.Text(item)))
		}
	}
	return pairs
}
