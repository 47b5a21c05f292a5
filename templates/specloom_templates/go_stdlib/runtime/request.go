package sdk

import (
	"net/http"
	"slices"
	"strings"

	"specloom.invalid/sdk/internal/style"
)

// build makes the request of a call.
func (c *core) build(op *operation, call callArguments, options *callOptions) (*outgoing, error) {
	arguments := given(call.params)
	if c.validate {
		if err := c.check(op, call.path, arguments); err != nil {
			return nil, err
		}
	}
	if call.change != nil {
		arguments, options = call.change.apply(arguments, options)
	}
	url, err := c.url(op, call, arguments, options)
	if err != nil {
		return nil, err
	}
	header := http.Header{}
	header.Set("Accept", op.accepts())
	header.Set("User-Agent", c.userAgent)
	if err := c.setArguments(op, arguments, header); err != nil {
		return nil, err
	}
	content, err := c.content(op, arguments, options)
	if err != nil {
		return nil, err
	}
	if content != nil {
		header.Set("Content-Type", content.mediaType)
	}
	if err := c.setOptions(op, options, header); err != nil {
		return nil, err
	}
	return &outgoing{method: op.method, url: url, header: header, content: content}, nil
}

func (c *core) url(op *operation, call callArguments, arguments []argument, options *callOptions) (string, error) {
	if call.url != "" {
		return call.url, nil
	}
	base, err := c.base(op)
	if err != nil {
		return "", err
	}
	path, err := c.path(op, call.path)
	if err != nil {
		return "", err
	}
	query, err := c.query(op, arguments, options)
	if err != nil {
		return "", err
	}
	if call.change != nil && !call.change.inBody {
		name := call.change.name
		query = joinFilled([]string{query, style.Query(name, call.change.value, op.parameter("query", name).spec())}, "&")
	}
	return addQuery(base+path, query), nil
}

// setOptions writes the headers of the client and of the call.
func (c *core) setOptions(op *operation, options *callOptions, header http.Header) error {
	if options.idempotencyKey != nil {
		name := op.idempotencyHeader
		if name == "" {
			name = c.api.idempotencyHeader
		}
		if name == "" {
			return &ArgumentError{Path: "WithIdempotencyKey", Reason: "this API names no header for an idempotency key"}
		}
		if err := setHeader(header, name, *options.idempotencyKey); err != nil {
			return within("WithIdempotencyKey", err)
		}
	}
	for _, change := range options.headers {
		if change.remove {
			header.Del(change.name)
			if http.CanonicalHeaderKey(change.name) == "User-Agent" {
				header["User-Agent"] = nil
			}
		} else if err := setHeader(header, change.name, change.value); err != nil {
			return within(change.name, err)
		}
	}
	return nil
}

// accepts are the media types of successful answers; JSON, for errors, where none
// is declared.
func (o *operation) accepts() string {
	if o.accept != "" {
		return o.accept
	}
	var found []string
	for _, response := range o.responses {
		if response.mediaType == "" || response.status[0] != '2' && response.status != "default" {
			continue
		}
		if !slices.Contains(found, response.mediaType) {
			found = append(found, response.mediaType)
		}
	}
	if found == nil {
		return "application/json"
	}
	return strings.Join(found, ", ")
}

// optionsOf are the settings of a call.
func (c *core) optionsOf(options []RequestOption) *callOptions {
	made := c.defaults
	made.headers = slices.Clip(made.headers)
	made.query = slices.Clip(made.query)
	for _, option := range options {
		option.applyRequest(&made)
	}
	return &made
}
