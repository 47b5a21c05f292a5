package sdk

import (
	"reflect"
	"strings"
)

// choice says which types a property of type any holds: nil pointers to them.
type choice struct {
	property string
	types    []any
}

// choicesOf are the choices that a model has.
func choicesOf(t reflect.Type) map[string][]any {
	object, ok := reflect.New(t).Interface().(interface{ choices() []choice })
	if !ok {
		return nil
	}
	found := map[string][]any{}
	for _, each := range object.choices() {
		found[each.property] = each.types
	}
	return found
}

// withChoice is p with the type any inside of it limited to types that are told
// apart by their JSON type in most cases.
func withChoice(p *plan, types []any) *plan {
	switch p.form {
	case formAny:
		made := &plan{typ: p.typ, form: formChoice}
		for _, witness := range types {
			made.choices = append(made.choices, planOf(witnessed(witness)))
		}
		return made
	case formPointer, formOpt, formSlice, formMap:
		return &plan{typ: p.typ, form: p.form, elem: withChoice(p.elem, types)}
	default:
		return p
	}
}

// choice reads a value into v, an any: as the one type that has this kind of JSON,
// else the first that it fits exactly, else as it is.
func (d *decoder) choice(p *plan, v reflect.Value, kind byte) error {
	exact := d.exactKind(kind)
	var candidates []*plan
	for _, option := range p.choices {
		if strings.IndexByte(kindsOf(option), exact) >= 0 {
			candidates = append(candidates, option)
		}
	}
	for _, option := range candidates {
		if len(candidates) > 1 && !d.fits(option) {
			continue
		}
		made := reflect.New(option.typ).Elem()
		err := d.decode(option, made)
		if err == nil {
			v.Set(made)
		}
		if err == nil || d.strict || !isMisfit(err) {
			return err
		}
		break
	}
	if d.strict {
		return d.misfit("a value of one of its types")
	}
	value, err := d.any()
	v.Set(reflect.ValueOf(value))
	return err
}

// kindsOf are the kinds of JSON values that a type has: `{`, `[`, `"`, `b` for
// booleans, `i` for integers and `0` for other numbers.
func kindsOf(p *plan) string {
	switch p.form {
	case formPointer, formOpt:
		return kindsOf(p.elem)
	case formBool:
		return "b"
	case formInt, formUint:
		return "i"
	case formFloat, formNumber:
		return "i0"
	case formDecimal:
		return `"i0`
	case formSlice:
		return "["
	case formMap, formModel:
		return "{"
	case formAny, formChoice, formRaw, formForeign:
		return `{["bi0`
	case formUnion:
		var kinds string
		if p.union.union.tag != "" {
			return "{"
		}
		for i := range p.union.union.variants {
			kinds += kindsOf(p.union.plan(i))
		}
		return kinds
	default:
		return `"`
	}
}
