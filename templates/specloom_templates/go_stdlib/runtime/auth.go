package sdk

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode"

	"specloom.invalid/sdk/internal/style"
)

// scheme is the security scheme with an id.
func (a *apiInfo) scheme(id string) *scheme {
	for i := range a.schemes {
		if a.schemes[i].id == id {
			return &a.schemes[i]
		}
	}
	return &scheme{kind: schemeMutualTLS}
}

// ways are the sets of credentials that a scheme can be used with, the simplest
// first.
func (s *scheme) ways() [][]string {
	switch s.kind {
	case schemeBasic:
		parts := []string{s.username}
		if s.password != "" {
			parts = append(parts, s.password)
		}
		return [][]string{parts}
	case schemeOAuth2:
		var ways [][]string
		if s.value != "" {
			ways = append(ways, []string{s.value})
		}
		if s.refreshToken != "" {
			ways = append(ways, []string{s.refreshToken})
		}
		if s.clientID != "" && s.clientSecret != "" {
			ways = append(ways, []string{s.clientID, s.clientSecret})
		}
		return ways
	case schemeMutualTLS:
		return [][]string{nil}
	default:
		return [][]string{{s.value}}
	}
}

// choose is the first alternative for which every credential is given.
func (c *core) choose(security [][]string) ([]string, error) {
	for _, alternative := range security {
		if !slices.ContainsFunc(alternative, func(id string) bool { return !c.canUse(c.api.scheme(id)) }) {
			return alternative, nil
		}
	}
	if len(security) == 0 {
		return nil, nil
	}
	var wanted []string
	for _, alternative := range security {
		if text := c.wanted(alternative); text != "" && !slices.Contains(wanted, text) {
			wanted = append(wanted, text)
		}
	}
	return nil, &ConfigurationError{"this operation needs credentials: give the client " + strings.Join(wanted, ", or ")}
}

func (c *core) canUse(s *scheme) bool {
	return slices.ContainsFunc(s.ways(), c.hasAll)
}

func (c *core) hasAll(way []string) bool {
	for _, id := range way {
		if _, given := c.secrets[id]; !given {
			return false
		}
	}
	return true
}

// wanted says how the credentials of an alternative are given.
func (c *core) wanted(alternative []string) string {
	var texts []string
	for _, id := range alternative {
		for _, credential := range c.api.credentials {
			if ways := c.api.scheme(id).ways(); len(ways) == 0 || !slices.Contains(ways[0], credential.id) {
				continue
			}
			text := credential.option
			if credential.environment != "" {
				text += " (or " + credential.environment + ")"
			}
			if !slices.Contains(texts, text) {
				texts = append(texts, text)
			}
		}
	}
	return strings.Join(texts, " and ")
}

// grant is what a request gets to be let in.
type grant struct {
	headers, query, cookies [][2]string
	tokens                  map[string]string // fetched ones, by scheme
}

// makeGrant makes the credentials of the chosen schemes.
func (e *exchange) makeGrant() (*grant, error) {
	g := &grant{tokens: map[string]string{}}
	asked := askedSecrets{c: e.core, ctx: e.ctx, answers: map[*secretSource][]string{}}
	for _, id := range e.chosen {
		s := e.core.api.scheme(id)
		var value string
		var err error
		switch s.kind {
		case schemeBasic:
			var user, password string
			if user, err = asked.get(s.username); err == nil && s.password != "" {
				password, err = asked.get(s.password)
			}
			value = base64.StdEncoding.EncodeToString([]byte(user + ":" + password))
			g.headers = append(g.headers, [2]string{"Authorization", "Basic " + value})
		case schemeBearer:
			value, err = asked.get(s.value)
			g.headers = append(g.headers, [2]string{"Authorization", "Bearer " + value})
		case schemeHTTP:
			value, err = asked.get(s.value)
			g.headers = append(g.headers, [2]string{"Authorization", s.name + " " + value})
		case schemeAPIKey:
			value, err = asked.get(s.value)
			pair := [2]string{s.name, value}
			switch s.location {
			case "query":
				g.query = append(g.query, pair)
			case "cookie":
				g.cookies = append(g.cookies, pair)
			default:
				g.headers = append(g.headers, pair)
			}
		case schemeOAuth2:
			value, err = e.accessToken(s, &asked, g)
			g.headers = append(g.headers, [2]string{"Authorization", "Bearer " + value})
		}
		if err != nil {
			return nil, err
		}
	}
	return g, nil
}

// askedSecrets asks each source of credentials once for a request.
type askedSecrets struct {
	c       *core
	ctx     context.Context
	answers map[*secretSource][]string
}

func (a *askedSecrets) get(id string) (string, error) {
	given, ok := a.c.secrets[id]
	if !ok {
		return "", nil
	}
	values, asked := a.answers[given.source]
	if !asked {
		var err error
		if values, err = given.source.get(a.ctx); err != nil {
			return "", fmt.Errorf("getting credentials: %w", err)
		}
		a.answers[given.source] = values
	}
	value := values[given.index]
	if strings.ContainsFunc(value, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return "", &ArgumentError{Path: id, Reason: "a credential cannot hold a line break or another control character"}
	}
	return value, nil
}

// apply writes the credentials into a request. A header that the caller set
// himself is left alone.
func (g *grant) apply(request *http.Request) {
	for _, pair := range g.headers {
		if request.Header.Get(pair[0]) == "" {
			request.Header[http.CanonicalHeaderKey(pair[0])] = []string{pair[1]}
		}
	}
	present := "&" + request.URL.RawQuery
	for _, pair := range g.query {
		name := style.Quote(pair[0])
		if !strings.Contains(present, "&"+name+"=") {
			query := name + "=" + style.Quote(pair[1])
			if request.URL.RawQuery != "" {
				query = request.URL.RawQuery + "&" + query
			}
			request.URL.RawQuery = query
		}
	}
	for _, pair := range g.cookies {
		cookie := pair[0] + "=" + pair[1]
		if given := request.Header.Get("Cookie"); given != "" {
			cookie = given + "; " + cookie
		}
		request.Header.Set("Cookie", cookie)
	}
}

// secretHeaders are the names, in lower case, that API keys are sent under.
func secretHeaders(schemes []scheme) map[string]bool {
	names := map[string]bool{}
	for _, s := range schemes {
		if s.kind == schemeAPIKey {
			names[strings.ToLower(s.name)] = true
		}
	}
	return names
}
