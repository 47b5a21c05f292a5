package sdk

import (
	"errors"
	"reflect"
	"regexp"
	"strings"

	"specloom.invalid/sdk/internal/jsontext"
	"specloom.invalid/sdk/internal/style"
)

// xmlHints is how a value is written in XML (OpenAPI 3.2, section 4.26). Empty
// texts: as the document does not say. root is what the root of a document is
// called, where name does not say it.
type xmlHints struct {
	name, namespace, prefix, node, item, root string
	wrapped                                   bool
}

var plainXML xmlHints

// parseXMLHints reads the tags of a field, or of the place where a model has its
// own.
func parseXMLHints(tag reflect.StructTag) *xmlHints {
	hints := xmlHints{
		name:      tag.Get("xmlname"),
		namespace: tag.Get("xmlns"),
		prefix:    tag.Get("xmlprefix"),
		node:      tag.Get("xmlnode"),
		item:      tag.Get("xmlitem"),
		root:      tag.Get("xmlroot"),
		wrapped:   tag.Get("xmlwrapped") == "true",
	}
	if hints == plainXML {
		return &plainXML
	}
	return &hints
}

// ownXML are the hints of a model itself.
func ownXML(p *plan) *xmlHints {
	if p = bare(p); p.form == formModel {
		return p.model().xml
	}
	return &plainXML
}

// ownXMLName is what a model is called as an element; empty for other types.
func ownXMLName(p *plan) string {
	if p = bare(p); p.form != formModel {
		return ""
	}
	hints := p.model().xml
	for _, name := range []string{hints.name, hints.root} {
		if name != "" {
			return name
		}
	}
	return p.typ.Name()
}

const instance = "http://www.w3.org/2001/XMLSchema-instance"

var xmlName = regexp.MustCompile(`^[\p{L}_][\p{L}\p{N}_.\-]*$`)

// xmlWriter writes JSON data as XML.
type xmlWriter struct {
	out strings.Builder
	err error
}

// xmlBody is the body of a request in XML.
func (c *core) xmlBody(spec *body, members []argument, whole *argument) ([]byte, error) {
	hints, target := parseXMLHints(reflect.StructTag(spec.xml)), anyPlan
	if spec.of != nil {
		target = bare(planOf(witnessed(spec.of)))
	}
	if whole != nil {
		text, err := c.xmlText(whole.plan, whole.value, hints, "root")
		if err != nil {
			return nil, within(whole.name, err)
		}
		return text, nil
	}
	var w xmlWriter
	w.out.WriteString(xmlHead)
	var attributes, inner xmlWriter
	for _, member := range members {
		value, err := c.encoder.memberTree(member)
		if err != nil {
			return nil, within(member.name, err)
		}
		inner.member(&attributes, jsontext.Member{Name: member.wire, Value: value}, target)
	}
	if *hints == plainXML {
		hints = ownXML(target)
	}
	name := hints.name
	if name == "" {
		name = ownXMLName(target)
	}
	if name == "" {
		name = "root"
	}
	w.wrap(name, hints, attributes.out.String(), inner.out.String())
	return []byte(w.out.String()), errors.Join(attributes.err, inner.err, w.err)
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

// xmlText is a value as a document. The root is named by hints, else by the model,
// else as given.
func (c *core) xmlText(p *plan, v reflect.Value, hints *xmlHints, otherwise string) ([]byte, error) {
	value, err := c.encoder.tree(p, v)
	if err != nil {
		return nil, err
	}
	if *hints == plainXML {
		hints = ownXML(p)
	}
	name := hints.name
	if name == "" {
		name = ownXMLName(p)
	}
	if name == "" {
		name = otherwise
	}
	if target := bare(p); target.form == formSlice && hints.item == "" && ownXML(target.elem).name == "" {
		named := *hints
		named.item = ownXMLName(target.elem)
		hints = &named
	}
	var w xmlWriter
	w.out.WriteString(xmlHead)
	w.element(name, value, p, hints)
	return []byte(w.out.String()), w.err
}

// xmlParts are the parts of a property of a multipart body that is XML.
func (c *core) xmlParts(member *formMember) ([]sentPart, error) {
	p, v := member.plan, member.value
	for p.form == formPointer {
		p, v = p.elem, v.Elem()
	}
	values := []reflect.Value{v}
	if p.form == formSlice {
		p = p.elem
		values = values[:0]
		for i := range v.Len() {
			values = append(values, v.Index(i))
		}
	}
	var parts []sentPart
	for _, value := range values {
		text, err := c.xmlText(p, value, &plainXML, strings.TrimSuffix(member.name, nameless))
		if err != nil {
			return nil, err
		}
		made, err := textParts(member, member.part.contentType, style.Pair{Name: member.name, Text: string(text)})
		if err != nil {
			return nil, err
		}
		parts = append(parts, made...)
	}
	return parts, nil
}

func (w *xmlWriter) fail(message string) {
	if w.err == nil {
		w.err = &ArgumentError{Reason: message}
	}
}

func (w *xmlWriter) tag(name string, hints *xmlHints) string {
	if !xmlName.MatchString(name) || hints.prefix != "" && !xmlName.MatchString(hints.prefix) {
		w.fail("this cannot be a name in XML: " + name)
	}
	if hints.prefix != "" {
		return hints.prefix + ":" + name
	}
	return name
}

func (w *xmlWriter) declaration(hints *xmlHints) string {
	switch {
	case hints.namespace == "":
		return ""
	case hints.prefix == "":
		return ` xmlns="` + w.escape(hints.namespace) + `"`
	default:
		return " xmlns:" + hints.prefix + `="` + w.escape(hints.namespace) + `"`
	}
}

var xmlEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;",
	"\r", "&#13;", "\t", "&#9;", "\n", "&#10;")

