package sdk

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"time"
)

var errTimedOut = errors.New("nothing was received for longer than the time-out")

// attempt is one request on its way: its context ends when nothing moves for the
// time-out.
type attempt struct {
	parent  context.Context
	ctx     context.Context
	cancel  context.CancelCauseFunc
	timer   *time.Timer
	timeout time.Duration
}

func newAttempt(parent context.Context, timeout time.Duration) *attempt {
	ctx, cancel := context.WithCancelCause(parent)
	a := &attempt{parent: parent, ctx: ctx, cancel: cancel, timeout: timeout}
	if timeout > 0 {
		a.timer = time.AfterFunc(timeout, func() { cancel(errTimedOut) })
	}
	return a
}

// progress starts the time-out anew.
func (a *attempt) progress() {
	if a.timer != nil {
		a.timer.Reset(a.timeout)
	}
}

// end gives back what the attempt holds; its answer cannot be read any more.
func (a *attempt) end() {
	if a.timer != nil {
		a.timer.Stop()
	}
	a.cancel(nil)
}

// failure is err as users see it.
func (a *attempt) failure(request *http.Request, err error) error {
	failed := &ConnectionError{
		Method: request.Method,
		URL:    showURL(request.URL.String()),
		Sent:   mayHaveBeenSent(err),
		Err:    err,
	}
	var timeout net.Error
	switch {
	case context.Cause(a.ctx) == errTimedOut:
		failed.Err = errTimedOut
		return &TimeoutError{failed}
	case a.parent.Err() != nil:
		failed.Err = context.Cause(a.parent)
		if errors.Is(a.parent.Err(), context.DeadlineExceeded) {
			return &TimeoutError{failed}
		}
		return failed
	}
	var argument *ArgumentError
	if errors.As(err, &argument) {
		return argument
	}
	failed.Err = withoutURL(err)
	if errors.As(err, &timeout) && timeout.Timeout() {
		return &TimeoutError{failed}
	}
	return failed
}

// mayHaveBeenSent is false for failures before a connection.
func mayHaveBeenSent(err error) bool {
	var name *net.DNSError
	var operation *net.OpError
	if errors.As(err, &name) {
		return false
	}
	return !errors.As(err, &operation) || operation.Op != "dial"
}

// answerBody is the body of an answer; reading it moves the time-out.
type answerBody struct {
	io.ReadCloser

	attempt *attempt
	request *http.Request
}

func (b *answerBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.attempt.progress()
	if err != nil && err != io.EOF {
		err = b.attempt.failure(b.request, err)
	}
	return n, err
}

func (b *answerBody) Close() error {
	defer b.attempt.end()
	return b.ReadCloser.Close()
}
