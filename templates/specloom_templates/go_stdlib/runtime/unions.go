package sdk

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"sync"

	"specloom.invalid/sdk/internal/jsontext"
)

// UnknownVariant is a value of a union that is none of the variants that the
// API's document describes. It is sent as it was received.
type UnknownVariant struct {
	JSON json.RawMessage
}

// MarshalJSON returns the value as it was received.
func (u UnknownVariant) MarshalJSON() ([]byte, error) {
	if u.JSON == nil {
		return []byte("null"), nil
	}
	return u.JSON, nil
}

// union describes an interface type whose values are of one of several types.
// With a tag, the property of that name names the variant; otherwise its shape
// does.
type union struct {
	of       any // a nil pointer to the interface
	tag      string
	variants []variant
}

// variant is one of the types of a union, and what tells it from the others. of is
// a nil pointer to it.
type variant struct {
	of         any
	isDefault  bool // for objects with another tag
	tags       []any
	consts     []fixed
	required   []string
	properties []string
}

// fixed is a property with the values it can have.
type fixed struct {
	name   string
	values []any
}

// unions are those of the package, by their interface: set by the init functions
// of generated files.
var unions = map[reflect.Type]*union{}

// describe makes a union known.
func describe(u *union) { unions[witnessed(u.of)] = u }

// unionPlan is a union with the plans of its variants, made on first use.
type unionPlan struct {
	union *union
	once  sync.Once
	plans []*plan
}

func unionOf(t reflect.Type) *unionPlan {
	if found, ok := unions[t]; ok {
		return &unionPlan{union: found}
	}
	return nil
}

func (u *unionPlan) plan(i int) *plan {
	u.once.Do(func() {
		for _, variant := range u.union.variants {
			u.plans = append(u.plans, planOf(witnessed(variant.of)))
		}
	})
	return u.plans[i]
}

// witnessed is the type that a nil pointer stands for.
func witnessed(pointer any) reflect.Type { return reflect.TypeOf(pointer).Elem() }

// variant reads a value of a union into v, an interface.
func (d *decoder) variant(p *plan, v reflect.Value) error {
	i, err := d.selected(p.union)
	if err != nil {
		return err
	}
	if i >= 0 {
		made := reflect.New(p.union.plan(i).typ).Elem()
		err := d.decode(p.union.plan(i), made)
		if made.Kind() == reflect.Interface && !made.IsNil() {
			made = made.Elem() // a union is a variant by the variants that it has
		}
		if err == nil {
			v.Set(made)
		}
		if err == nil || d.strict || !isMisfit(err) {
			return err
		}
	}
	if d.strict {
		return d.misfit("a value of " + p.typ.Name())
	}
	text, err := d.Skip()
	if err != nil {
		return err
	}
	unknown := reflect.ValueOf(&UnknownVariant{JSON: append(json.RawMessage(nil), text...)})
	if !unknown.Type().AssignableTo(v.Type()) {
		return errMisfit
	}
	v.Set(unknown)
	return nil
}

// selected is the index of the variant of the value at Pos, or -1.
func (d *decoder) selected(u *unionPlan) (int, error) {
	kind := d.Kind()
	pos := d.Pos
	defer d.Reset(pos)
	if u.union.tag != "" {
		if kind != '{' {
			return -1, nil
		}
		tags, err := d.members(func(name string) bool { return name == u.union.tag })
		if err != nil {
			return -1, err
		}
		text, tagged := tags[u.union.tag]
		if found := u.union.tagged(text); len(found) == 1 {
			return found[0], nil
		} else if len(found) > 1 {
			return d.best(u, found, true)
		}
		return d.untagged(u, tagged), nil
	}
	var candidates []int
	exact := d.exactKind(kind)
	for i := range u.union.variants {
		if strings.IndexByte(kindsOf(u.plan(i)), exact) >= 0 {
			candidates = append(candidates, i)
		}
	}
	if len(candidates) == 1 {
		return candidates[0], nil
	}
	return d.best(u, candidates, kind == '{')
}

// exactKind tells integers from other numbers, and true and false from nothing.
func (d *decoder) exactKind(kind byte) byte {
	switch kind {
	case 't', 'f':
		return 'b'
	case '0':
		pos := d.Pos
		text, _ := d.Number()
		d.Reset(pos)
		if _, ok := integer(string(text)); ok || !strings.ContainsAny(string(text), ".eE") {
			return 'i'
		}
	}
	return kind
}