func (w *xmlWriter) escape(text string) string {
	forbidden := func(r rune) bool {
		return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == '\ufffe' || r == '\uffff'
	}
	if strings.ContainsFunc(text, forbidden) {
		w.fail("the text holds a character that XML does not have")
	}
	return xmlEscapes.Replace(text)
}

func (w *xmlWriter) wrap(name string, hints *xmlHints, attributes, inner string) {
	tag := w.tag(name, hints)
	w.out.WriteString("<" + tag + w.declaration(hints) + attributes)
	if inner == "" {
		w.out.WriteString("/>")
	} else {
		w.out.WriteString(">" + inner + "</" + tag + ">")
	}
}

// element writes a value as an element.
func (w *xmlWriter) element(name string, value jsontext.Value, p *plan, hints *xmlHints) {
	if value.Kind == jsontext.Null {
		w.wrap(name, hints, ` xmlns:xsi="`+instance+`" xsi:nil="true"`, "")
		return
	}
	var attributes, inner xmlWriter
	target := variantOf(p, value)
	switch value.Kind {
	case jsontext.Object:
		for _, member := range value.Members {
			inner.member(&attributes, member, target)
		}
	case jsontext.Array:
		item := anyPlan
		if target.form == formSlice {
			item = target.elem
		}
		itemName := hints.item
		if itemName == "" {
			itemName = ownXML(item).name
		}
		if itemName == "" {
			itemName = name
		}
		for _, each := range value.Items {
			inner.element(itemName, each, item, &plainXML)
		}
	default:
		inner.out.WriteString(inner.escape(style.Text(value)))
	}
	w.wrap(name, hints, attributes.out.String(), inner.out.String())
	w.err = errors.Join(w.err, attributes.err, inner.err)
}

var anyPlan = planOf(reflect.TypeFor[any]())

// member writes a member of an object of a type.
func (w *xmlWriter) member(attributes *xmlWriter, member jsontext.Member, target *plan) {
	p, hints := anyPlan, &plainXML
	switch target.form {
	case formModel:
		if i, ok := target.model().byWire[member.Name]; ok {
			p, hints = target.model().fields[i].plan, target.model().fields[i].xml
		}
	case formMap:
		p = target.elem
	}
	w.property(attributes, member.Name, member.Value, p, hints)
}

// property writes what a property adds to its element.
func (w *xmlWriter) property(attributes *xmlWriter, wire string, value jsontext.Value, p *plan, hints *xmlHints) {
	name := hints.name
	if name == "" {
		name = wire
	}
	isNull := value.Kind == jsontext.Null
	switch {
	case hints.node == "attribute":
		if !isNull {
			text := attributes.escape(style.Text(value))
			attributes.out.WriteString(attributes.declaration(hints) + " " + attributes.tag(name, hints) + `="` + text + `"`)
		}
	case hints.node == "text":
		w.out.WriteString(w.escape(style.Text(value)))
	case hints.node == "cdata":
		if !isNull {
			text := style.Text(value)
			w.escape(text)
			w.out.WriteString("<![CDATA[" + strings.ReplaceAll(text, "]]>", "]]]]><![CDATA[>") + "]]>")
		}
	case value.Kind == jsontext.Array && !hints.isWrapped():
		item := anyPlan
		if target := bare(p); target.form == formSlice {
			item = target.elem
		}
		itemHints := &xmlHints{namespace: hints.namespace, prefix: hints.prefix}
		for _, each := range value.Items {
			w.element(hints.itemName(wire, item), each, item, itemHints)
		}
	default:
		w.element(name, value, p, hints)
	}
}

func (h *xmlHints) isWrapped() bool { return h.wrapped || h.node == "element" }

// itemName is what the items of an array without a wrapper are called.
func (h *xmlHints) itemName(wire string, item *plan) string {
	for _, name := range []string{h.item, ownXML(item).name, h.name} {
		if name != "" {
			return name
		}
	}
	return wire
}

// variantOf is the type whose fields describe a value: of a union, the variant
// that it is.
func variantOf(p *plan, value jsontext.Value) *plan {
	for {
		p = bare(p)
		if p.form != formUnion {
			return p
		}
		d := decoder{Scanner: jsontext.Scanner{Data: value.Append(nil)}}
		i, err := d.selected(p.union)
		if err != nil || i < 0 {
			return anyPlan
		}
		p = p.union.plan(i)
	}
}
