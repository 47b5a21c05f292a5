package sdk

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"

	"specloom.invalid/sdk/internal/style"
)

const (
	tokenMargin   = 30 * time.Second // before its end, at which a token is no longer used
	longestAnswer = 1 << 16          // of a token endpoint
)

// token is an access token; without an end it holds until the service refuses it.
type token struct {
	value   string
	refresh string
	expires time.Time
}

func (t token) holds(now time.Time) bool {
	return t.value != "" && (t.expires.IsZero() || now.Before(t.expires.Add(-tokenMargin)))
}

// drop forgets an access token that the service refused, unless another has taken
// its place meanwhile.
func (t *tokenCache) drop(scheme, value string) {
	t.lock <- struct{}{}
	defer t.release()
	if held := t.tokens[scheme]; held.value == value {
		t.tokens[scheme] = token{refresh: held.refresh}
	}
}

// accessToken is the token for an OAuth 2.0 scheme: the one that was given, one
// that still holds, or a new one, which one goroutine fetches while others wait.
func (e *exchange) accessToken(s *scheme, asked *askedSecrets, g *grant) (string, error) {
	if s.value != "" {
		if _, given := e.core.secrets[s.value]; given {
			return asked.get(s.value)
		}
	}
	cache := e.core.tokens
	if err := cache.acquire(asked.ctx); err != nil {
		return "", err
	}
	defer cache.release()
	held := cache.tokens[s.id]
	if !held.holds(time.Now()) {
		fetched, err := e.fetchToken(s, asked, held.refresh)
		if err != nil {
			var refused *APIError
			if errors.As(err, &refused) {
				delete(cache.tokens, s.id)
			}
			return "", err
		}
		if fetched.refresh == "" {
			fetched.refresh = held.refresh
		}
		cache.tokens[s.id] = fetched
		held = fetched
	}
	g.tokens[s.id] = held.value
	return held.value, nil
}

// fetchToken asks the token endpoint: by a refresh token if there is one, else by
// the client's credentials (RFC 6749, sections 6 and 4.4). It asks again as other
// requests are sent again; a refresh token may be used up by the request that
// brings it, so that this one is not idempotent.
func (e *exchange) fetchToken(s *scheme, asked *askedSecrets, refresh string) (token, error) {
	var secrets [3]string
	for i, id := range []string{s.refreshToken, s.clientID, s.clientSecret} {
		var err error
		if secrets[i], err = asked.get(id); err != nil {
			return token{}, err
		}
	}
	if refresh == "" {
		refresh = secrets[0]
	}
	idempotent := refresh == ""
	for {
		request, err := e.core.tokenRequest(s, refresh, secrets[1], secrets[2])
		if err != nil {
			return token{}, err
		}
		status, header, content, err := e.askForToken(request)
		var failed *ConnectionError
		var wait time.Duration
		switch {
		case err != nil && errors.As(err, &failed) && e.hasRetries() && (idempotent || !failed.Sent) && e.ctx.Err() == nil:
			wait = backoff(e.retries)
		case err != nil:
			return token{}, err
		case status >= 200 && status <= 299:
			return readToken(content, time.Now())
		case e.hasRetries() && retriable(status, idempotent):
			wait = waitAfter(header, e.retries)
		default:
			return token{}, e.core.statusError(nil, request, status, header, content)
		}
		e.retries++
		if err := sleep(e.ctx, wait); err != nil {
			return token{}, newAttempt(e.ctx, 0).failure(request, err)
		}
	}
}

func (e *exchange) askForToken(request *http.Request) (int, http.Header, []byte, error) {
	sending := newAttempt(e.ctx, e.options.timeout)
	defer sending.end()
	answer, err := e.core.http.Do(request.WithContext(sending.ctx))
	if err != nil {
		return 0, nil, nil, sending.failure(request, err)
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(io.LimitReader(inflated(answer), longestAnswer))
	if err != nil {
		return 0, nil, nil, sending.failure(request, err)
	}
	return answer.StatusCode, answer.Header, content, nil
}

func (c *core) tokenRequest(s *scheme, refresh, clientID, clientSecret string) (*http.Request, error) {
	reference := s.tokenURL
	form := [][2]string{{"grant_type", "client_credentials"}}
	if refresh != "" {
		form = [][2]string{{"grant_type", "refresh_token"}, {"refresh_token", refresh}}
		if s.refreshURL != "" {
			reference = s.refreshURL
		}
	}
	if len(s.scopes) > 0 {
		form = append(form, [2]string{"scope", strings.Join(s.scopes, " ")})
	}
	authorization := ""
	switch {
	case clientID != "" && clientSecret != "" && !s.inBody: // RFC 6749, section 2.3.1
		pair := style.FormQuote(clientID) + ":" + style.FormQuote(clientSecret)
		authorization = "Basic " + base64.StdEncoding.EncodeToString([]byte(pair))
	case clientID != "":
		form = append(form, [2]string{"client_id", clientID})
		if clientSecret != "" {
			form = append(form, [2]string{"client_secret", clientSecret})
		}
	}
	url, err := joinURL(c.baseURL+"/", reference)
	if _, ok := originOf(url); err != nil || !ok || reference == "" || !isClean(url) {
		return nil, &ConfigurationError{fmt.Sprintf("no access token can be fetched: the token URL is %q", reference)}
	}
	pairs := make([]string, len(form))
	for i, pair := range form {
		pairs[i] = style.FormQuote(pair[0]) + "=" + style.FormQuote(pair[1])
	}
	request, err := http.NewRequest(http.MethodPost, url, strings.NewReader(strings.Join(pairs, "&")))
	if err != nil {
		return nil, &ConfigurationError{fmt.Sprintf("no access token can be fetched: the token URL is %q", reference)}
	}
	request.Header.Set("Accept", "application/json")
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("User-Agent", c.userAgent)
	if authorization != "" {
		request.Header.Set("Authorization", authorization)
	}
	return request, nil
}

// readToken reads the token of an answer (RFC 6749, section 5.1). Its errors do not
// show the answer.
func readToken(content []byte, now time.Time) (token, error) {
	var answer struct {
		AccessToken  string          `json:"access_token"`
		RefreshToken string          `json:"refresh_token"`
		ExpiresIn    json.RawMessage `json:"expires_in"`
	}
	if err := json.Unmarshal(content, &answer); err != nil || answer.AccessToken == "" {
		return token{}, &DecodeError{Message: "the token endpoint answered without an access token"}
	}
	if strings.ContainsFunc(answer.AccessToken, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return token{}, &DecodeError{Message: "the token endpoint answered with an access token that cannot be sent"}
	}
	made := token{value: answer.AccessToken, refresh: answer.RefreshToken}
	if seconds, err := strconv.ParseFloat(strings.Trim(string(answer.ExpiresIn), `"`), 64); err == nil {
		made.expires = now.Add(time.Duration(seconds * float64(time.Second)))
	}
	return made, nil
}