// members are the scalar members of the object at Pos that are wanted, as their
// text, and all others that it has, as nil.
func (d *decoder) members(wanted func(string) bool) (map[string]json.RawMessage, error) {
	found := map[string]json.RawMessage{}
	s := jsontext.Scanner{Data: d.Data, Pos: d.Pos}
	err := s.Object(func(name string) error {
		text, err := s.Skip()
		found[name] = nil
		if wanted(name) {
			found[name] = text
		}
		return err
	})
	return found, err
}

// tagged are the variants that a tag names.
func (u *union) tagged(text json.RawMessage) []int {
	var found []int
	if text == nil {
		return nil
	}
	for i, variant := range u.variants {
		for _, tag := range variant.tags {
			if isScalar(text, tag) {
				found = append(found, i)
				break
			}
		}
	}
	return found
}

// untagged is the variant of an object with no known tag, or -1: the one for all
// others, or the only one that an object without a tag fits.
func (d *decoder) untagged(u *unionPlan, hasTag bool) int {
	fitting := -1
	for i, variant := range u.union.variants {
		if variant.isDefault {
			return i
		}
		if hasTag || fitting == -2 || !d.fits(u.plan(i)) {
			continue
		}
		if fitting >= 0 {
			fitting = -2
		} else {
			fitting = i
		}
	}
	return max(fitting, -1)
}

// isScalar says whether a JSON text is this value.
func isScalar(text json.RawMessage, value any) bool {
	s := jsontext.Scanner{Data: text}
	kind := s.Kind()
	switch value := value.(type) {
	case string:
		found, err := s.String()
		return kind == '"' && err == nil && found == value
	case bool:
		return string(text) == strconv.FormatBool(value)
	case int:
		found, ok := integer(string(text))
		return kind == '0' && ok && found == int64(value)
	case float64:
		found, err := strconv.ParseFloat(string(text), 64)
		return kind == '0' && err == nil && found == value
	default:
		return kind == 'n'
	}
}

// best is the candidate that the value fits best: by constants, then required
// names, then exactly, then by the names that it knows.
func (d *decoder) best(u *unionPlan, candidates []int, object bool) (int, error) {
	var members map[string]json.RawMessage
	if object {
		var err error
		members, err = d.members(func(string) bool { return true })
		if err != nil {
			return -1, err
		}
		shaped := filter(candidates, func(i int) bool { return u.union.variants[i].hasConsts(members) })
		complete := filter(shaped, func(i int) bool { return u.union.variants[i].isComplete(members) })
		if len(complete) == 1 {
			return complete[0], nil
		}
		if len(complete) == 0 && len(shaped) == 1 && len(u.union.variants[shaped[0]].consts) > 0 {
			return shaped[0], nil
		}
		candidates = complete
	}
	best, likeness := -1, -1
	for _, i := range candidates {
		if !d.fits(u.plan(i)) {
			continue
		}
		if !object {
			return i, nil
		}
		if like := u.union.variants[i].likeness(members); like > likeness {
			best, likeness = i, like
		}
	}
	return best, nil
}

func filter(indexes []int, keep func(int) bool) []int {
	var kept []int
	for _, i := range indexes {
		if keep(i) {
			kept = append(kept, i)
		}
	}
	return kept
}

// fits says whether the value at Pos is strictly of a type.
func (d *decoder) fits(p *plan) bool {
	check := decoder{Scanner: jsontext.Scanner{Data: d.Data, Pos: d.Pos}, strict: true}
	return check.decode(p, reflect.New(p.typ).Elem()) == nil
}

func (v *variant) hasConsts(members map[string]json.RawMessage) bool {
	for _, fixed := range v.consts {
		text, ok := members[fixed.name]
		if ok && !fixed.allows(text) {
			return false
		}
	}
	return true
}

func (f *fixed) allows(text json.RawMessage) bool {
	for _, value := range f.values {
		if isScalar(text, value) {
			return true
		}
	}
	return false
}

func (v *variant) isComplete(members map[string]json.RawMessage) bool {
	for _, name := range v.required {
		if _, ok := members[name]; !ok {
			return false
		}
	}
	return true
}

// likeness counts the properties that the variant fixes, then those it knows.
func (v *variant) likeness(members map[string]json.RawMessage) int {
	n := 0
	for _, fixed := range v.consts {
		if _, ok := members[fixed.name]; ok {
			n += 1 << 16
		}
	}
	for _, name := range v.properties {
		if _, ok := members[name]; ok {
			n++
		}
	}
	return n
}
