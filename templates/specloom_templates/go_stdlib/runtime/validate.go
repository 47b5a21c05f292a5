package sdk

import (
	"fmt"
	"math/big"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"specloom.invalid/sdk/internal/jsontext"
)

// constraints are the assertions of JSON Schema on one value, by keyword; item has
// those on each item of an array.
type constraints struct {
	words map[string]string
	item  *constraints
}

var constraintWords = []string{
	"Minimum", "Maximum", "ExclusiveMinimum", "ExclusiveMaximum", "MultipleOf", "MinLength", "MaxLength",
	"Pattern", "MinItems", "MaxItems", "UniqueItems", "MinProperties", "MaxProperties",
}

// parseConstraints reads the tags of a field; those of items have `Item` before
// them.
func parseConstraints(tag reflect.StructTag, prefix string) *constraints {
	if !strings.Contains(string(tag), prefix) {
		return nil
	}
	found := &constraints{words: map[string]string{}}
	for _, word := range constraintWords {
		if value, ok := tag.Lookup(prefix + word); ok {
			found.words[word] = value
		}
	}
	if strings.Contains(string(tag), prefix+"Item") && len(prefix) < 40 {
		found.item = parseConstraints(tag, prefix+"Item")
	}
	if len(found.words) == 0 && found.item == nil {
		return nil
	}
	return found
}

// checker collects what is wrong with a request.
type checker struct {
	violations []string
}

func (k *checker) add(place, format string, values ...any) {
	k.violations = append(k.violations, place+": "+fmt.Sprintf(format, values...))
}

// check fails where arguments break constraints of the document. Files and what is
// sent as it is read are left out.
func (c *core) check(op *operation, path []any, arguments []argument) error {
	var k checker
	values := op.pathValues(path)
	for _, segment := range op.path {
		value := values[segment.param]
		if value == nil {
			continue
		}
		delete(values, segment.param)
		own := parseConstraints(reflect.StructTag(op.parameter("path", segment.param).checks), "")
		k.argument(c, segment.param, planOf(reflect.TypeOf(value)), reflect.ValueOf(value), own)
	}
	for _, argument := range arguments {
		own := argument.checks
		if argument.place == isBody && op.body != nil {
			own = parseConstraints(reflect.StructTag(op.body.checks), "")
		}
		k.argument(c, argument.name, argument.plan, argument.value, own)
	}
	if k.violations != nil {
		return &ConstraintError{k.violations}
	}
	return nil
}

func (k *checker) argument(c *core, name string, p *plan, v reflect.Value, own *constraints) {
	if isFile(p, v, &plainPart) {
		return
	}
	if value, err := c.encoder.tree(p, v); err == nil {
		k.value(value, name, own, p)
	}
}

// value checks JSON data by its own constraints, and by those of the fields of its
// type.
func (k *checker) value(value jsontext.Value, place string, own *constraints, p *plan) {
	if value.Kind == jsontext.Null {
		return
	}
	if own != nil {
		k.own(value, place, own)
		if own.item != nil {
			for i, item := range value.Items {
				k.value(item, place+"["+strconv.Itoa(i)+"]", own.item, anyPlan)
			}
		}
	}
	target := variantOf(p, value)
	switch target.form {
	case formSlice:
		for i, item := range value.Items {
			k.value(item, place+"["+strconv.Itoa(i)+"]", nil, target.elem)
		}
	case formMap:
		for _, member := range value.Members {
			k.value(member.Value, place+"."+member.Name, nil, target.elem)
		}
	case formModel:
		m := target.model()
		for i := range m.fields {
			field := &m.fields[i]
			inner, ok := value.Get(field.wire)
			if ok {
				k.value(inner, place+"."+field.wire, field.checks, field.plan)
			} else if field.required && !field.readOnly {
				k.add(place+"."+field.wire, "is required")
			}
		}
	}
}

