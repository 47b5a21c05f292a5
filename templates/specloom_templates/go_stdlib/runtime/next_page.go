package sdk

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"specloom.invalid/sdk/internal/jsontext"
)

// pageRequest is what a page is asked for by.
type pageRequest struct {
	callArguments

	at     string // the URL that it was found at
	before int    // items before it
	key    string
}

// change is an argument of a request that another page has another value of.
type change struct {
	name   string
	value  jsontext.Value
	inBody bool
}

// apply leaves out the argument that is changed in the query, or sets it in the
// body.
func (c *change) apply(arguments []argument, options *callOptions) ([]argument, *callOptions) {
	if !c.inBody {
		return slices.DeleteFunc(arguments, func(a argument) bool { return a.place == inQuery && a.wire == c.name }), options
	}
	changed := *options
	field := bodyField{c.name, json.RawMessage(c.value.Append(nil))}
	changed.body = append(slices.Clone(options.body), field)
	return arguments, &changed
}

// nextPage is the page after one: at a URL, as the service wrote it, or by the same
// request with one argument changed.
type nextPage struct {
	url    string
	change *change
}

func (n *nextPage) key() string {
	if n.change != nil {
		return n.change.name + "=" + string(n.change.value.Append(nil))
	}
	return n.url
}

func (n *nextPage) shown() string {
	if n.change != nil {
		return n.key()
	}
	return showURL(n.url)
}

// following is how to ask for the next page. It fails, before anything is sent, for
// a URL on a foreign host.
func (c *core) following(asked pageRequest, upcoming *nextPage, count int) (pageRequest, error) {
	next := pageRequest{callArguments: asked.callArguments, before: count, key: upcoming.key()}
	if upcoming.change != nil {
		next.change = upcoming.change
		return next, nil
	}
	url, err := joinURL(asked.at, upcoming.url)
	if err != nil || !isClean(upcoming.url) {
		return next, &PaginationError{"the next page has a URL that cannot be trusted: " + strconv.Quote(showURL(upcoming.url))}
	}
	rebased, ok := rebase(url, c.baseURL, c.declared)
	if !ok {
		return next, &PaginationError{"the next page is at " + showURL(url) + ", which is neither below " + c.baseURL +
			" nor below a server of the API; nothing was sent there"}
	}
	next.url = rebased
	return next, nil
}

// dig is the text of the value at a path of member names; nil where there is none.
func dig(body []byte, path []string) ([]byte, error) {
	s := jsontext.Scanner{Data: body}
	if len(path) == 0 || s.Kind() != '{' {
		text, err := s.Skip()
		if err == nil {
			err = s.End()
		}
		if len(path) > 0 {
			return nil, err
		}
		return text, err
	}
	var found []byte
	err := s.Object(func(name string) error {
		text, err := s.Skip()
		if name == path[0] {
			found = text
		}
		return err
	})
	if err == nil {
		err = s.End()
	}
	if err != nil || found == nil || len(path) == 1 {
		return found, err
	}
	return dig(found, path[1:])
}

// itemsOf is the list of the items of a page; empty where it is absent or null.
func itemsOf(pages *pagination, body []byte) ([]byte, error) {
	if len(body) == 0 {
		return []byte("[]"), nil
	}
	items, err := dig(body, pages.items)
	place := "$"
	for _, name := range pages.items {
		place += "." + name
	}
	switch {
	case err != nil:
		return nil, &DecodeError{Path: "$", Message: err.Error(), Body: body}
	case items == nil || string(items) == "null":
		return []byte("[]"), nil
	case items[0] != '[':
		return nil, &DecodeError{Path: place, Message: "expected the list of items, found " + described(items), Body: body}
	}
	return items, nil
}

