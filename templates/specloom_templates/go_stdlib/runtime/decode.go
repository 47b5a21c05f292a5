package sdk

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"

	"specloom.invalid/sdk/internal/jsontext"
)

// Unmarshal reads JSON into value, a pointer, as this package reads bodies:
// unions find their variant, and what does not fit a field of a model is kept
// aside. The methods UnmarshalJSON of models use it.
func Unmarshal(data []byte, value any) error {
	return unmarshal(data, value, false)
}

func unmarshal(data []byte, value any, strict bool) error {
	target := reflect.ValueOf(value)
	if target.Kind() != reflect.Pointer || target.IsNil() {
		return &ArgumentError{Reason: fmt.Sprintf("cannot read JSON into a %T", value)}
	}
	d := decoder{Scanner: jsontext.Scanner{Data: data}, strict: strict, explain: true}
	err := d.decode(planOf(target.Type().Elem()), target.Elem())
	if err == nil {
		err = d.End()
	}
	return d.failure(err)
}

// decoder reads a JSON text. A value of the wrong type is a misfit: leniently, a
// field of a model that has one stays zero, and keeps it aside.
type decoder struct {
	jsontext.Scanner

	strict  bool // a misfit of a field is the end
	explain bool // misfits say where and why
	path    []step
}

// step is a name or, where the name is empty, an index.
type step struct {
	name  string
	index int
}

type misfit struct {
	path, message string
}

func (m *misfit) Error() string { return m.message }

var errMisfit = errors.New("the value is not of the type that is expected")

func isMisfit(err error) bool {
	if err == errMisfit {
		return true
	}
	_, ok := err.(*misfit)
	return ok
}

// failure is err as users see it.
func (d *decoder) failure(err error) error {
	switch err := err.(type) {
	case nil:
		return nil
	case *misfit:
		return &DecodeError{Path: err.path, Message: err.message, Body: d.Data}
	default:
		return &DecodeError{Path: "$", Message: err.Error(), Body: d.Data}
	}
}

// misfit is the error for the value at Pos.
func (d *decoder) misfit(expected string) error {
	if !d.explain {
		return errMisfit
	}
	pos := d.Pos
	text, err := d.Skip()
	d.Reset(pos)
	if err != nil {
		return err
	}
	return &misfit{path: showPath(d.path), message: "expected " + expected + ", found " + described(text)}
}

func described(text []byte) string {
	switch text[0] {
	case '{':
		return "an object"
	case '[':
		return "an array"
	}
	if len(text) > 40 {
		return string(text[:39]) + "…"
	}
	return string(text)
}

// showPath is a JSON path (RFC 9535).
func showPath(path []step) string {
	out := []byte("$")
	for _, step := range path {
		switch {
		case step.index >= 0:
			out = append(strconv.AppendInt(append(out, '['), int64(step.index), 10), ']')
		case isIdentifier(step.name):
			out = append(append(out, '.'), step.name...)
		default:
			out = append(strconv.AppendQuote(append(out, '['), step.name), ']')
		}
	}
	return string(out)
}

