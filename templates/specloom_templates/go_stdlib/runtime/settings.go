package sdk

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"
)

const (
	defaultTimeout       = 60 * time.Second
	connectTimeout       = 5 * time.Second
	defaultResponseLimit = 1 << 30
)

// settings are what a client was told.
type settings struct {
	api           *apiInfo
	baseURL       string
	baseIsGiven   bool
	limitIsGiven  bool
	environment   string
	variables     map[string]string
	secrets       map[string]secret
	http          *http.Client
	middleware    []Middleware
	logger        *slog.Logger
	strict        bool
	validate      bool
	responseLimit int64
	userAgent     string
	defaults      callOptions
}

// secret is a credential: the value at index of those of its source.
type secret struct {
	source *secretSource
	index  int
}

// secretSource gives credentials, as many as it was set for.
type secretSource struct {
	get func(context.Context) ([]string, error)
}

func (s *settings) setVariable(name, value string) {
	variables := map[string]string{name: value}
	for other, given := range s.variables {
		if other != name {
			variables[other] = given
		}
	}
	s.variables = variables
}

func (s *settings) setSecrets(get func(context.Context) ([]string, error), names []string) {
	secrets := map[string]secret{}
	for name, given := range s.secrets {
		secrets[name] = given
	}
	source := &secretSource{get}
	for i, name := range names {
		secrets[name] = secret{source, i}
	}
	s.secrets = secrets
}

// core is what the services of a client share. It may be used by several
// goroutines.
type core struct {
	settings
	encoder  encoder
	declared []string // URLs whose next-page links may be followed
	hidden   map[string]bool
	tokens   *tokenCache
	err      error // what is wrong with the settings
}

// newCore makes a client. What is wrong with its options is reported by its calls.
func newCore(api *apiInfo, maxRetries int, options []ClientOption) *core {
	s := settings{
		api:           api,
		userAgent:     api.userAgent,
		responseLimit: defaultResponseLimit,
		defaults:      callOptions{timeout: defaultTimeout, maxRetries: maxRetries},
	}
	for _, option := range options {
		option.applyClient(&s)
	}
	s.readEnvironment()
	if s.http == nil {
		s.http = &http.Client{Transport: newTransport()}
	}
	return s.core(newTokenCache())
}

// with is a copy with other settings, which shares connections and tokens.
func (c *core) with(options []ClientOption) *core {
	s := c.settings
	s.defaults.headers = slices.Clip(s.defaults.headers)
	s.defaults.query = slices.Clip(s.defaults.query)
	for _, option := range options {
		option.applyClient(&s)
	}
	return s.core(c.tokens)
}

func (s settings) core(tokens *tokenCache) *core {
	c := &core{settings: s, tokens: tokens, hidden: secretHeaders(s.api.schemes)}
	c.encoder = encoder{request: true, seconds: s.api.wholeSeconds}
	c.http = withoutRedirects(s.http)
	var err error
	if !c.baseIsGiven {
		c.baseURL, err = s.serverURL()
	}
	if err == nil {
		c.baseURL, err = checkBase(c.baseURL)
	}
	switch {
	case s.defaults.err != nil:
		c.err = s.defaults.err
	case err != nil:
		c.err = err
	case s.api.authRequired && len(s.secrets) == 0:
		_, c.err = c.choose(s.api.security)
	}
	for _, server := range s.api.servers {
		url, err := server.fill(s.variables)
		if err != nil {
			url, _ = server.fill(nil)
		}
		c.declared = append(c.declared, url)
	}
	for _, origin := range s.api.origins {
		c.declared = append(c.declared, strings.TrimRight(origin, "/"))
	}
	return c
}

// readEnvironment takes credentials that were not given from the environment.
func (s *settings) readEnvironment() {
	for _, credential := range s.api.credentials {
		if _, given := s.secrets[credential.id]; given || credential.environment == "" {
			continue
		}
		if value := os.Getenv(credential.environment); value != "" {
			withSecret(credential.id, value).applyClient(s)
		}
	}
}

// base is what the paths of an operation are appended to. One with servers of its
// own takes that of the client's environment, else the first.
func (c *core) base(op *operation) (string, error) {
	if len(op.servers) == 0 || c.baseIsGiven {
		return c.baseURL, nil
	}
	for _, server := range op.servers {
		if server.name != "" && server.name == c.environment {
			return server.fill(c.variables)
		}
	}
	return op.servers[0].fill(c.variables)
}

// serverURL is the URL of the server of the environment, or of the first one.
func (s *settings) serverURL() (string, error) {
	if len(s.api.servers) == 0 {
		return "", &ConfigurationError{"WithBaseURL is needed: the API's document names no server"}
	}
	if s.environment == "" {
		return s.api.servers[0].fill(s.variables)
	}
	var names []string
	for _, server := range s.api.servers {
		if server.name == s.environment {
			return server.fill(s.variables)
		}
		if server.name != "" {
			names = append(names, server.name)
		}
	}
	known := strings.Join(names, ", ")
	return "", &ConfigurationError{fmt.Sprintf("there is no environment %q; known: %s", s.environment, known)}
}

// fill is the URL of a server with values for its variables.
func (s server) fill(values map[string]string) (string, error) {
	url := s.url
	_, authority, _ := strings.Cut(url, "://")
	authority, _, _ = strings.Cut(authority, "/")
	for _, variable := range s.variables {
		value, given := values[variable.name]
		if !given {
			value = variable.initial
		}
		if len(variable.values) > 0 && !slices.Contains(variable.values, value) {
			allowed := strings.Join(variable.values, ", ")
			return "", &ConfigurationError{fmt.Sprintf("%s must be one of %s; got %q", variable.name, allowed, value)}
		}
		slot := "{" + variable.name + "}"
		if strings.Contains(authority, slot) && strings.ContainsAny(value, "/\\?#@ \t\r\n") {
			return "", &ConfigurationError{fmt.Sprintf("%s cannot hold %q: it is part of the host", variable.name, value)}
		}
		url = strings.ReplaceAll(url, slot, value)
	}
	return strings.TrimRight(url, "/"), nil
}

func newTransport() http.RoundTripper {
	transport, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return http.DefaultTransport
	}
	transport = transport.Clone()
	transport.DialContext = (&net.Dialer{Timeout: connectTimeout, KeepAlive: 30 * time.Second}).DialContext
	transport.TLSHandshakeTimeout = connectTimeout
	return transport
}

// withoutRedirects is client, which leaves redirects to this package.
func withoutRedirects(client *http.Client) *http.Client {
	copied := *client
	copied.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	copied.Jar = nil
	return &copied
}

// tokenCache has the access tokens of a client and its copies, by scheme. Who holds
// its lock may use them.
type tokenCache struct {
	lock   chan struct{}
	tokens map[string]token
}

func newTokenCache() *tokenCache {
	return &tokenCache{lock: make(chan struct{}, 1), tokens: map[string]token{}}
}

// acquire waits for the lock, as long as ctx allows.
func (t *tokenCache) acquire(ctx context.Context) error {
	select {
	case t.lock <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (t *tokenCache) release() { <-t.lock }
