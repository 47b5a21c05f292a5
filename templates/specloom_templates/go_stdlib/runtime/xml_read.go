package sdk

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"specloom.invalid/sdk/internal/jsontext"
)

// xmlElement is an element, with names as they are without their prefixes.
type xmlElement struct {
	name       string
	attributes []xml.Attr
	children   []*xmlElement
	text       string // before the first child
	all        string // in it and its children
}

// decodeXML reads an XML document as JSON of the type of p. A document type
// declaration is refused, so that no entity is ever expanded.
func decodeXML(p *plan, data []byte) ([]byte, error) {
	root, err := parseXML(data)
	if err != nil {
		return nil, &DecodeError{Path: "$", Message: "expected XML, found " + err.Error(), Body: data}
	}
	value := root.value(p, ownXML(p))
	return value.Append(nil), nil
}

func parseXML(data []byte) (*xmlElement, error) {
	reader := xml.NewDecoder(bytes.NewReader(data))
	reader.CharsetReader = func(charset string, input io.Reader) (io.Reader, error) {
		text, err := io.ReadAll(input)
		return strings.NewReader(decoded(text, "text/xml; charset="+charset)), err
	}
	top := &xmlElement{}
	open := []*xmlElement{top}
	for {
		token, err := reader.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		here := open[len(open)-1]
		switch token := token.(type) {
		case xml.StartElement:
			if len(open) > jsontext.MaxDepth {
				return nil, errors.New("elements nested too deeply")
			}
			child := &xmlElement{name: token.Name.Local, attributes: token.Copy().Attr}
			here.children = append(here.children, child)
			open = append(open, child)
		case xml.EndElement:
			open = open[:len(open)-1]
			open[len(open)-1].all += here.all
		case xml.CharData:
			if len(here.children) == 0 {
				here.text += string(token)
			}
			here.all += string(token)
		case xml.Directive:
			return nil, errors.New("a document type declaration")
		}
	}
	if len(top.children) != 1 {
		return nil, errors.New("no root element")
	}
	return top.children[0], nil
}

// value is the JSON data of an element.
func (e *xmlElement) value(p *plan, hints *xmlHints) jsontext.Value {
	for _, attribute := range e.attributes {
		if attribute.Name.Local == "nil" && attribute.Name.Space == instance && (attribute.Value == "true" || attribute.Value == "1") {
			return jsontext.Value{}
		}
	}
	target := bare(p)
	if target.form == formUnion {
		target = variantOf(target, e.loose())
	}
	switch target.form {
	case formSlice:
		list := jsontext.Value{Kind: jsontext.Array}
		for _, child := range e.children {
			list.Items = append(list.Items, child.value(target.elem, &plainXML))
		}
		return list
	case formMap:
		object := jsontext.Value{Kind: jsontext.Object}
		for _, child := range e.children {
			object.Set(child.name, child.value(target.elem, &plainXML))
		}
		return object
	case formModel:
		return e.object(target.model())
	case formAny, formChoice:
		return e.loose()
	default:
		return scalarValue(e.all, target)
	}
}

func (e *xmlElement) object(m *modelPlan) jsontext.Value {
	object := jsontext.Value{Kind: jsontext.Object}
	taken := map[*xmlElement]bool{}
	used := map[string]bool{}
	for i := range m.fields {
		field := &m.fields[i]
		hints, target := field.xml, bare(field.plan)
		name := hints.name
		if name == "" {
			name = field.wire
		}
		switch {
		case hints.node == "attribute":
			for _, attribute := range e.attributes {
				if attribute.Name.Local == name {
					used[name] = true
					object.Set(field.wire, scalarValue(attribute.Value, target))
				}
			}
		case hints.node == "text" || hints.node == "cdata":
			object.Set(field.wire, scalarValue(e.text, target))
		case target.form == formSlice && !hints.isWrapped():
			list := jsontext.Value{Kind: jsontext.Array}
			for _, child := range e.named(hints.itemName(field.wire, target.elem), taken) {
				list.Items = append(list.Items, child.value(target.elem, &plainXML))
			}
			if list.Items != nil {
				object.Set(field.wire, list)
			}
		default:
			if found := e.named(name, taken); found != nil {
				object.Set(field.wire, found[len(found)-1].value(field.plan, hints))
			}
		}
	}
	e.others(&object, taken, used)
	return object
}

// named are the children of a name that were not taken yet.
func (e *xmlElement) named(name string, taken map[*xmlElement]bool) []*xmlElement {
	var found []*xmlElement
	for _, child := range e.children {
		if child.name == name && !taken[child] {
			taken[child] = true
			found = append(found, child)
		}
	}
	return found
}

// others adds what no field describes.
func (e *xmlElement) others(object *jsontext.Value, taken map[*xmlElement]bool, used map[string]bool) {
	for _, child := range e.children {
		if taken[child] {
			continue
		}
		same := e.named(child.name, taken)
		if _, known := object.Get(child.name); known {
			continue
		}
		if len(same) == 1 {
			object.Set(child.name, child.loose())
			continue
		}
		list := jsontext.Value{Kind: jsontext.Array}
		for _, each := range same {
			list.Items = append(list.Items, each.loose())
		}
		object.Set(child.name, list)
	}
	for _, attribute := range e.attributes {
		name := attribute.Name.Local
		if used[name] || attribute.Name.Space == "xmlns" || name == "xmlns" {
			continue
		}
		if _, known := object.Get(name); !known {
			object.Set(name, jsontext.Value{Kind: jsontext.String, Text: attribute.Value})
		}
	}
}

// loose is an element that nothing describes: its text, or its attributes and
// children by name.
func (e *xmlElement) loose() jsontext.Value {
	declarations := 0
	for _, attribute := range e.attributes {
		if attribute.Name.Space == "xmlns" || attribute.Name.Local == "xmlns" {
			declarations++
		}
	}
	if len(e.children) == 0 && len(e.attributes) == declarations {
		return jsontext.Value{Kind: jsontext.String, Text: e.text}
	}
	object := jsontext.Value{Kind: jsontext.Object}
	e.others(&object, map[*xmlElement]bool{}, map[string]bool{})
	return object
}

// scalarValue is text as the JSON value that a type expects, or as it is.
func scalarValue(text string, p *plan) jsontext.Value {
	trimmed := strings.TrimSpace(text)
	switch bare(p).form {
	case formInt, formUint, formFloat, formNumber:
		if number, ok := jsonNumber(trimmed); ok {
			return jsontext.Value{Kind: jsontext.Number, Text: number}
		}
	case formBool:
		switch trimmed {
		case "true", "1":
			return jsontext.Value{Kind: jsontext.Bool, Text: "true"}
		case "false", "0":
			return jsontext.Value{Kind: jsontext.Bool, Text: "false"}
		}
	}
	return jsontext.Value{Kind: jsontext.String, Text: text}
}

// jsonNumber is the number that a text stands for, as JSON spells it.
func jsonNumber(text string) (string, bool) {
	s := jsontext.Scanner{Data: []byte(text)}
	if number, err := s.Number(); err == nil && s.End() == nil {
		return string(number), true
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return "", false
	}
	number, err := appendFloat(nil, f)
	return string(number), err == nil
}