func isIdentifier(name string) bool {
	for i, c := range name {
		letter := c == '_' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return name != ""
}

func (d *decoder) enter(s step) { d.path = append(d.path, s) }
func (d *decoder) leave()       { d.path = d.path[:len(d.path)-1] }

// decode reads a value into v, which is zero. After a misfit, Pos is where it was.
func (d *decoder) decode(p *plan, v reflect.Value) error {
	kind := d.Kind()
	if kind == 'n' {
		return d.null(p, v)
	}
	switch p.form {
	case formPointer:
		made := reflect.New(p.elem.typ)
		if err := d.decode(p.elem, made.Elem()); err != nil {
			return err
		}
		v.Set(made)
		return nil
	case formOpt:
		value, state := v.Addr().Interface().(optional).slot()
		if err := d.decode(p.elem, reflect.ValueOf(value).Elem()); err != nil {
			return err
		}
		*state = isSet
		return nil
	case formModel:
		return d.object(p, v, kind)
	case formSlice:
		return d.slice(p, v, kind)
	case formMap:
		return d.dictionary(p, v, kind)
	case formUnion:
		return d.variant(p, v)
	case formChoice:
		return d.choice(p, v, kind)
	case formAny:
		value, err := d.any()
		if err == nil && value != nil {
			v.Set(reflect.ValueOf(value))
		}
		return err
	case formRaw:
		text, err := d.Skip()
		if err == nil {
			v.SetBytes(append([]byte(nil), text...))
		}
		return err
	case formForeign:
		return d.foreign(v)
	case formBool:
		if kind != 't' && kind != 'f' {
			return d.misfit("a boolean")
		}
		v.SetBool(kind == 't')
		return d.Literal(map[byte]string{'t': "true", 'f': "false"}[kind])
	case formInt, formUint, formFloat, formNumber:
		return d.number(p, v, kind)
	case formDecimal:
		if kind == '0' {
			text, err := d.Number()
			v.SetString(string(text))
			return err
		}
	}
	return d.text(p, v, kind)
}

// null is read as the zero value everywhere. Strictly it has to be allowed.
func (d *decoder) null(p *plan, v reflect.Value) error {
	switch p.form {
	case formPointer, formAny, formChoice, formUnion:
	case formOpt:
		_, state := v.Addr().Interface().(optional).slot()
		*state = isNull
	case formRaw:
		v.SetBytes([]byte("null"))
	default:
		if d.strict {
			return d.misfit(expectation(p))
		}
	}
	return d.Literal("null")
}

func expectation(p *plan) string {
	switch p.form {
	case formBool:
		return "a boolean"
	case formInt, formUint:
		return "an integer"
	case formFloat, formNumber:
		return "a number"
	case formDecimal:
		return "a decimal number"
	case formTime:
		return "an RFC 3339 date-time"
	case formBytes:
		return "base64 text"
	case formBase64URL:
		return "base64url text"
	case formSlice:
		return "an array"
	case formMap, formModel:
		return "an object"
	case formText:
		return "a " + strings.ToLower(p.typ.Name())
	default:
		return "a string"
	}
}

// text reads what is a string on the wire.
func (d *decoder) text(p *plan, v reflect.Value, kind byte) error {
	if kind != '"' {
		return d.misfit(expectation(p))
	}
	pos := d.Pos
	text, err := d.String()
	if err != nil {
		return err
	}
	if !setText(p, v, text) {
		d.Reset(pos)
		return d.misfit(expectation(p))
	}
	return nil
}

// setText reads a string into v; false where it is not of the form of p.
func setText(p *plan, v reflect.Value, text string) bool {
	switch p.form {
	case formString:
		v.SetString(text)
	case formJSONText:
		v.Set(reflect.ValueOf(text))
	case formJSONIn:
		value := v.Addr().Interface().(jsonHolder).inText()
		return unmarshal([]byte(text), value, false) == nil
	case formTime:
		t, err := parseDateTime(text)
		if err != nil {
			return false
		}
		v.Set(reflect.ValueOf(t))
	case formText:
		return v.Addr().Interface().(interface{ UnmarshalText([]byte) error }).UnmarshalText([]byte(text)) == nil
	case formDecimal:
		if !isDecimal(text) {
			return false
		}
		v.SetString(text)
	case formBytes, formBase64URL:
		data, ok := readBase64(text, p.form == formBase64URL)
		if !ok {
			return false
		}
		v.SetBytes(data)
	default:
		return false
	}
	return true
}

func isDecimal(text string) bool {
	_, err := strconv.ParseFloat(text, 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		return false
	}
	return strings.Trim(text, "+-.0123456789eE") == ""
}

// readBase64 skips line breaks (RFC 2045), and needs no padding.
func readBase64(text string, forURL bool) ([]byte, bool) {
	text = strings.TrimRight(strings.Join(strings.Fields(text), ""), "=")
	encoding := base64.RawStdEncoding
	if forURL {
		encoding = base64.RawURLEncoding
	}
	data, err := encoding.DecodeString(text)
	if data == nil {
		data = []byte{}
	}
	return data, err == nil
}

func (d *decoder) number(p *plan, v reflect.Value, kind byte) error {
	if kind != '0' {
		return d.misfit(expectation(p))
	}
	pos := d.Pos
	text, err := d.Number()
	if err != nil {
		return err
	}
	if !setNumber(p, v, string(text)) {
		d.Reset(pos)
		return d.misfit(expectation(p))
	}
	return nil
}

// setNumber reads a number into v; false where v cannot hold it exactly.
func setNumber(p *plan, v reflect.Value, text string) bool {
	switch p.form {
	case formNumber:
		v.SetString(text)
	case formFloat:
		n, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return false
		}
		v.SetFloat(n)
	case formInt:
		n, ok := integer(text)
		if !ok || v.OverflowInt(n) {
			return false
		}
		v.SetInt(n)
	case formUint:
		n, err := strconv.ParseUint(strings.TrimSuffix(text, ".0"), 10, 64)
		if err != nil {
			signed, ok := integer(text)
			if !ok || signed < 0 {
				return false
			}
			n = uint64(signed)
		}
		if v.OverflowUint(n) {
			return false
		}
		v.SetUint(n)
	}
	return true
}

