package sdk

import (
	"context"
	"io"
	"reflect"
)

// call makes a call that answers with a value. path are the parameters of its path
// in order, params is a pointer to a struct of the others, or nil.
func call[T any](ctx context.Context, c *core, op *operation, path []any, params any, options []RequestOption) (T, error) {
	var value T
	settings := c.optionsOf(options)
	got, err := c.send(ctx, op, callArguments{path: path, params: params}, settings, false)
	if err != nil {
		return value, err
	}
	got.tell(settings)
	err = c.read(op, got, reflect.ValueOf(&value).Elem())
	return value, err
}

// run makes a call that answers with nothing.
func run(ctx context.Context, c *core, op *operation, path []any, params any, options []RequestOption) error {
	settings := c.optionsOf(options)
	got, err := c.send(ctx, op, callArguments{path: path, params: params}, settings, false)
	if err == nil {
		got.tell(settings)
	}
	return err
}

// download makes a call that answers with bytes, which are handed on unread.
func download(ctx context.Context, c *core, op *operation, path []any, params any, options []RequestOption) (io.ReadCloser, error) {
	settings := c.optionsOf(options)
	got, err := c.send(ctx, op, callArguments{path: path, params: params}, settings, true)
	if err != nil {
		return nil, err
	}
	got.tell(settings)
	if c.limitIsGiven && c.responseLimit > 0 {
		return &limited{got.stream, c.responseLimit, c.responseLimit}, nil
	}
	return got.stream, nil
}
