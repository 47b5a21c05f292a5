package sdk

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// SDKError is what every error of this package is; find it with [errors.As].
type SDKError interface {
	error
	sdkError()
}

// ConfigurationError means that the client cannot work as it was made, or lacks
// a credential that an operation needs.
type ConfigurationError struct {
	Message string
}

func (e *ConfigurationError) Error() string { return e.Message }
func (*ConfigurationError) sdkError()       {}

// ArgumentError means that an argument cannot be sent. Path names the argument
// and the place inside it (`Rules[0].StartsAt`).
type ArgumentError struct {
	Path   string
	Reason string
}

func (e *ArgumentError) Error() string {
	if e.Path == "" {
		return e.Reason
	}
	return e.Path + ": " + e.Reason
}
func (*ArgumentError) sdkError() {}

// within is the error seen from outside: place holds the value it is about.
func within(place string, err error) error {
	inner, ok := err.(*ArgumentError)
	if !ok {
		return &ArgumentError{Path: place, Reason: err.Error()}
	}
	joint := ""
	if inner.Path != "" && !strings.HasPrefix(inner.Path, "[") {
		joint = "."
	}
	return &ArgumentError{Path: place + joint + inner.Path, Reason: inner.Reason}
}

// ConstraintError lists everything in a request that the API's document does not
// allow; see [WithValidation]. It unwraps to an [ArgumentError].
type ConstraintError struct {
	Violations []string
}

func (e *ConstraintError) Error() string { return strings.Join(e.Violations, "\n") }
func (*ConstraintError) sdkError()       {}

// Unwrap returns the error as an [ArgumentError].
func (e *ConstraintError) Unwrap() error { return &ArgumentError{Reason: e.Error()} }

// DecodeError means that a body is not what its content type says or, with
// [WithStrict], not what the API's document says. Path is the place in the body,
// as a JSON path (`$.rooms[3].sid`).
type DecodeError struct {
	Path    string
	Message string
	Body    []byte
}

func (e *DecodeError) Error() string {
	if e.Path == "" {
		return e.Message
	}
	return e.Path + ": " + e.Message
}
func (*DecodeError) sdkError() {}

// ResponseTooLargeError means that a body is larger than the client's limit;
// see [WithResponseLimit].
type ResponseTooLargeError struct {
	Limit int64
}

func (e *ResponseTooLargeError) Error() string {
	return fmt.Sprintf("the body of the response is longer than %d bytes", e.Limit)
}
func (*ResponseTooLargeError) sdkError() {}

// PaginationError means that the next page must not be fetched: its URL is on a
// foreign host, or the page was seen already.
type PaginationError struct {
	Message string
}

func (e *PaginationError) Error() string { return e.Message }
func (*PaginationError) sdkError()       {}

// RedirectError means that the answer was a redirect once more than the client
// follows.
type RedirectError struct {
	Message string
}

func (e *RedirectError) Error() string { return e.Message }
func (*RedirectError) sdkError()       {}

// SignatureError means that the body of a webhook was not signed by the service.
type SignatureError struct {
	Event string
}

func (e *SignatureError) Error() string {
	return fmt.Sprintf("the signature of the webhook %q does not fit its body", e.Event)
}
func (*SignatureError) sdkError() {}

// ConnectionError means that no complete answer arrived. It unwraps to the cause;
// a cancelled context is found with errors.Is(err, context.Canceled).
type ConnectionError struct {
	Method string
	URL    string // without its query
	// Sent is false where nothing of the request can have reached the server.
	Sent bool
	Err  error
}

func (e *ConnectionError) Error() string { return e.Method + " " + e.URL + ": " + e.Err.Error() }
func (*ConnectionError) sdkError()       {}

// Unwrap returns the cause.
func (e *ConnectionError) Unwrap() error { return e.Err }

// TimeoutError means that no complete answer arrived in time. It unwraps to a
// [ConnectionError].
type TimeoutError struct {
	*ConnectionError
}

// Timeout reports true, as [net.Error] has it.
func (*TimeoutError) Timeout() bool { return true }

// Unwrap returns the error as a [ConnectionError].
func (e *TimeoutError) Unwrap() error { return e.ConnectionError }