// integer is the value of a JSON number without a fractional part, which may be
// written with one (`1.0`), or with an exponent up to what a float64 has exactly.
func integer(text string) (int64, bool) {
	if whole, fraction, found := strings.Cut(text, "."); found && strings.Trim(fraction, "0") == "" {
		text = whole
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err == nil {
		return n, true
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) >= 1<<53 || !strings.ContainsAny(text, ".eE") {
		return 0, false
	}
	return int64(f), true
}

func (d *decoder) slice(p *plan, v reflect.Value, kind byte) error {
	if kind != '[' {
		return d.misfit(expectation(p))
	}
	pos := d.Pos
	items := reflect.New(p.typ).Elem()
	items.Set(reflect.MakeSlice(p.typ, 0, 4))
	n := 0
	err := d.Array(func() error {
		d.enter(step{index: n})
		defer d.leave()
		if n == items.Cap() {
			items.Grow(1)
		}
		items.SetLen(n + 1)
		n++
		return d.decode(p.elem, items.Index(n-1))
	})
	if err != nil {
		d.rewind(pos, err)
		return err
	}
	v.Set(items)
	return nil
}

// rewind goes back where err is no fault of the text.
func (d *decoder) rewind(pos int, err error) {
	if isMisfit(err) {
		d.Reset(pos)
	}
}

func (d *decoder) dictionary(p *plan, v reflect.Value, kind byte) error {
	if kind != '{' {
		return d.misfit(expectation(p))
	}
	pos := d.Pos
	made := reflect.MakeMap(p.typ)
	err := d.Object(func(name string) error {
		d.enter(step{name: name, index: -1})
		defer d.leave()
		item := reflect.New(p.elem.typ).Elem()
		if err := d.decode(p.elem, item); err != nil {
			return err
		}
		made.SetMapIndex(reflect.ValueOf(name).Convert(p.typ.Key()), item)
		return nil
	})
	if err != nil {
		d.rewind(pos, err)
		return err
	}
	v.Set(made)
	return nil
}

// any reads a value without a type: numbers as [json.Number], which is exact.
func (d *decoder) any() (any, error) {
	switch kind := d.Kind(); kind {
	case '{':
		made := map[string]any{}
		err := d.Object(func(name string) (err error) {
			made[name], err = d.any()
			return err
		})
		return made, err
	case '[':
		made := []any{}
		err := d.Array(func() error {
			item, err := d.any()
			made = append(made, item)
			return err
		})
		return made, err
	case '"':
		return d.String()
	case 't', 'f':
		text, err := d.Skip()
		return string(text) == "true", err
	case '0':
		text, err := d.Number()
		return json.Number(text), err
	default:
		_, err := d.Skip()
		return nil, err
	}
}

func (d *decoder) foreign(v reflect.Value) error {
	pos := d.Pos
	text, err := d.Skip()
	if err != nil {
		return err
	}
	if json.Unmarshal(text, v.Addr().Interface()) != nil {
		d.Reset(pos)
		return d.misfit("a " + v.Type().String())
	}
	return nil
}
