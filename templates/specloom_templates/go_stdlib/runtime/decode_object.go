package sdk

import (
	"encoding/json"
	"reflect"
)

// object reads an object into a model.
func (d *decoder) object(p *plan, v reflect.Value, kind byte) error {
	if kind != '{' {
		return d.misfit(expectation(p))
	}
	m := p.model()
	pos := d.Pos
	seen := make([]bool, len(m.fields))
	rest := v.Addr().Interface().(model).rest()
	*rest = received{}
	err := d.Object(func(name string) error {
		d.enter(step{name: name, index: -1})
		defer d.leave()
		i, ok := m.byWire[name]
		if !ok {
			return d.extra(m, v, rest, name)
		}
		seen[i] = true
		field := &m.fields[i]
		target := v.Field(field.index)
		target.SetZero()
		return d.field(field, target, rest)
	})
	if err == nil {
		err = d.missing(m, seen, rest)
	}
	if err != nil {
		d.rewind(pos, err)
	}
	return err
}

// field reads a property.
func (d *decoder) field(field *fieldPlan, target reflect.Value, rest *received) error {
	if d.Kind() == 'n' {
		return d.nullField(field, target, rest)
	}
	err := d.decode(field.plan, target)
	if err == nil || d.strict || !isMisfit(err) {
		return err
	}
	target.SetZero()
	text, err := d.Skip()
	rest.keep(field.wire, text)
	return err
}

// nullField reads null for a property, where it means the same as absent unless
// the property says otherwise.
func (d *decoder) nullField(field *fieldPlan, target reflect.Value, rest *received) error {
	inner := bare(field.plan)
	isAny := inner.form == formAny || inner.form == formChoice
	switch {
	case field.required && !field.nullable && !isAny && d.strict:
		return d.misfit(expectation(inner))
	case field.plan.form == formOpt || field.plan.form == formRaw:
		return d.null(field.plan, target)
	case field.required && !field.nullable || isAny:
		rest.keep(field.wire, []byte("null"))
	}
	return d.Literal("null")
}

func bare(p *plan) *plan {
	for p.form == formPointer || p.form == formOpt {
		p = p.elem
	}
	return p
}

func (r *received) keep(wire string, text []byte) {
	if r.raw == nil {
		r.raw = map[string]json.RawMessage{}
	}
	r.raw[wire] = append(json.RawMessage(nil), text...)
}

// extra reads a property that the model does not declare.
func (d *decoder) extra(m *modelPlan, v reflect.Value, rest *received, name string) error {
	if m.extra < 0 {
		text, err := d.Skip()
		rest.keep(name, text)
		return err
	}
	value := reflect.New(m.extras.typ).Elem()
	err := d.decode(m.extras, value)
	if err != nil {
		if d.strict || !isMisfit(err) {
			return err
		}
		text, err := d.Skip()
		rest.keep(name, text)
		return err
	}
	extras := v.Field(m.extra)
	if extras.IsNil() {
		extras.Set(reflect.MakeMap(extras.Type()))
	}
	extras.SetMapIndex(reflect.ValueOf(name), value)
	return nil
}

// missing notes the required properties that were not there.
func (d *decoder) missing(m *modelPlan, seen []bool, rest *received) error {
	for i := range m.fields {
		field := &m.fields[i]
		if seen[i] || !field.counted {
			continue
		}
		if d.strict {
			return d.lacks(field.wire)
		}
		if rest.missing == nil {
			rest.missing = map[string]bool{}
		}
		rest.missing[field.wire] = true
	}
	return nil
}

func (d *decoder) lacks(wire string) error {
	if !d.explain {
		return errMisfit
	}
	return &misfit{path: showPath(d.path), message: "expected the property " + showName(wire) + ", found an object without it"}
}

func showName(name string) string {
	text, _ := json.Marshal(name)
	return string(text)
}
