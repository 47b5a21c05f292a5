package sdk

import (
	"encoding"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"time"

	"specloom.invalid/sdk/internal/jsontext"
)

// Marshal returns value as JSON, as this package writes bodies: compact, with
// instants in UTC, and with what models have kept aside. The methods MarshalJSON
// of models use it.
func Marshal(value any) ([]byte, error) {
	return (&encoder{}).marshal(value)
}

// shown is value as JSON, for people.
func shown(value any) string {
	text, err := Marshal(value)
	if err != nil {
		return fmt.Sprintf("%T that has no JSON: %v", value, err)
	}
	return string(text)
}

// encoder writes values as JSON.
type encoder struct {
	request bool // leave out what only the service sets (`readOnly`)
	seconds bool // write instants without fractions
	depth   int
}

func (e *encoder) marshal(value any) ([]byte, error) {
	if value == nil {
		return []byte("null"), nil
	}
	return e.append(nil, planOf(reflect.TypeOf(value)), reflect.ValueOf(value))
}

// tree is value as a JSON value.
func (e *encoder) tree(p *plan, v reflect.Value) (jsontext.Value, error) {
	if p.form == formString {
		return jsontext.Value{Kind: jsontext.String, Text: v.String()}, nil
	}
	text, err := e.append(nil, p, v)
	if err != nil {
		return jsontext.Value{}, err
	}
	return jsontext.Parse(text)
}

func (e *encoder) append(out []byte, p *plan, v reflect.Value) ([]byte, error) {
	switch p.form {
	case formPointer:
		if v.IsNil() {
			return append(out, "null"...), nil
		}
		return e.nested(out, p.elem, v.Elem())
	case formOpt:
		return e.opt(out, p, v)
	case formAny, formChoice, formUnion:
		if v.IsNil() {
			return append(out, "null"...), nil
		}
		inner := v.Elem()
		return e.nested(out, planOf(inner.Type()), inner)
	case formModel:
		return e.object(out, p, addressable(v))
	case formSlice:
		return e.slice(out, p, v)
	case formMap:
		return e.dictionary(out, p, v)
	case formMembers:
		return e.members(out, p, v)
	case formRaw:
		if text := v.Bytes(); json.Valid(text) {
			return append(out, text...), nil
		}
		return nil, &ArgumentError{Reason: "this raw message is no JSON"}
	case formReader:
		return nil, &ArgumentError{Reason: "a file can be sent in a multipart body, or as the whole body, only"}
	case formForeign:
		text, err := json.Marshal(v.Interface())
		if err != nil {
			return nil, &ArgumentError{Reason: err.Error()}
		}
		return append(out, text...), nil
	case formBool:
		return strconv.AppendBool(out, v.Bool()), nil
	case formInt:
		return strconv.AppendInt(out, v.Int(), 10), nil
	case formUint:
		return strconv.AppendUint(out, v.Uint(), 10), nil
	case formFloat:
		return appendFloat(out, v.Float())
	case formNumber:
		return appendNumber(out, v.String())
	default:
		text, err := e.text(p, v)
		return jsontext.AppendString(out, text), err
	}
}

// nested writes a value inside a list, a map or an interface: null where it is nil,
// as encoding/json does, so that a null that was received stays one.
func (e *encoder) nested(out []byte, p *plan, v reflect.Value) ([]byte, error) {
	e.depth++
	defer func() { e.depth-- }()
	if e.depth > jsontext.MaxDepth {
		return nil, &ArgumentError{Reason: "the value is nested too deeply, or contains itself"}
	}
	if (p.form == formSlice || p.form == formMap) && v.IsNil() {
		return append(out, "null"...), nil
	}
	return e.append(out, p, v)
}

// text is the string that a value is on the wire.
func (e *encoder) text(p *plan, v reflect.Value) (string, error) {
	switch p.form {
	case formTime:
		text, err := formatDateTime(v.Interface().(time.Time), e.seconds)
		if err != nil {
			return "", &ArgumentError{Reason: err.Error()}
		}
		return text, nil
	case formText:
		text, err := v.Interface().(encoding.TextMarshaler).MarshalText()
		if err != nil {
			return "", &ArgumentError{Reason: err.Error()}
		}
		return string(text), nil
	case formBytes:
		return base64.StdEncoding.EncodeToString(v.Bytes()), nil
	case formBase64URL:
		return base64.URLEncoding.EncodeToString(v.Bytes()), nil
	case formJSONIn:
		value := addressable(v).Addr().Interface().(jsonHolder).inText()
		text, err := e.append(nil, p.elem, reflect.ValueOf(value).Elem())
		return string(text), err
	case formJSONText:
		if v.IsNil() {
			return "null", nil
		}
		if v.Elem().Kind() == reflect.String {
			return v.Elem().String(), nil
		}
		text, err := e.append(nil, planOf(v.Elem().Type()), v.Elem())
		return string(text), err
	default:
		return v.String(), nil
	}
}

// addressable is v, or a copy of it that has an address.
func addressable(v reflect.Value) reflect.Value {
	if v.CanAddr() {
		return v
	}
	copied := reflect.New(v.Type()).Elem()
	copied.Set(v)
	return copied
}

func appendFloat(out []byte, f float64) ([]byte, error) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return nil, &ArgumentError{Reason: fmt.Sprintf("%v is not a number that can be sent", f)}
	}
	format := byte('f')
	if abs := math.Abs(f); abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		format = 'e'
	}
	return strconv.AppendFloat(out, f, format, -1, 64), nil
}

