package sdk

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

const (
	mostRedirects = 10
	drained       = 1 << 16 // bytes of a body nobody wants that are read to keep its connection
)

// outgoing is a request, without credentials, that may be sent more than once.
type outgoing struct {
	method  string
	url     string
	header  http.Header
	content *content
	foreign bool // it was sent on to another origin, and gets no credentials
	sent    *sentBody
}

// exchange is one call, from its first request to its outcome.
type exchange struct {
	core       *core
	ctx        context.Context
	op         *operation
	options    *callOptions
	out        *outgoing
	chosen     []string
	idempotent bool
	streaming  bool
	retries    int
	redirects  int
	renewed    bool
	grant      *grant
}

// callArguments are what a request is made of.
type callArguments struct {
	path   []any
	params any
	url    string  // instead of the one that the arguments give
	change *change // of an argument, for another page
}

// send makes a call and returns its answer, whose body is read whole unless
// streaming; then the caller closes it. Anything but 2xx is an error.
func (c *core) send(ctx context.Context, op *operation, arguments callArguments, options *callOptions, streaming bool) (*answer, error) {
	if c.err != nil {
		return nil, c.err
	}
	if options.err != nil {
		return nil, options.err
	}
	out, err := c.build(op, arguments, options)
	if err != nil {
		return nil, err
	}
	security := op.security
	if security == nil {
		security = c.api.security
	}
	chosen, err := c.choose(security)
	if err != nil {
		return nil, err
	}
	e := exchange{core: c, ctx: ctx, op: op, options: options, out: out, chosen: chosen, streaming: streaming}
	e.idempotent = op.idempotent || options.idempotencyKey != nil
	if options.idempotent != nil {
		e.idempotent = *options.idempotent
	}
	return e.run()
}

func (e *exchange) run() (*answer, error) {
	for {
		got, wait, err := e.try()
		if err != nil || got != nil {
			return got, err
		}
		if err := sleep(e.ctx, wait); err != nil {
			request, _ := http.NewRequest(e.out.method, e.out.url, nil)
			return nil, newAttempt(e.ctx, 0).failure(request, err)
		}
	}
}

