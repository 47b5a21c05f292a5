// Package framing cuts streams into items: lines, server-sent events, JSON
// Lines and JSON text sequences.
package framing

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ErrTooLong is an item beyond the limit of a reader.
var ErrTooLong = errors.New("an item of the stream is too long")

// Lines reads lines that end with CR, LF or both, without their ends.
type Lines struct {
	r       *bufio.Reader
	limit   int64
	started bool
	afterCR bool
}

// NewLines reads lines of r. A line longer than limit is an error; 0: no limit.
func NewLines(r io.Reader, limit int64) *Lines {
	return &Lines{r: bufio.NewReaderSize(r, 16<<10), limit: limit}
}

// Next is the next line; whole is false where the end of the stream cut it off.
// The error is io.EOF after the last line.
func (l *Lines) Next() (line string, whole bool, err error) {
	var out []byte
	for {
		c, err := l.r.ReadByte()
		if err == io.EOF && len(out) > 0 {
			return l.text(out), false, nil
		}
		if err != nil {
			return "", false, err
		}
		afterCR := l.afterCR
		l.afterCR = c == '\r'
		switch {
		case c == '\n' && afterCR:
			continue
		case c == '\n' || c == '\r':
			return l.text(out), true, nil
		}
		out = append(out, c)
		if l.limit > 0 && int64(len(out)) > l.limit {
			return "", false, ErrTooLong
		}
	}
}

// text is a line as UTF-8; a byte order mark before the first one is left out.
func (l *Lines) text(line []byte) string {
	if !l.started {
		l.started = true
		line = bytes.TrimPrefix(line, []byte("\ufeff"))
	}
	if utf8.Valid(line) {
		return string(line)
	}
	return strings.ToValidUTF8(string(line), "\ufffd")
}

// Event is a server-sent event. HasRetry tells whether it set Retry.
type Event struct {
	Data     string
	Name     string
	ID       string
	Retry    int64
	HasRetry bool
}

// Events reads server-sent events (HTML standard, section 9.2.6). An event that
// the end of the stream cuts off is dropped, as the standard says.
type Events struct {
	lines *Lines
	limit int64
	id    string
}

// NewEvents reads the events of r, each at most limit bytes long; 0: no limit.
func NewEvents(r io.Reader, limit int64) *Events {
	return &Events{lines: NewLines(r, limit), limit: limit}
}

// Next is the next event with data; the error is io.EOF at the end.
func (e *Events) Next() (Event, error) {
	var event Event
	var data []string
	var size int64
	for {
		line, whole, err := e.lines.Next()
		if err == nil && !whole {
			err = io.EOF
		}
		if err != nil {
			return Event{}, err
		}
		if line == "" {
			if data != nil {
				event.Data = strings.Join(data, "\n")
				event.ID = e.id
				if event.Name == "" {
					event.Name = "message"
				}
				return event, nil
			}
			event = Event{}
			continue
		}
		name, value, _ := strings.Cut(line, ":")
		value = strings.TrimPrefix(value, " ")
		switch name {
		case "data":
			data = append(data, value)
			if size += int64(len(value)) + 1; e.limit > 0 && size > e.limit {
				return Event{}, ErrTooLong
			}
		case "event":
			event.Name = value
		case "id":
			if !strings.Contains(value, "\x00") {
				e.id = value
			}
		case "retry":
			if n, err := strconv.ParseUint(value, 10, 63); err == nil {
				event.Retry, event.HasRetry = int64(n), true
			}
		}
	}
}

// JSONLines reads one JSON text a line; blank lines are ignored.
type JSONLines struct {
	lines *Lines
}

// NewJSONLines reads the texts of r, each at most limit bytes long; 0: no limit.
func NewJSONLines(r io.Reader, limit int64) *JSONLines {
	return &JSONLines{lines: NewLines(r, limit)}
}

// Next is the next text; the error is io.EOF at the end.
func (j *JSONLines) Next() (string, error) {
	for {
		line, _, err := j.lines.Next()
		if err != nil || strings.TrimSpace(line) != "" {
			return line, err
		}
	}
}

// JSONSeq reads a JSON text sequence (RFC 7464): a text after each record
// separator, U+001E.
type JSONSeq struct {
	r       *bufio.Reader
	limit   int64
	started bool
}

// NewJSONSeq reads the texts of r, each at most limit bytes long; 0: no limit.
func NewJSONSeq(r io.Reader, limit int64) *JSONSeq {
	return &JSONSeq{r: bufio.NewReaderSize(r, 16<<10), limit: limit}
}

// Next is the next text; the error is io.EOF at the end. What stands before the
// first separator is no text.
func (j *JSONSeq) Next() (string, error) {
	var out []byte
	for {
		c, err := j.r.ReadByte()
		if err != nil && err != io.EOF {
			return "", err
		}
		if err == nil && c != 0x1e {
			out = append(out, c)
			if j.limit > 0 && int64(len(out)) > j.limit {
				return "", ErrTooLong
			}
			continue
		}
		text := strings.TrimSpace(strings.ToValidUTF8(string(out), "\ufffd"))
		started := j.started
		j.started = true
		out = out[:0]
		if text != "" && started {
			return text, nil
		}
		if err != nil {
			return "", io.EOF
		}
	}
}
