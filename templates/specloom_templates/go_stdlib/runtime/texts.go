package sdk

import (
	"net/url"
	"strings"

	"specloom.invalid/sdk/internal/jsontext"
)

// isSingle says whether the values of a type are single texts, numbers or flags.
func isSingle(p *plan) bool {
	switch bare(p).form {
	case formSlice, formMap, formModel, formUnion, formAny, formChoice, formForeign, formRaw, formReader:
		return false
	}
	return true
}

// formTree reads a form as JSON of the type of p: a name that is repeated, or
// whose property is a list, has a list.
func formTree(text string, p *plan) (jsontext.Value, error) {
	target := bare(p)
	object := jsontext.Value{Kind: jsontext.Object}
	for _, pair := range strings.Split(text, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(name)
		if err != nil {
			return object, err
		}
		if value, err = url.QueryUnescape(value); err != nil {
			return object, err
		}
		of := anyPlan
		switch target.form {
		case formModel:
			if i, ok := target.model().byWire[name]; ok {
				of = bare(target.model().fields[i].plan)
			}
		case formMap:
			of = bare(target.elem)
		}
		known, repeated := object.Get(name)
		if of.form == formSlice {
			known.Kind = jsontext.Array
			known.Items = append(known.Items, scalarValue(value, of.elem))
			object.Set(name, known)
			continue
		}
		item := scalarValue(value, of)
		switch {
		case !repeated:
			object.Set(name, item)
		case known.Kind == jsontext.Array:
			known.Items = append(known.Items, item)
			object.Set(name, known)
		default:
			object.Set(name, jsontext.Value{Kind: jsontext.Array, Items: []jsontext.Value{known, item}})
		}
	}
	return object, nil
}