// nextPageOf is the page after the one that got holds; nil after the last.
func nextPageOf(pages *pagination, got *answer, items []byte, asked callArguments, onPage, received int) (*nextPage, error) {
	value := func(path []string) jsontext.Value {
		text, err := dig(got.body, path)
		if len(path) == 0 || err != nil || text == nil {
			return jsontext.Value{}
		}
		found, _ := jsontext.Parse(text)
		return found
	}
	more := value(pages.more)
	if more.Kind == jsontext.Bool && more.Text == "false" {
		return nil, nil
	}
	switch pages.kind {
	case pagesByURL:
		if url := value(pages.next); url.Kind == jsontext.String && url.Text != "" {
			return &nextPage{url: url.Text}, nil
		}
	case pagesByLink:
		if url := nextLink(strings.Join(got.header.Values("Link"), ", ")); url != "" {
			return &nextPage{url: url}, nil
		}
	case pagesByCursor:
		cursor := value(pages.next)
		if pages.lastItem {
			cursor = lastOf(items, pages.next)
		}
		if cursor.Kind != jsontext.Null && (cursor.Kind != jsontext.String || cursor.Text != "") {
			return &nextPage{change: &change{pages.parameter, cursor, pages.inBody}}, nil
		}
	case pagesByOffset:
		next := pages.current(asked, 0) + int64(onPage)
		if goesOn(value(pages.total), next) && onPage > 0 {
			return pages.counted(next), nil
		}
	case pagesByNumber:
		number := pages.current(asked, pages.first)
		last, hasLast := integer(value(pages.pages).Text)
		if hasLast && number-pages.first+1 >= last || !goesOn(value(pages.total), int64(received)) {
			return nil, nil
		}
		if onPage > 0 || hasLast || more.Kind == jsontext.Bool {
			return pages.counted(number + 1), nil
		}
	}
	return nil, nil
}

// goesOn says whether a total leaves more than was received.
func goesOn(total jsontext.Value, received int64) bool {
	n, ok := integer(total.Text)
	return !ok || received < n
}

func (p *pagination) counted(n int64) *nextPage {
	value := jsontext.Value{Kind: jsontext.Number, Text: strconv.FormatInt(n, 10)}
	return &nextPage{change: &change{p.parameter, value, p.inBody}}
}

// current is the number that a page was asked for by.
func (p *pagination) current(asked callArguments, otherwise int64) int64 {
	if asked.change != nil {
		n, _ := integer(asked.change.value.Text)
		return n
	}
	for _, argument := range given(asked.params) {
		if (argument.place == inBody) != p.inBody || argument.wire != p.parameter || argument.place == inHeader {
			continue
		}
		value, err := (&encoder{}).tree(argument.plan, argument.value)
		if n, ok := integer(value.Text); err == nil && ok {
			return n
		}
	}
	return otherwise
}

// lastOf is the value at a path inside the last of a list.
func lastOf(items []byte, path []string) jsontext.Value {
	s := jsontext.Scanner{Data: items}
	var last []byte
	err := s.Array(func() error {
		text, err := s.Skip()
		last = text
		return err
	})
	if err != nil || last == nil {
		return jsontext.Value{}
	}
	text, err := dig(last, path)
	if err != nil || text == nil {
		return jsontext.Value{}
	}
	found, _ := jsontext.Parse(text)
	return found
}

var (
	linkForm      = regexp.MustCompile(`<([^>]*)>((?:\s*;\s*[^\s=;,]+\s*(?:=\s*(?:"(?:[^"\\]|\\.)*"|[^\s;,"]*))?)*)`)
	linkParameter = regexp.MustCompile(`;\s*([^\s=;,]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?`)
)

// nextLink is the target of the first link with the relation `next` (RFC 8288,
// section 3).
func nextLink(header string) string {
	for _, link := range linkForm.FindAllStringSubmatch(header, -1) {
		for _, parameter := range linkParameter.FindAllStringSubmatch(link[2], -1) {
			relations := strings.Fields(strings.ToLower(parameter[2] + parameter[3]))
			if strings.EqualFold(parameter[1], "rel") && slices.Contains(relations, "next") {
				return strings.TrimSpace(link[1])
			}
		}
	}
	return ""
}
