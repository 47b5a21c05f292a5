package sdk

import (
	"context"
	"log/slog"
	"net/http"
	"time"
)

// ClientOption is an option of a client.
type ClientOption interface {
	applyClient(*settings)
}

// RequestOption is an option of a single call.
type RequestOption interface {
	applyRequest(*callOptions)
}

// Option is an option of a client or of a single call; that of a call wins.
type Option interface {
	ClientOption
	RequestOption
}

type clientOption func(*settings)

func (o clientOption) applyClient(s *settings) { o(s) }

type requestOption func(*callOptions)

func (o requestOption) applyRequest(c *callOptions) { o(c) }

type option func(*callOptions)

func (o option) applyClient(s *settings)     { o(&s.defaults) }
func (o option) applyRequest(c *callOptions) { o(c) }

// callOptions are the settings of a call; a client has those that its calls
// begin with.
type callOptions struct {
	timeout        time.Duration
	maxRetries     int
	headers        []headerChange
	query          []queryPair
	body           []bodyField
	contentType    string
	idempotent     *bool
	idempotencyKey *string
	response       *Response
	err            error
}

type headerChange struct {
	name, value string
	remove      bool
}

type queryPair struct {
	name  string
	value any
}

type bodyField struct {
	name  string
	value any
}

// WithTimeout limits each step of a request: until the answer begins, and between
// two pieces of its body. Zero waits for ever. It is 60 seconds by default; limit
// a call as a whole by its context.
func WithTimeout(timeout time.Duration) Option {
	return option(func(c *callOptions) {
		if timeout < 0 {
			c.err = &ConfigurationError{"WithTimeout: the time-out must be zero or more"}
		}
		c.timeout = timeout
	})
}

// WithMaxRetries says how often a failed request is sent again. It is sent again
// only where it cannot run twice.
func WithMaxRetries(retries int) Option {
	return option(func(c *callOptions) {
		if retries < 0 {
			c.err = &ConfigurationError{"WithMaxRetries: the number must be zero or more"}
		}
		c.maxRetries = retries
	})
}

// WithHeader sets a header, in place of one that the request has already.
func WithHeader(name, value string) Option {
	return option(func(c *callOptions) {
		c.headers = append(c.headers, headerChange{name: name, value: value})
	})
}

// WithoutHeader leaves out a header.
func WithoutHeader(name string) Option {
	return option(func(c *callOptions) {
		c.headers = append(c.headers, headerChange{name: name, remove: true})
	})
}

// WithQuery adds a query parameter.
func WithQuery(name string, value any) Option {
	return option(func(c *callOptions) { c.query = append(c.query, queryPair{name, value}) })
}

// WithBodyField sets a property of the request's body, whether the API's document
// knows it or not.
func WithBodyField(name string, value any) RequestOption {
	return requestOption(func(c *callOptions) { c.body = append(c.body, bodyField{name, value}) })
}

// WithEmptyBody sends an empty object or form where no argument of the body is
// given, instead of no body.
func WithEmptyBody() RequestOption {
	return requestOption(func(c *callOptions) {
		if c.body == nil {
			c.body = []bodyField{}
		}
	})
}

// WithContentType sends the body as another of the media types that the operation
// takes for the same data, or says which one of a range it is.
func WithContentType(mediaType string) RequestOption {
	return requestOption(func(c *callOptions) { c.contentType = mediaType })
}

// WithIdempotent is the caller's word that sending the request twice does no harm
// or, with false, that it does.
func WithIdempotent(idempotent bool) RequestOption {
	return requestOption(func(c *callOptions) { c.idempotent = &idempotent })
}

// WithIdempotencyKey sends key in the header that the API names for it, so that
// the request may be sent again. The call fails where the API names none.
func WithIdempotencyKey(key string) RequestOption {
	return requestOption(func(c *callOptions) { c.idempotencyKey = &key })
}

// WithResponseInto fills response with what the answer has beside its value:
// status, headers, and the body as it was received.
func WithResponseInto(response *Response) RequestOption {
	return requestOption(func(c *callOptions) { c.response = response })
}

// WithBaseURL says where the API is, instead of a server of its document. The
// paths of operations are appended to it.
func WithBaseURL(url string) ClientOption {
	return clientOption(func(s *settings) { s.baseURL, s.baseIsGiven = url, true })
}

// WithHTTPClient sends requests with client: its transport, proxy and
// certificates. Its redirect policy is not used, and it should have no Timeout.
func WithHTTPClient(client *http.Client) ClientOption {
	return clientOption(func(s *settings) { s.http = client })
}

// Middleware handles an outgoing request: it may change it, and sends it with
// next. It sees every attempt.
type Middleware func(request *http.Request, next func(*http.Request) (*http.Response, error)) (*http.Response, error)

// WithMiddleware adds middleware; the first one added is the outermost.
func WithMiddleware(middleware ...Middleware) ClientOption {
	return clientOption(func(s *settings) {
		s.middleware = append(s.middleware[:len(s.middleware):len(s.middleware)], middleware...)
	})
}

// WithLogger logs a line for each request, answer and failure at the levels Debug
// and Info. What may be a credential is not written.
func WithLogger(logger *slog.Logger) ClientOption {
	return clientOption(func(s *settings) { s.logger = logger })
}

// WithStrict makes a call fail with a [DecodeError] where an answer is not what
// the API's document says. Without it, what does not fit is kept aside.
func WithStrict() ClientOption {
	return clientOption(func(s *settings) { s.strict = true })
}

// WithValidation checks the constraints of the API's document before anything is
// sent, and fails with a [ConstraintError] that lists all that is wrong.
func WithValidation() ClientOption {
	return clientOption(func(s *settings) { s.validate = true })
}

// WithResponseLimit limits the bytes that are read of an answer, and of each item
// of a stream; 0: no limit. It is 1 GiB by default; bodies that are handed on
// unread have none by default.
func WithResponseLimit(bytes int64) ClientOption {
	return clientOption(func(s *settings) { s.responseLimit, s.limitIsGiven = bytes, true })
}

// WithUserAgent appends text to the User-Agent header.
func WithUserAgent(text string) ClientOption {
	return clientOption(func(s *settings) { s.userAgent += " " + text })
}

// withEnvironment uses the server of this name.
func withEnvironment(name string) ClientOption {
	return clientOption(func(s *settings) { s.environment = name })
}

// withVariable gives a variable of the URLs of servers a value.
func withVariable(name, value string) ClientOption {
	return clientOption(func(s *settings) { s.setVariable(name, value) })
}

// withSecret gives a credential.
func withSecret(name, value string) ClientOption {
	return withSecretFunc(name, func(context.Context) (string, error) { return value, nil })
}

// withSecretFunc gives a credential that is asked for with every request.
func withSecretFunc(name string, get func(context.Context) (string, error)) ClientOption {
	return withSecrets(func(ctx context.Context) ([]string, error) {
		value, err := get(ctx)
		return []string{value}, err
	}, name)
}

// withSecrets gives credentials that belong together.
func withSecrets(get func(context.Context) ([]string, error), names ...string) ClientOption {
	return clientOption(func(s *settings) { s.setSecrets(get, names) })
}
