package sdk

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strings"
	"sync"
	"time"
)

// received is embedded in every model: what was received and fits no field.
type received struct {
	// raw has, by the name on the wire, values that are not of the type of
	// their field.
	raw map[string]json.RawMessage
	// missing has the names of required properties that were not there.
	missing map[string]bool
}

func (r *received) rest() *received { return r }

type model interface {
	rest() *received
}

// RawField returns what was received for a property of m, a pointer to a model,
// that is not of the type of its field. name is that on the wire.
func RawField(m any, name string) (json.RawMessage, bool) {
	object, ok := m.(model)
	if !ok {
		return nil, false
	}
	raw, ok := object.rest().raw[name]
	return raw, ok
}

// JSONText is text that holds JSON: a string is sent as it is, any other value as
// its JSON. It is received as a string.
type JSONText any

// JSONIn is a text that holds the JSON of a value.
type JSONIn[T any] struct {
	Value T
}

// MarshalJSON returns the text as a JSON string.
func (j JSONIn[T]) MarshalJSON() ([]byte, error) { return Marshal(&j) }

// UnmarshalJSON reads a JSON string that holds JSON.
func (j *JSONIn[T]) UnmarshalJSON(data []byte) error { return Unmarshal(data, j) }

func (j *JSONIn[T]) inText() any { return &j.Value }

type jsonHolder interface {
	inText() any
}

// Decimal is a decimal number of any size, as text. It is a string on the wire.
type Decimal string

// Base64URL is bytes that are sent in the URL-safe form of base64.
type Base64URL []byte

type form uint8

const (
	formAny    form = iota
	formChoice      // any, limited to some types
	formString
	formDecimal
	formNumber // json.Number
	formBool
	formInt
	formUint
	formFloat
	formTime
	formText // by encoding.TextMarshaler and TextUnmarshaler
	formBytes
	formBase64URL
	formJSONText
	formJSONIn
	formRaw
	formPointer
	formOpt
	formSlice
	formMap
	formMembers // a map with an order
	formModel
	formUnion
	formReader  // what is read as it is sent
	formForeign // by encoding/json
)

// plan is how values of a Go type are written and read.
type plan struct {
	typ     reflect.Type
	form    form
	elem    *plan
	union   *unionPlan
	choices []*plan

	once   sync.Once
	fields *modelPlan
}

var (
	plans     sync.Map // reflect.Type → *plan
	planning  sync.Mutex
	modelType = reflect.TypeFor[model]()
	textType  = reflect.TypeFor[encoding.TextUnmarshaler]()
	jsonType  = reflect.TypeFor[json.Unmarshaler]()
	optType   = reflect.TypeFor[optional]()

	holderType = reflect.TypeFor[jsonHolder]()
)

var specialForms = map[reflect.Type]form{
	reflect.TypeFor[time.Time]():       formTime,
	reflect.TypeFor[Decimal]():         formDecimal,
	reflect.TypeFor[json.Number]():     formNumber,
	reflect.TypeFor[Base64URL]():       formBase64URL,
	reflect.TypeFor[json.RawMessage](): formRaw,
	reflect.TypeFor[Date]():            formText,
	reflect.TypeFor[JSONText]():        formJSONText,
}

// planOf is the plan of a type. It is made once, without those of the fields of
// models.
func planOf(t reflect.Type) *plan {
	if found, ok := plans.Load(t); ok {
		return found.(*plan)
	}
	planning.Lock()
	defer planning.Unlock()
	made := map[reflect.Type]*plan{}
	p := makePlan(t, made)
	for t, each := range made {
		plans.Store(t, each)
	}
	return p
}

