package sdk

import (
	"bytes"
	"fmt"
)

// Ptr returns a pointer to value: optional fields are pointers, so that a zero
// value can be sent.
func Ptr[T any](value T) *T { return &value }

// Deref returns what p points at, or the zero value where p is nil.
func Deref[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

// Opt is a property or argument with three states: absent, null, and a value.
// Its zero value is absent, which is not sent.
type Opt[T any] struct {
	value T
	state optState
}

type optState uint8

const (
	isAbsent optState = iota
	isNull
	isSet
)

// Some returns an Opt that holds value.
func Some[T any](value T) Opt[T] { return Opt[T]{value: value, state: isSet} }

// Null returns an Opt that is sent as null.
func Null[T any]() Opt[T] { return Opt[T]{state: isNull} }

// Get returns the value, and whether there is one.
func (o Opt[T]) Get() (T, bool) { return o.value, o.state == isSet }

// Or returns the value, or other where there is none.
func (o Opt[T]) Or(other T) T {
	if o.state == isSet {
		return o.value
	}
	return other
}

// IsNull reports whether o is null.
func (o Opt[T]) IsNull() bool { return o.state == isNull }

// IsZero reports whether o is absent.
func (o Opt[T]) IsZero() bool { return o.state == isAbsent }

// String returns the value as fmt prints it, `null` or `absent`.
func (o Opt[T]) String() string {
	switch o.state {
	case isSet:
		return fmt.Sprint(o.value)
	case isNull:
		return "null"
	default:
		return "absent"
	}
}

// MarshalJSON returns the value as JSON; null where there is none.
func (o Opt[T]) MarshalJSON() ([]byte, error) {
	if o.state != isSet {
		return []byte("null"), nil
	}
	return Marshal(o.value)
}

// UnmarshalJSON reads null or a value.
func (o *Opt[T]) UnmarshalJSON(data []byte) error {
	if bytes.Equal(bytes.TrimSpace(data), []byte("null")) {
		*o = Null[T]()
		return nil
	}
	o.state = isSet
	return Unmarshal(data, &o.value)
}

// slot is where the codec finds value and state.
func (o *Opt[T]) slot() (any, *optState) { return &o.value, &o.state }

type optional interface {
	slot() (any, *optState)
}
