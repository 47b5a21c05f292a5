package sdk

import (
	"context"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

const hiddenText = "***"

func (c *core) logs(ctx context.Context, level slog.Level) bool {
	return c.logger != nil && c.logger.Enabled(ctx, level)
}

func (c *core) logRequest(ctx context.Context, request *http.Request, retries int) {
	if c.logs(ctx, slog.LevelDebug) {
		c.logger.DebugContext(ctx, "request", "api", c.api.name, "method", request.Method,
			"url", c.redactURL(request.URL), "attempt", retries+1, c.redactHeader(request.Header))
	}
}

func (c *core) logAnswer(ctx context.Context, request *http.Request, response *http.Response, body []byte, started time.Time) {
	if !c.logs(ctx, slog.LevelInfo) {
		return
	}
	c.logger.InfoContext(ctx, "answer", "api", c.api.name, "method", request.Method, "url", showURL(request.URL.String()),
		"status", response.StatusCode, "duration", time.Since(started))
	if c.logs(ctx, slog.LevelDebug) {
		c.logger.DebugContext(ctx, "answer", "status", response.StatusCode, "bytes", len(body), c.redactHeader(response.Header))
	}
}

// logFailure notes an error; pause is negative where it is the outcome.
func (c *core) logFailure(ctx context.Context, request *http.Request, err error, pause time.Duration) {
	if !c.logs(ctx, slog.LevelInfo) {
		return
	}
	outcome := "giving up"
	if pause >= 0 {
		outcome = "trying again in " + pause.Round(time.Millisecond).String()
	}
	c.logger.InfoContext(ctx, "failure", "api", c.api.name, "method", request.Method,
		"url", showURL(request.URL.String()), "error", err.Error(), "outcome", outcome)
}

// redactHeader is a header without what may be a credential.
func (c *core) redactHeader(header http.Header) slog.Attr {
	var pairs []any
	for _, name := range slices.Sorted(maps.Keys(header)) {
		value := strings.Join(header[name], ", ")
		if c.isSecretHeader(name) {
			value = hiddenText
		}
		pairs = append(pairs, slog.String(name, value))
	}
	return slog.Group("header", pairs...)
}

func (c *core) redactURL(u *url.URL) string {
	shown := showURL(u.String())
	if u.RawQuery == "" {
		return shown
	}
	pairs := strings.Split(u.RawQuery, "&")
	for i, pair := range pairs {
		name, _, _ := strings.Cut(pair, "=")
		plain, err := url.QueryUnescape(name)
		if err != nil || c.isSecretHeader(plain) {
			pairs[i] = name + "=" + hiddenText
		}
	}
	return shown + "?" + strings.Join(pairs, "&")
}