func makePlan(t reflect.Type, made map[reflect.Type]*plan) *plan {
	if found, ok := plans.Load(t); ok {
		return found.(*plan)
	}
	if found, ok := made[t]; ok {
		return found
	}
	p := &plan{typ: t}
	made[t] = p
	if form, ok := specialForms[t]; ok {
		p.form = form
		return p
	}
	pointer := reflect.PointerTo(t)
	switch t.Kind() {
	case reflect.String:
		p.form = formString
	case reflect.Bool:
		p.form = formBool
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		p.form = formInt
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		p.form = formUint
	case reflect.Float32, reflect.Float64:
		p.form = formFloat
	case reflect.Pointer:
		p.form, p.elem = formPointer, makePlan(t.Elem(), made)
	case reflect.Slice:
		switch {
		case t.Elem().Kind() == reflect.Uint8:
			p.form = formBytes
		case t.Elem().Implements(memberType):
			p.form, p.elem = formMembers, makePlan(t.Elem().Field(1).Type, made)
		default:
			p.form, p.elem = formSlice, makePlan(t.Elem(), made)
		}
	case reflect.Map:
		p.form, p.elem = formMap, makePlan(t.Elem(), made)
		if t.Key().Kind() != reflect.String {
			p.form = formForeign
		}
	case reflect.Interface:
		if p.union = unionOf(t); p.union != nil {
			p.form = formUnion
		} else if t == readerType {
			p.form = formReader
		}
	case reflect.Struct:
		switch {
		case pointer.Implements(modelType):
			p.form = formModel
		case pointer.Implements(optType):
			value, _ := reflect.New(t).Interface().(optional).slot()
			p.form, p.elem = formOpt, makePlan(reflect.TypeOf(value).Elem(), made)
		case pointer.Implements(holderType):
			value := reflect.New(t).Interface().(jsonHolder).inText()
			p.form, p.elem = formJSONIn, makePlan(reflect.TypeOf(value).Elem(), made)
		case pointer.Implements(jsonType):
			p.form = formForeign
		case pointer.Implements(textType):
			p.form = formText
		default:
			p.form = formForeign
		}
	default:
		p.form = formForeign
	}
	return p
}

// modelPlan is how the properties of a model are written and read.
type modelPlan struct {
	fields  []fieldPlan
	byWire  map[string]int
	extra   int // index of AdditionalProperties, or -1
	extras  *plan
	counted int // required fields
	xml     *xmlHints
}

type fieldPlan struct {
	index    int
	name     string // in Go
	wire     string
	plan     *plan
	required bool
	nullable bool
	readOnly bool
	sendOnly bool
	counted  bool
	checks   *constraints
	xml      *xmlHints
}

// model is the plan of the properties of a model.
func (p *plan) model() *modelPlan {
	p.once.Do(func() { p.fields = makeModelPlan(p.typ) })
	return p.fields
}

const extraField = "AdditionalProperties"

func makeModelPlan(t reflect.Type) *modelPlan {
	m := &modelPlan{byWire: map[string]int{}, extra: -1, xml: &plainXML}
	chosen := choicesOf(t)
	for i := range t.NumField() {
		field := t.Field(i)
		switch {
		case field.Anonymous:
			m.xml = parseXMLHints(field.Tag)
		case field.Name == extraField && field.Tag.Get("json") == "-":
			m.extra, m.extras = i, planOf(field.Type.Elem())
		default:
			made := makeFieldPlan(i, field, field.Tag.Get("json"))
			if types, ok := chosen[made.wire]; ok {
				made.plan = withChoice(made.plan, types)
			}
			if made.counted {
				m.counted++
			}
			m.byWire[made.wire] = len(m.fields)
			m.fields = append(m.fields, made)
		}
	}
	return m
}

// makeFieldPlan reads the tags of a field: name is the one on the wire, and `api`
// has what else the API's document says of it.
func makeFieldPlan(index int, field reflect.StructField, name string) fieldPlan {
	made := fieldPlan{
		index:  index,
		name:   field.Name,
		wire:   name,
		plan:   planOf(field.Type),
		checks: parseConstraints(field.Tag, ""),
		xml:    parseXMLHints(field.Tag),
	}
	for _, word := range strings.Split(field.Tag.Get("api"), ",") {
		switch word {
		case "required":
			made.required = true
		case "nullable":
			made.nullable = true
		case "readonly":
			made.readOnly = true
		case "writeonly":
			made.sendOnly = true
		}
	}
	made.counted = made.required && !made.sendOnly
	return made
}
