// Package sdktest stands in for the service in the tests of programs that use the
// SDK: it records requests, and gives the answers that were queued.
//
//	service := sdktest.NewRecorder()
//	service.Reply(200, room)
//	client := New(WithHTTPClient(service.Client()))
package sdktest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"

	sdk "specloom.invalid/sdk"
)

// Request is a request that was made.
type Request struct {
	Method string
	URL    string
	Header http.Header
	Body   []byte
}

// Recorder is an [http.RoundTripper]. It may be used by several goroutines.
type Recorder struct {
	mu       sync.Mutex
	requests []Request
	answers  []func(Request) (*http.Response, error)
}

// NewRecorder returns a recorder without answers.
func NewRecorder() *Recorder { return &Recorder{} }

// Client returns an HTTP client for the option WithHTTPClient.
func (r *Recorder) Client() *http.Client { return &http.Client{Transport: r} }

// Requests returns the requests that were made, in their order.
func (r *Recorder) Requests() []Request {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]Request(nil), r.requests...)
}

// Pending returns the number of answers that nobody has asked for yet.
func (r *Recorder) Pending() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.answers)
}

// Reply queues an answer with value as JSON; nil: without a body. It panics for a
// value that has no JSON.
func (r *Recorder) Reply(status int, value any) {
	if value == nil {
		r.ReplyRaw(status, "", nil)
		return
	}
	text, err := sdk.Marshal(value)
	if err != nil {
		panic(err)
	}
	r.ReplyRaw(status, "application/json", text)
}

// ReplyRaw queues an answer with these bytes. An empty contentType sets none.
func (r *Recorder) ReplyRaw(status int, contentType string, body []byte) {
	r.ReplyFunc(func(Request) (*http.Response, error) {
		response := &http.Response{
			StatusCode:    status,
			Header:        http.Header{},
			Body:          io.NopCloser(bytes.NewReader(body)),
			ContentLength: int64(len(body)),
		}
		if contentType != "" {
			response.Header.Set("Content-Type", contentType)
		}
		return response, nil
	})
}

// ReplyEvents queues a stream of server-sent events with these data.
func (r *Recorder) ReplyEvents(data ...string) {
	var out strings.Builder
	for _, each := range data {
		for _, line := range strings.Split(each, "\n") {
			out.WriteString("data: " + line + "\n")
		}
		out.WriteString("\n")
	}
	r.ReplyRaw(http.StatusOK, "text/event-stream", []byte(out.String()))
}

// Refuse queues a connection that cannot be made, so that nothing is sent.
func (r *Recorder) Refuse() {
	r.Fail(&net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")})
}

// Fail queues a failure of the transport.
func (r *Recorder) Fail(err error) {
	r.ReplyFunc(func(Request) (*http.Response, error) { return nil, err })
}

// ReplyFunc queues a function that makes an answer.
func (r *Recorder) ReplyFunc(answer func(Request) (*http.Response, error)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answers = append(r.answers, answer)
}

// RoundTrip records a request and gives the next answer. It fails where none is
// queued.
func (r *Recorder) RoundTrip(request *http.Request) (*http.Response, error) {
	made := Request{Method: request.Method, URL: request.URL.String(), Header: request.Header.Clone()}
	if request.Body != nil {
		body, err := io.ReadAll(request.Body)
		_ = request.Body.Close()
		if err != nil {
			return nil, err
		}
		made.Body = body
	}
	r.mu.Lock()
	r.requests = append(r.requests, made)
	if len(r.answers) == 0 {
		r.mu.Unlock()
		return nil, fmt.Errorf("sdktest: no answer is queued for %s %s", made.Method, made.URL)
	}
	answer := r.answers[0]
	r.answers = r.answers[1:]
	r.mu.Unlock()
	response, err := answer(made)
	if response != nil {
		response.Request = request
	}
	return response, err
}