func appendNumber(out []byte, text string) ([]byte, error) {
	s := jsontext.Scanner{Data: []byte(text)}
	if _, err := s.Number(); err != nil || s.End() != nil {
		return nil, &ArgumentError{Reason: strconv.Quote(text) + " is not a number"}
	}
	return append(out, text...), nil
}

func (e *encoder) opt(out []byte, p *plan, v reflect.Value) ([]byte, error) {
	value, state := addressable(v).Addr().Interface().(optional).slot()
	if *state != isSet {
		return append(out, "null"...), nil
	}
	return e.append(out, p.elem, reflect.ValueOf(value).Elem())
}

func (e *encoder) slice(out []byte, p *plan, v reflect.Value) ([]byte, error) {
	out = append(out, '[')
	for i := range v.Len() {
		if i > 0 {
			out = append(out, ',')
		}
		var err error
		if out, err = e.nested(out, p.elem, v.Index(i)); err != nil {
			return nil, within("["+strconv.Itoa(i)+"]", err)
		}
	}
	return append(out, ']'), nil
}

func (e *encoder) dictionary(out []byte, p *plan, v reflect.Value) ([]byte, error) {
	out = append(out, '{')
	for i, name := range sortedKeys(v) {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(jsontext.AppendString(out, name), ':')
		item := v.MapIndex(reflect.ValueOf(name).Convert(p.typ.Key()))
		var err error
		if out, err = e.nested(out, p.elem, item); err != nil {
			return nil, within(name, err)
		}
	}
	return append(out, '}'), nil
}

func (e *encoder) members(out []byte, p *plan, v reflect.Value) ([]byte, error) {
	out = append(out, '{')
	for i := range v.Len() {
		if i > 0 {
			out = append(out, ',')
		}
		name := v.Index(i).Field(0).String()
		out = append(jsontext.AppendString(out, name), ':')
		var err error
		if out, err = e.nested(out, p.elem, v.Index(i).Field(1)); err != nil {
			return nil, within(name, err)
		}
	}
	return append(out, '}'), nil
}

func sortedKeys(v reflect.Value) []string {
	names := make([]string, 0, v.Len())
	for _, key := range v.MapKeys() {
		names = append(names, key.String())
	}
	slices.Sort(names)
	return names
}

// object writes a model: its fields, then what was received beyond them.
func (e *encoder) object(out []byte, p *plan, v reflect.Value) ([]byte, error) {
	m := p.model()
	rest := v.Addr().Interface().(model).rest()
	start := len(out)
	out = append(out, '{')
	for i := range m.fields {
		field := &m.fields[i]
		if e.request && field.readOnly {
			continue
		}
		var err error
		if out, err = e.member(out, field, v.Field(field.index), rest); err != nil {
			return nil, within(field.name, err)
		}
	}
	for _, name := range rest.undeclared(m) {
		out = append(append(jsontext.AppendString(out, name), ':'), rest.raw[name]...)
		out = append(out, ',')
	}
	if m.extra >= 0 && v.Field(m.extra).Len() > 0 {
		var err error
		if out, err = e.extras(out, m, v.Field(m.extra)); err != nil {
			return nil, within(extraField, err)
		}
	}
	if len(out) > start+1 {
		out = out[:len(out)-1]
	}
	return append(out, '}'), nil
}

// undeclared are the names of raw values that are those of no field.
func (r *received) undeclared(m *modelPlan) []string {
	var names []string
	for name := range r.raw {
		if _, declared := m.byWire[name]; !declared {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func (e *encoder) extras(out []byte, m *modelPlan, v reflect.Value) ([]byte, error) {
	for _, name := range sortedKeys(v) {
		if _, declared := m.byWire[name]; declared {
			continue
		}
		var err error
		out = append(jsontext.AppendString(out, name), ':')
		if out, err = e.nested(out, m.extras, v.MapIndex(reflect.ValueOf(name))); err != nil {
			return nil, within(name, err)
		}
		out = append(out, ',')
	}
	return out, nil
}

// member writes a property and a comma, or nothing where it is absent.
func (e *encoder) member(out []byte, field *fieldPlan, v reflect.Value, rest *received) ([]byte, error) {
	text := jsontext.AppendString(out, field.wire)
	text = append(text, ':')
	if rest.raw != nil || rest.missing != nil {
		if v.IsZero() {
			if raw, ok := rest.raw[field.wire]; ok {
				return append(append(text, raw...), ','), nil
			}
			if rest.missing[field.wire] {
				return out, nil
			}
		}
	}
	if isAbsentField(field, v) {
		switch {
		case !field.required:
			return out, nil
		case field.nullable:
			return append(text, "null,"...), nil
		case field.plan.form == formSlice:
			return append(text, "[],"...), nil
		case field.plan.form == formMap:
			return append(text, "{},"...), nil
		default:
			return out, nil
		}
	}
	text, err := e.append(text, field.plan, v)
	return append(text, ','), err
}

// isAbsentField says whether a field holds no value.
func isAbsentField(field *fieldPlan, v reflect.Value) bool {
	switch field.plan.form {
	case formPointer, formSlice, formMap, formUnion, formAny, formChoice, formJSONText, formRaw, formReader:
		return v.IsNil()
	case formBytes, formBase64URL:
		return v.IsNil() && (!field.required || field.nullable)
	case formOpt:
		return v.IsZero()
	default:
		return false
	}
}
