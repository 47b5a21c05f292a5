// Package jsontext reads and writes JSON text (RFC 8259) piece by piece, with
// every number kept as its digits.
package jsontext

import (
	"fmt"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// MaxDepth is how deeply values may be nested.
const MaxDepth = 5000

// SyntaxError is a place where a text stops being JSON.
type SyntaxError struct {
	Message string
	Offset  int
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("expected JSON, found %s at byte %d", e.Message, e.Offset)
}

// Scanner reads one JSON text. Its methods are called for what stands at Pos;
// they leave Pos behind what they have read.
type Scanner struct {
	Data []byte
	Pos  int

	depth int
}

// Kind says what stands next: one of `{["tfn0`, where 0 is any number, and 0
// (the byte) for the end of the text or for what begins no value.
func (s *Scanner) Kind() byte {
	s.space()
	if s.Pos >= len(s.Data) {
		return 0
	}
	switch c := s.Data[s.Pos]; c {
	case '{', '[', '"', 't', 'f', 'n':
		return c
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return '0'
	default:
		return 0
	}
}

func (s *Scanner) space() {
	for s.Pos < len(s.Data) {
		switch s.Data[s.Pos] {
		case ' ', '\t', '\n', '\r':
			s.Pos++
		default:
			return
		}
	}
}

// End reports an error unless nothing but space is left.
func (s *Scanner) End() error {
	s.space()
	if s.Pos < len(s.Data) {
		return s.unexpected()
	}
	return nil
}

func (s *Scanner) unexpected() error {
	if s.Pos >= len(s.Data) {
		return &SyntaxError{Message: "its end", Offset: s.Pos}
	}
	end := min(s.Pos+20, len(s.Data))
	return &SyntaxError{Message: strconv.Quote(string(s.Data[s.Pos:end])), Offset: s.Pos}
}

// Literal reads true, false or null.
func (s *Scanner) Literal(text string) error {
	s.space()
	if end := s.Pos + len(text); end <= len(s.Data) && string(s.Data[s.Pos:end]) == text {
		s.Pos = end
		return nil
	}
	return s.unexpected()
}

// Number reads a number and returns its text.
func (s *Scanner) Number() ([]byte, error) {
	s.space()
	start := s.Pos
	if s.Pos < len(s.Data) && s.Data[s.Pos] == '-' {
		s.Pos++
	}
	switch {
	case s.Pos < len(s.Data) && s.Data[s.Pos] == '0':
		s.Pos++
	case !s.digits():
		return nil, s.unexpected()
	}
	if s.Pos < len(s.Data) && s.Data[s.Pos] == '.' {
		s.Pos++
		if !s.digits() {
			return nil, s.unexpected()
		}
	}
	if s.Pos < len(s.Data) && (s.Data[s.Pos] == 'e' || s.Data[s.Pos] == 'E') {
		s.Pos++
		if s.Pos < len(s.Data) && (s.Data[s.Pos] == '+' || s.Data[s.Pos] == '-') {
			s.Pos++
		}
		if !s.digits() {
			return nil, s.unexpected()
		}
	}
	return s.Data[start:s.Pos], nil
}

func (s *Scanner) digits() bool {
	start := s.Pos
	for s.Pos < len(s.Data) && s.Data[s.Pos] >= '0' && s.Data[s.Pos] <= '9' {
		s.Pos++
	}
	return s.Pos > start
}

// String reads a string. Lone surrogates and bytes that are no UTF-8 are read
// as U+FFFD.
func (s *Scanner) String() (string, error) {
	s.space()
	if s.Pos >= len(s.Data) || s.Data[s.Pos] != '"' {
		return "", s.unexpected()
	}
	start := s.Pos + 1
	ascii := true
	for i := start; i < len(s.Data); i++ {
		switch c := s.Data[i]; {
		case c == '"':
			s.Pos = i + 1
			text := s.Data[start:i]
			if ascii || utf8.Valid(text) {
				return string(text), nil
			}
			return s.slowString(start)
		case c == '\\':
			return s.slowString(start)
		case c < ' ':
			s.Pos = i
			return "", s.unexpected()
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	s.Pos = len(s.Data)
	return "", s.unexpected()
}

func (s *Scanner) slowString(start int) (string, error) {
	var out []byte
	s.Pos = start
	for s.Pos < len(s.Data) {
		c := s.Data[s.Pos]
		switch {
		case c == '"':
			s.Pos++
			return string(out), nil
		case c < ' ':
			return "", s.unexpected()
		case c == '\\':
			r, err := s.escape()
			if err != nil {
				return "", err
			}
			out = utf8.AppendRune(out, r)
		default:
			r, size := utf8.DecodeRune(s.Data[s.Pos:])
			out = utf8.AppendRune(out, r)
			s.Pos += size
		}
	}
	return "", s.unexpected()
}

var escapes = map[byte]rune{
	'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t',
}

func (s *Scanner) escape() (rune, error) {
	if s.Pos+1 >= len(s.Data) {
		s.Pos = len(s.Data)
		return 0, s.unexpected()
	}
	if r, ok := escapes[s.Data[s.Pos+1]]; ok {
		s.Pos += 2
		return r, nil
	}
	r, ok := s.hex(s.Pos)
	if !ok {
		return 0, s.unexpected()
	}
	s.Pos += 6
	if utf16.IsSurrogate(r) {
		if low, ok := s.hex(s.Pos); ok {
			if whole := utf16.DecodeRune(r, low); whole != utf8.RuneError {
				s.Pos += 6
				return whole, nil
			}
		}
		return utf8.RuneError, nil
	}
	return r, nil
}

// hex is the code unit of `\uXXXX` at pos.
func (s *Scanner) hex(pos int) (rune, bool) {
	if pos+6 > len(s.Data) || s.Data[pos] != '\\' || s.Data[pos+1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(s.Data[pos+2:pos+6]), 16, 32)
	return rune(n), err == nil
}

// Object calls member for each member of an object, with its name; member reads
// the value.
func (s *Scanner) Object(member func(name string) error) error {
	if err := s.open('{'); err != nil {
		return err
	}
	defer s.close()
	if s.takes('}') {
		return nil
	}
	for {
		name, err := s.String()
		if err != nil {
			return err
		}
		if !s.takes(':') {
			return s.unexpected()
		}
		if err := member(name); err != nil {
			return err
		}
		if s.takes('}') {
			return nil
		}
		if !s.takes(',') {
			return s.unexpected()
		}
	}
}

// Array calls item for each item of an array; item reads the value.
func (s *Scanner) Array(item func() error) error {
	if err := s.open('['); err != nil {
		return err
	}
	defer s.close()
	if s.takes(']') {
		return nil
	}
	for {
		if err := item(); err != nil {
			return err
		}
		if s.takes(']') {
			return nil
		}
		if !s.takes(',') {
			return s.unexpected()
		}
	}
}

func (s *Scanner) open(bracket byte) error {
	if !s.takes(bracket) {
		return s.unexpected()
	}
	s.depth++
	if s.depth > MaxDepth {
		return &SyntaxError{Message: "values nested too deeply", Offset: s.Pos}
	}
	return nil
}

func (s *Scanner) close() { s.depth-- }

func (s *Scanner) takes(c byte) bool {
	s.space()
	if s.Pos < len(s.Data) && s.Data[s.Pos] == c {
		s.Pos++
		return true
	}
	return false
}

// Skip reads a value and returns its text, without space around it.
func (s *Scanner) Skip() ([]byte, error) {
	kind := s.Kind()
	start := s.Pos
	err := s.skip(kind)
	return s.Data[start:s.Pos], err
}

func (s *Scanner) skip(kind byte) error {
	switch kind {
	case '{':
		return s.Object(func(string) error { return s.skip(s.Kind()) })
	case '[':
		return s.Array(func() error { return s.skip(s.Kind()) })
	case '"':
		_, err := s.String()
		return err
	case 't':
		return s.Literal("true")
	case 'f':
		return s.Literal("false")
	case 'n':
		return s.Literal("null")
	case '0':
		_, err := s.Number()
		return err
	default:
		return s.unexpected()
	}
}

// Reset goes back to pos, a place outside of any value that was opened since.
func (s *Scanner) Reset(pos int) { s.Pos = pos }