func sleep(ctx context.Context, wait time.Duration) error {
	if wait <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// try sends the request once. No answer and no error: send it again after wait.
func (e *exchange) try() (got *answer, wait time.Duration, err error) {
	sending := newAttempt(e.ctx, e.options.timeout)
	defer func() {
		if got == nil || !e.streaming {
			sending.end()
		}
	}()
	request, err := e.request(sending)
	if err != nil {
		return nil, 0, err
	}
	started := time.Now()
	e.core.logRequest(e.ctx, request, e.retries)
	response, err := e.core.roundTrip(request)
	if err == nil {
		response.Body = &answerBody{inflated(response), sending, request}
		got, wait, err = e.settle(request, response, started)
	} else {
		err = sending.failure(request, err)
	}
	if retry, pause := e.retriesAfter(err); retry {
		e.core.logFailure(e.ctx, request, err, pause)
		return nil, pause, nil
	}
	if err != nil {
		e.core.logFailure(e.ctx, request, err, -1)
	}
	return got, wait, err
}

// request is the request to send now, with credentials.
func (e *exchange) request(sending *attempt) (*http.Request, error) {
	out := e.out
	if out.sent != nil {
		out.sent.settle()
	}
	var body io.Reader
	if out.content != nil {
		opened, err := out.content.open()
		if err != nil {
			return nil, err
		}
		out.sent = &sentBody{reader: opened, progress: sending.progress}
		body = out.sent
	}
	request, err := http.NewRequestWithContext(sending.ctx, out.method, out.url, body)
	if err != nil {
		return nil, &ArgumentError{Reason: "no request can be made for " + showURL(out.url)}
	}
	request.Header = out.header.Clone()
	if out.content != nil {
		request.ContentLength = out.content.length
		if out.content.length == 0 {
			request.Body = http.NoBody
		}
	}
	e.grant = nil
	if !out.foreign && len(e.chosen) > 0 {
		if e.grant, err = e.makeGrant(); err != nil {
			return nil, err
		}
		e.grant.apply(request)
	}
	return request, nil
}

// roundTrip sends a request through the middleware.
func (c *core) roundTrip(request *http.Request) (*http.Response, error) {
	next := c.http.Do
	for _, middleware := range slices.Backward(c.middleware) {
		inner := next
		next = func(request *http.Request) (*http.Response, error) { return middleware(request, inner) }
	}
	response, err := next(request)
	if err == nil && response.Body == nil {
		response.Body = http.NoBody
	}
	return response, err
}

// settle says what follows an answer.
func (e *exchange) settle(request *http.Request, response *http.Response, started time.Time) (*answer, time.Duration, error) {
	status := response.StatusCode
	isSuccess := status >= 200 && status <= 299
	wait, again, err := e.follow(request, response)
	if err != nil || again {
		e.core.logAnswer(e.ctx, request, response, nil, started)
		drain(response.Body)
		return nil, wait, err
	}
	got := &answer{status: status, header: response.Header, method: request.Method, url: showURL(request.URL.String())}
	got.pageURL = e.out.url
	if isSuccess && e.streaming {
		got.stream = response.Body
		e.core.logAnswer(e.ctx, request, response, nil, started)
		return got, 0, nil
	}
	got.body, err = readLimited(response.Body, e.core.responseLimit)
	_ = response.Body.Close()
	e.core.logAnswer(e.ctx, request, response, got.body, started)
	if err != nil {
		return nil, 0, err
	}
	if !isSuccess {
		return nil, 0, e.core.statusError(e.op, request, status, response.Header, got.body)
	}
	return got, 0, nil
}

func readLimited(body io.Reader, limit int64) ([]byte, error) {
	if limit <= 0 {
		return io.ReadAll(body)
	}
	content, err := io.ReadAll(io.LimitReader(body, limit+1))
	if err == nil && int64(len(content)) > limit {
		return nil, &ResponseTooLargeError{Limit: limit}
	}
	return content, err
}

// drain finishes with a body nobody reads, so that its connection is free again.
func drain(body io.ReadCloser) {
	_, _ = io.CopyN(io.Discard, body, drained)
	_ = body.Close()
}

// follow says whether another request follows an answer, and after which wait.
func (e *exchange) follow(request *http.Request, response *http.Response) (time.Duration, bool, error) {
	status := response.StatusCode
	switch {
	case status >= 200 && status <= 299:
		return 0, false, nil
	case status >= 300 && status <= 399:
		following := e.redirected(response)
		if following == nil {
			return 0, false, nil
		}
		e.redirects++
		if e.redirects > mostRedirects {
			return 0, false, &RedirectError{e.op.method + " " + showURL(e.out.url) + ": too many redirects"}
		}
		e.out = following
		return 0, true, nil
	case status == http.StatusUnauthorized && e.renewsTokens():
		return 0, true, nil
	case e.mayRetry() && retriable(status, e.idempotent):
		wait := waitAfter(response.Header, e.retries)
		e.retries++
		return wait, true, nil
	}
	return 0, false, nil
}

// renewsTokens drops access tokens that the service refused, once: the request was
// not processed.
func (e *exchange) renewsTokens() bool {
	if e.grant == nil || len(e.grant.tokens) == 0 || e.renewed || !e.isReplayable() {
		return false
	}
	e.renewed = true
	for scheme, value := range e.grant.tokens {
		e.core.tokens.drop(scheme, value)
	}
	return true
}

func (e *exchange) isReplayable() bool {
	return e.out.content == nil || e.out.content.seeks
}

func (e *exchange) mayRetry() bool { return e.hasRetries() && e.isReplayable() }

func (e *exchange) hasRetries() bool { return e.retries < e.options.maxRetries }

// retriesAfter says whether a failure is followed by another request.
func (e *exchange) retriesAfter(err error) (bool, time.Duration) {
	var failed *ConnectionError
	if err == nil || !errors.As(err, &failed) || e.ctx.Err() != nil || !e.mayRetry() {
		return false, 0
	}
	if !e.idempotent && failed.Sent {
		return false, 0
	}
	e.retries++
	return true, backoff(e.retries - 1)
}

// retriable says whether a request that was answered with status may be sent
// again.
func retriable(status int, idempotent bool) bool {
	if status == http.StatusTooManyRequests {
		return true
	}
	return idempotent && (status == http.StatusRequestTimeout || status >= 500 && status <= 599) &&
		status != http.StatusNotImplemented && status != http.StatusHTTPVersionNotSupported
}

const (
	firstWait      = 500 * time.Millisecond
	longestBackoff = 8 * time.Second
	longestWait    = 60 * time.Second // a Retry-After that asks for more is cut to this
)

// backoff doubles with each failure, with up to half taken off by chance.
func backoff(failures int) time.Duration {
	longest := min(firstWait<<min(failures, 10), longestBackoff)
	return time.Duration(float64(longest) * (1 - rand.Float64()/2))
}

// waitAfter is the time to wait after an answer: what it asks for, else the usual.
func waitAfter(header http.Header, failures int) time.Duration {
	if wait, asked := retryAfter(header, time.Now()); asked {
		return wait
	}
	return backoff(failures)
}

// retryAfter is the time that the service asks to wait (RFC 9110, section 10.2.3).
func retryAfter(header http.Header, now time.Time) (time.Duration, bool) {
	value := strings.TrimSpace(header.Get("Retry-After"))
	if value == "" {
		return 0, false
	}
	var wait time.Duration
	if value[0] >= '0' && value[0] <= '9' {
		seconds, err := time.ParseDuration(value + "s")
		if err != nil {
			return 0, false
		}
		wait = seconds
	} else {
		date, err := http.ParseTime(value)
		if err != nil {
			return 0, false
		}
		wait = date.Sub(now)
	}
	return min(max(wait, 0), longestWait), true
}

// ofBody are the headers that a request without its body does not have.
var ofBody = []string{"Content-Type", "Content-Length", "Content-Encoding", "Transfer-Encoding"}

// redirected is the request that a redirect asks for; nil where it is not
// followed. Only GET and HEAD are followed, and 303 after any method: nothing is
// sent a second time. Nobody on https is sent on to http.
func (e *exchange) redirected(response *http.Response) *outgoing {
	location := strings.TrimSpace(response.Header.Get("Location"))
	safe := e.out.method == http.MethodGet || e.out.method == http.MethodHead
	switch response.StatusCode {
	case 301, 302, 307, 308:
		if !safe {
			return nil
		}
	case 303:
	default:
		return nil
	}
	if location == "" {
		return nil
	}
	target, err := joinURL(e.out.url, location)
	if err != nil || !isClean(target) {
		return nil
	}
	from, fromOK := originOf(e.out.url)
	to, toOK := originOf(target)
	if !fromOK || !toOK || from.scheme == "https" && to.scheme == "http" {
		return nil
	}
	next := &outgoing{method: http.MethodGet, url: target, header: e.out.header.Clone(), foreign: e.out.foreign || from != to}
	if e.out.method == http.MethodHead {
		next.method = http.MethodHead
	}
	if next.method == e.out.method {
		next.content, next.sent = e.out.content, e.out.sent
	} else {
		for _, name := range ofBody {
			next.header.Del(name)
		}
	}
	if from != to {
		for name := range next.header {
			if e.core.isSecretHeader(name) {
				delete(next.header, name)
			}
		}
	}
	return next
}

var secretWords = []string{"auth", "token", "key", "secret", "session", "cookie", "password", "credential", "signature"}

// isSecretHeader says whether a header may hold a credential.
func (c *core) isSecretHeader(name string) bool {
	name = strings.ToLower(name)
	return c.hidden[name] || slices.ContainsFunc(secretWords, func(word string) bool { return strings.Contains(name, word) })
}

// withoutURL is the cause inside of an error that shows a URL with its query.
func withoutURL(err error) error {
	var shown *url.Error
	if errors.As(err, &shown) {
		return shown.Err
	}
	return err
}
