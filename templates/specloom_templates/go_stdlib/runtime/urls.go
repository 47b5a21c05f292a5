package sdk

import (
	"fmt"
	"net/url"
	"strings"
)

// origin is scheme, host and port, as RFC 6454 compares them.
type origin struct {
	scheme, host, port string
}

var defaultPorts = map[string]string{"http": "80", "https": "443"}

// originOf is the origin of an absolute http or https URL.
func originOf(text string) (origin, bool) {
	u, err := url.Parse(text)
	if err != nil {
		return origin{}, false
	}
	scheme := strings.ToLower(u.Scheme)
	port, ok := defaultPorts[scheme]
	if !ok || u.Hostname() == "" {
		return origin{}, false
	}
	if u.Port() != "" {
		port = u.Port()
	}
	return origin{scheme, strings.TrimSuffix(strings.ToLower(u.Hostname()), "."), port}, true
}

// isClean says whether every reader of a URL must find the same server in it:
// printable ASCII, no backslash, no user name.
func isClean(text string) bool {
	for i := 0; i < len(text); i++ {
		if c := text[i]; c <= ' ' || c > '~' || strings.IndexByte("\\\"<>^`{|}", c) >= 0 {
			return false
		}
	}
	_, rest, _ := strings.Cut(text, "://")
	authority, _, _ := strings.Cut(rest, "/")
	authority, _, _ = strings.Cut(authority, "?")
	return !strings.Contains(authority, "@")
}

// checkBase is a base URL without slashes at its end.
func checkBase(text string) (string, error) {
	if _, ok := originOf(text); !ok || !isClean(text) || strings.ContainsAny(text, "?#") {
		return "", &ConfigurationError{fmt.Sprintf(
			"the base URL must be an http or https URL without user, query and fragment, "+
				"such as https://host/v1; got %q", text)}
	}
	return strings.TrimRight(text, "/"), nil
}

// joinURL is reference as an absolute URL, without its fragment.
func joinURL(base, reference string) (string, error) {
	b, err := url.Parse(base)
	if err != nil {
		return "", err
	}
	r, err := url.Parse(reference)
	if err != nil {
		return "", err
	}
	joined, _, _ := strings.Cut(b.ResolveReference(r).String(), "#")
	return joined, nil
}

// addQuery is a URL with an encoded query at the end of its own.
func addQuery(text, query string) string {
	switch {
	case query == "":
		return text
	case strings.Contains(text, "?"):
		return text + "&" + query
	default:
		return text + "?" + query
	}
}

// targetOf is path and query of an absolute URL.
func targetOf(text string) string {
	_, rest, _ := strings.Cut(text, "://")
	rest, _, _ = strings.Cut(rest, "#")
	i := strings.IndexAny(rest, "/?")
	if i < 0 {
		return "/"
	}
	if rest[i] == '?' {
		return "/" + rest[i:]
	}
	return rest[i:]
}

// showURL is a URL without its query, which may hold secrets.
func showURL(text string) string {
	text, _, _ = strings.Cut(text, "#")
	text, _, _ = strings.Cut(text, "?")
	if scheme, rest, ok := strings.Cut(text, "://"); ok {
		authority, path, _ := strings.Cut(rest, "/")
		if i := strings.LastIndex(authority, "@"); i >= 0 {
			return scheme + "://" + authority[i+1:] + "/" + path
		}
	}
	return text
}

// rebase is where to send a request for a URL that the service handed out, given
// the base URL in use: the URL itself where it has the same origin; else, where it
// is below a declared URL, the same place below the base URL. A declared URL
// without a path stands for its origin. False: nothing must be sent there.
func rebase(text, base string, declared []string) (string, bool) {
	from, ok := originOf(text)
	own, ownOK := originOf(base)
	if !ok || !ownOK || !isClean(text) {
		return "", false
	}
	if from == own {
		return text, true
	}
	target := targetOf(text)
	for _, server := range declared {
		if !covers(server, from) {
			continue
		}
		prefix := strings.TrimRight(targetOf(server), "/")
		if prefix == "" {
			scheme, rest, _ := strings.Cut(base, "://")
			authority, _, _ := strings.Cut(rest, "/")
			return scheme + "://" + authority + target, true
		}
		rest, below := strings.CutPrefix(target, prefix)
		if below && (rest == "" || rest[0] == '/' || rest[0] == '?') {
			return base + rest, true
		}
	}
	return "", false
}

// covers says whether from is the origin of a declared URL; `*.` before its host
// stands for any number of labels, at least one.
func covers(declared string, from origin) bool {
	pattern, ok := originOf(strings.Replace(declared, "://*.", "://", 1))
	if !ok || !strings.Contains(declared, "://*.") {
		return ok && pattern == from
	}
	return pattern.scheme == from.scheme && pattern.port == from.port && strings.HasSuffix(from.host, "."+pattern.host)
}