// APIError is an answer with a status that is not 2xx. The errors for single
// statuses ([NotFoundError] and others) unwrap to it.
type APIError struct {
	StatusCode int
	// Code and Message are what the body says, if it does. Message is the text
	// of the status otherwise.
	Code      string
	Message   string
	RequestID string
	Method    string
	URL       string // without its query
	Header    http.Header
	// Body is the body as it was received.
	Body []byte
	// Value is the body as the API's document describes it for this status: a
	// pointer to a model in most cases. It is nil where the document describes
	// nothing, or something else.
	Value any
	// MoreInfo is a URL that the body gives.
	MoreInfo string
}

func (e *APIError) Error() string {
	text := e.Method + " " + e.URL + ": " + strconv.Itoa(e.StatusCode) + " " + e.Message
	if e.Code != "" {
		text += " (code " + e.Code + ")"
	}
	return text
}
func (*APIError) sdkError() {}

// JSON is the body as JSON; nil where it is none.
func (e *APIError) JSON() json.RawMessage {
	if !json.Valid(e.Body) {
		return nil
	}
	return e.Body
}

// BadRequestError is status 400: the service does not accept the request as it is.
type BadRequestError struct{ *APIError }

// Unwrap returns the error as an [APIError].
func (e *BadRequestError) Unwrap() error { return e.APIError }

// UnauthorizedError is status 401: the credentials are missing or wrong.
type UnauthorizedError struct{ *APIError }

// Unwrap returns the error as an [APIError].
func (e *UnauthorizedError) Unwrap() error { return e.APIError }

// ForbiddenError is status 403: the credentials do not allow this.
type ForbiddenError struct{ *APIError }

// Unwrap returns the error as an [APIError].
func (e *ForbiddenError) Unwrap() error { return e.APIError }

// NotFoundError is status 404: there is no such resource.
type NotFoundError struct{ *APIError }

// Unwrap returns the error as an [APIError].
func (e *NotFoundError) Unwrap() error { return e.APIError }

// ConflictError is status 409: the state of the resource does not allow this.
type ConflictError struct{ *APIError }

// Unwrap returns the error as an [APIError].
func (e *ConflictError) Unwrap() error { return e.APIError }

// UnprocessableEntityError is status 422: the request is well formed, and its
// values are refused.
type UnprocessableEntityError struct{ *APIError }

// Unwrap returns the error as an [APIError].
func (e *UnprocessableEntityError) Unwrap() error { return e.APIError }

// RateLimitError is status 429: too many requests. Retries are used up.
type RateLimitError struct{ *APIError }

// Unwrap returns the error as an [APIError].
func (e *RateLimitError) Unwrap() error { return e.APIError }

// ServerError is a status from 500 to 599: the service failed.
type ServerError struct{ *APIError }

// Unwrap returns the error as an [APIError].
func (e *ServerError) Unwrap() error { return e.APIError }

// withClass is the error for the status of e.
func withClass(e *APIError) error {
	switch e.StatusCode {
	case http.StatusBadRequest:
		return &BadRequestError{e}
	case http.StatusUnauthorized:
		return &UnauthorizedError{e}
	case http.StatusForbidden:
		return &ForbiddenError{e}
	case http.StatusNotFound:
		return &NotFoundError{e}
	case http.StatusConflict:
		return &ConflictError{e}
	case http.StatusUnprocessableEntity:
		return &UnprocessableEntityError{e}
	case http.StatusTooManyRequests:
		return &RateLimitError{e}
	}
	if e.StatusCode >= 500 && e.StatusCode <= 599 {
		return &ServerError{e}
	}
	return e
}

var requestIDHeaders = []string{
	"X-Request-Id", "Request-Id", "X-Correlation-Id", "X-Amzn-Requestid", "X-Ms-Request-Id",
	"X-Github-Request-Id", "Twilio-Request-Id", "Cf-Ray",
}

// requestID is the first header that services commonly put the id of a request
// into.
func requestID(header http.Header) string {
	for _, name := range requestIDHeaders {
		if value := header.Get(name); value != "" {
			return value
		}
	}
	return ""
}
