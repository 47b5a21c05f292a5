package sdk

import (
	"context"
	"errors"
	"io"
	"iter"
	"reflect"
	"slices"
	"strconv"

	"specloom.invalid/sdk/internal/framing"
	"specloom.invalid/sdk/internal/jsontext"
)

// Stream is an answer that is read item by item. Close it, or read it to its end.
//
//	stream, err := client.Chat.Events(ctx, nil)
//	if err != nil {
//		return err
//	}
//	defer stream.Close()
//	for event, err := range stream.All() {
//		...
//	}
type Stream[T any] struct {
	// Response is the answer, without its body.
	Response *Response

	core   *core
	op     *operation
	body   io.ReadCloser
	events *framing.Events
	texts  interface{ Next() (string, error) }
	done   error
}

// stream makes a call that answers with a stream.
func stream[T any](ctx context.Context, c *core, op *operation, path []any, params any, options []RequestOption) (*Stream[T], error) {
	settings := c.optionsOf(options)
	for _, name := range op.stream.switches {
		settings.body = append(slices.Clip(settings.body), bodyField{name, true})
	}
	got, err := c.send(ctx, op, callArguments{path: path, params: params}, settings, true)
	if err != nil {
		return nil, err
	}
	got.tell(settings)
	made := &Stream[T]{Response: got.response(), core: c, op: op, body: got.stream}
	mediaType := essence(got.header.Get("Content-Type"))
	if mediaType == "" && len(op.responses) > 0 {
		mediaType = essence(op.responses[0].mediaType)
	}
	switch mediaType {
	case "text/event-stream":
		made.events = framing.NewEvents(got.stream, c.responseLimit)
	case "application/json-seq", "application/geo+json-seq":
		made.texts = framing.NewJSONSeq(got.stream, c.responseLimit)
	default:
		made.texts = framing.NewJSONLines(got.stream, c.responseLimit)
	}
	return made, nil
}

// All goes over the items as they arrive, and closes the stream. After an error it
// ends.
func (s *Stream[T]) All() iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		defer s.Close()
		for {
			item, err := s.Next()
			if err == io.EOF || !yield(item, err) || err != nil {
				return
			}
		}
	}
}

// Next returns the next item; the error is [io.EOF] at the end.
func (s *Stream[T]) Next() (T, error) {
	var item T
	if s.done != nil {
		return item, s.done
	}
	text, err := s.text()
	if err == nil {
		err = unmarshal(text, &item, s.core.strict)
	}
	if err != nil {
		if errors.Is(err, framing.ErrTooLong) {
			err = &ResponseTooLargeError{Limit: s.core.responseLimit}
		}
		s.done = err
		_ = s.Close()
	}
	return item, err
}

// Close gives the connection back; what has not been read is lost.
func (s *Stream[T]) Close() error {
	if s.done == nil {
		s.done = io.EOF
	}
	return s.body.Close()
}

// text is the next item as JSON.
func (s *Stream[T]) text() ([]byte, error) {
	if s.events == nil {
		text, err := s.texts.Next()
		return []byte(text), err
	}
	event, err := s.events.Next()
	if err != nil {
		return nil, err
	}
	settings := s.op.stream
	if settings.terminator != "" && event.Data == settings.terminator {
		return nil, io.EOF
	}
	if !settings.wholeEvent {
		return s.data(event.Data), nil
	}
	data := jsontext.AppendString(nil, event.Data)
	if settings.jsonData {
		data = s.data(event.Data)
	}
	out := append([]byte(`{"data":`), data...)
	out = append(out, `,"event":`...)
	out = jsontext.AppendString(out, event.Name)
	if event.ID != "" {
		out = append(out, `,"id":`...)
		out = jsontext.AppendString(out, event.ID)
	}
	if event.HasRetry {
		out = strconv.AppendInt(append(out, `,"retry":`...), event.Retry, 10)
	}
	return append(out, '}'), nil
}

// data is the data of an event: text where the items are texts, else JSON where it
// is JSON.
func (s *Stream[T]) data(text string) []byte {
	if !s.op.stream.wholeEvent && kindsOf(planOf(reflect.TypeFor[T]())) == `"` {
		return jsontext.AppendString(nil, text)
	}
	isAny := reflect.TypeFor[T]() == reflect.TypeFor[any]()
	if _, err := jsontext.Parse([]byte(text)); err == nil || s.core.strict && !isAny {
		return []byte(text)
	}
	return jsontext.AppendString(nil, text)
}