func (k *checker) own(value jsontext.Value, place string, own *constraints) {
	switch value.Kind {
	case jsontext.String:
		k.size(place, own, utf8.RuneCountInString(value.Text), "Length", "character", "characters")
		if pattern, ok := own.words["Pattern"]; ok {
			if compiled := translated(pattern); compiled != nil && !compiled.MatchString(value.Text) {
				k.add(place, "must match %q, is %q", pattern, value.Text)
			}
		}
	case jsontext.Array:
		k.size(place, own, len(value.Items), "Items", "item", "items")
		if own.words["UniqueItems"] == "true" && hasTwins(value.Items) {
			k.add(place, "its items must be unique")
		}
	case jsontext.Object:
		k.size(place, own, len(value.Members), "Properties", "property", "properties")
	case jsontext.Number:
		k.number(place, own, value.Text)
	}
}

func (k *checker) size(place string, own *constraints, size int, what, one, many string) {
	for word, text := range map[string]string{"Min": "at least", "Max": "at most"} {
		limit, err := strconv.Atoi(own.words[word+what])
		if err != nil || word == "Min" && size >= limit || word == "Max" && size <= limit {
			continue
		}
		unit := many
		if limit == 1 {
			unit = one
		}
		k.add(place, "must have %s %d %s, has %d", text, limit, unit, size)
	}
}

func (k *checker) number(place string, own *constraints, text string) {
	number, ok := new(big.Rat).SetString(text)
	if !ok {
		return
	}
	for _, bound := range []struct {
		word, text string
		broken     func(compared int) bool
	}{
		{"Minimum", "at least", func(c int) bool { return c < 0 }},
		{"Maximum", "at most", func(c int) bool { return c > 0 }},
		{"ExclusiveMinimum", "more than", func(c int) bool { return c <= 0 }},
		{"ExclusiveMaximum", "less than", func(c int) bool { return c >= 0 }},
	} {
		if limit, ok := new(big.Rat).SetString(own.words[bound.word]); ok && bound.broken(number.Cmp(limit)) {
			k.add(place, "must be %s %s, is %s", bound.text, own.words[bound.word], text)
		}
	}
	step, ok := new(big.Rat).SetString(own.words["MultipleOf"])
	if ok && step.Sign() != 0 && !new(big.Rat).Quo(number, step).IsInt() {
		k.add(place, "must be a multiple of %s, is %s", own.words["MultipleOf"], text)
	}
}

// hasTwins says whether two values are equal, as JSON has it.
func hasTwins(items []jsontext.Value) bool {
	seen := map[string]bool{}
	for _, item := range items {
		text := canonical(item)
		if seen[text] {
			return true
		}
		seen[text] = true
	}
	return false
}

// canonical is a text that is equal for equal values: 1 and 1.0 are, 1 and "1" are
// not.
func canonical(value jsontext.Value) string {
	switch value.Kind {
	case jsontext.Number:
		if number, ok := new(big.Rat).SetString(value.Text); ok {
			return number.RatString()
		}
		return value.Text
	case jsontext.Array:
		var texts []string
		for _, item := range value.Items {
			texts = append(texts, canonical(item))
		}
		return "[" + strings.Join(texts, ",") + "]"
	case jsontext.Object:
		members := map[string]string{}
		for _, member := range value.Members {
			members[member.Name] = canonical(member.Value)
		}
		var texts []string
		for _, name := range sortedKeys(reflect.ValueOf(members)) {
			texts = append(texts, strconv.Quote(name)+":"+members[name])
		}
		return "{" + strings.Join(texts, ",") + "}"
	default:
		return string(value.Append(nil))
	}
}

var patterns sync.Map // string → *regexp.Regexp, nil where it cannot be told

var unsupportedPattern = regexp.MustCompile(`\\[pPkxcuz]|\(\?|\[\^?\]|\\[1-9]`)

// translated is an ECMA-262 pattern as one that means the same here; nil where that
// is not certain.
func translated(pattern string) *regexp.Regexp {
	if found, ok := patterns.Load(pattern); ok {
		return found.(*regexp.Regexp)
	}
	var compiled *regexp.Regexp
	plain := strings.ReplaceAll(strings.ReplaceAll(pattern, `\\`, ""), "(?:", "(")
	if !unsupportedPattern.MatchString(plain) {
		compiled, _ = regexp.Compile(strings.ReplaceAll(pattern, `\/`, `/`))
	}
	patterns.Store(pattern, compiled)
	return compiled
}
