package jsontext

import "unicode/utf8"

// Kind tells the values of JSON apart.
type Kind uint8

const (
	Null Kind = iota
	Bool
	Number
	String
	Array
	Object
)

// Value is a JSON value. Text is that of a string, or the literal text of a
// number, true or false; members of an object keep their order.
type Value struct {
	Kind    Kind
	Text    string
	Items   []Value
	Members []Member
}

// Member is a property of an object.
type Member struct {
	Name  string
	Value Value
}

// Parse reads a JSON text as a value. A name that an object repeats keeps its
// last value.
func Parse(data []byte) (Value, error) {
	s := Scanner{Data: data}
	value, err := s.Value()
	if err == nil {
		err = s.End()
	}
	return value, err
}

// Value reads a value.
func (s *Scanner) Value() (Value, error) {
	switch kind := s.Kind(); kind {
	case '{':
		value := Value{Kind: Object}
		places := map[string]int{}
		err := s.Object(func(name string) error {
			member, err := s.Value()
			if place, repeated := places[name]; repeated {
				value.Members[place].Value = member
			} else {
				places[name] = len(value.Members)
				value.Members = append(value.Members, Member{Name: name, Value: member})
			}
			return err
		})
		return value, err
	case '[':
		value := Value{Kind: Array}
		err := s.Array(func() error {
			item, err := s.Value()
			value.Items = append(value.Items, item)
			return err
		})
		return value, err
	case '"':
		text, err := s.String()
		return Value{Kind: String, Text: text}, err
	case 't', 'f':
		text, err := s.Skip()
		return Value{Kind: Bool, Text: string(text)}, err
	case '0':
		text, err := s.Number()
		return Value{Kind: Number, Text: string(text)}, err
	default:
		_, err := s.Skip()
		return Value{}, err
	}
}

// Set gives the object v a member, in the place of one with the same name.
func (v *Value) Set(name string, value Value) {
	for i := range v.Members {
		if v.Members[i].Name == name {
			v.Members[i].Value = value
			return
		}
	}
	v.Members = append(v.Members, Member{Name: name, Value: value})
}

// Get is the member of an object; false where v is no object or has none of
// this name.
func (v Value) Get(name string) (Value, bool) {
	for _, member := range v.Members {
		if member.Name == name {
			return member.Value, true
		}
	}
	return Value{}, false
}

// Dig is the value at a path of member names.
func (v Value) Dig(path []string) (Value, bool) {
	for _, name := range path {
		member, ok := v.Get(name)
		if !ok {
			return Value{}, false
		}
		v = member
	}
	return v, true
}

// Append adds the compact text of v to out.
func (v Value) Append(out []byte) []byte {
	switch v.Kind {
	case Bool, Number:
		return append(out, v.Text...)
	case String:
		return AppendString(out, v.Text)
	case Array:
		out = append(out, '[')
		for i, item := range v.Items {
			if i > 0 {
				out = append(out, ',')
			}
			out = item.Append(out)
		}
		return append(out, ']')
	case Object:
		out = append(out, '{')
		for i, member := range v.Members {
			if i > 0 {
				out = append(out, ',')
			}
			out = AppendString(out, member.Name)
			out = append(out, ':')
			out = member.Value.Append(out)
		}
		return append(out, '}')
	default:
		return append(out, "null"...)
	}
}

const hexDigits = "0123456789abcdef"

// AppendString adds text as a JSON string. What is no UTF-8 becomes U+FFFD;
// nothing is escaped that need not be.
func AppendString(out []byte, text string) []byte {
	out = append(out, '"')
	start := 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c >= ' ' && c != '"' && c != '\\' && c < utf8.RuneSelf {
			continue
		}
		if c >= utf8.RuneSelf {
			if r, size := utf8.DecodeRuneInString(text[i:]); r != utf8.RuneError || size > 1 {
				i += size - 1
				continue
			}
			out = append(out, text[start:i]...)
			out = append(out, "\ufffd"...)
			start = i + 1
			continue
		}
		out = append(out, text[start:i]...)
		start = i + 1
		switch c {
		case '"', '\\':
			out = append(out, '\\', c)
		case '\n':
			out = append(out, '\\', 'n')
		case '\r':
			out = append(out, '\\', 'r')
		case '\t':
			out = append(out, '\\', 't')
		default:
			out = append(out, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
	}
	out = append(out, text[start:]...)
	return append(out, '"')
}
