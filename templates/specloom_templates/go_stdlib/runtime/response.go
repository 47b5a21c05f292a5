package sdk

import (
	"bytes"
	"io"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"specloom.invalid/sdk/internal/jsontext"
)

// Response is what an answer has beside its value; see [WithResponseInto].
type Response struct {
	StatusCode int
	Header     http.Header
	// Body is the body as it was received; nil where it is handed on unread.
	Body      []byte
	RequestID string
	Method    string
	URL       string // without its query
}

// answer is a 2xx answer: read whole, or as a stream that is to be closed.
type answer struct {
	status  int
	header  http.Header
	body    []byte
	stream  io.ReadCloser
	method  string
	url     string
	pageURL string
}

func (a *answer) response() *Response {
	return &Response{
		StatusCode: a.status,
		Header:     a.header,
		Body:       a.body,
		RequestID:  requestID(a.header),
		Method:     a.method,
		URL:        a.url,
	}
}

// tell fills in what the call's options ask for.
func (a *answer) tell(options *callOptions) {
	if options.response != nil {
		*options.response = *a.response()
	}
}

// read decodes a body into out, a pointer. It stays zero where there is no body, or
// the document declares none.
func (c *core) read(op *operation, a *answer, out reflect.Value) error {
	contentType := a.header.Get("Content-Type")
	if len(a.body) == 0 && contentType == "" || a.status == 204 || a.status == 205 || op.method == http.MethodHead {
		return nil
	}
	declared := op.responseFor(a.status, contentType)
	if declared == nil {
		return nil
	}
	return c.readAs(declared, contentType, a.body, out)
}

// responsesFor are the responses declared for a status: exactly, by range, or as
// the default. Any 2xx is success, so one that is not declared is read as the
// first one that is and has a body.
func (o *operation) responsesFor(status int) []response {
	code := strconv.Itoa(status)
	for _, wanted := range []string{code, code[:1] + "XX"} {
		if found := o.responsesOf(wanted); found != nil {
			return found
		}
	}
	if code[0] == '2' {
		declared := false
		for _, response := range o.responses {
			if response.status[0] == '2' {
				declared = true
				if response.mediaType != "" {
					return o.responsesOf(response.status)
				}
			}
		}
		if declared {
			return nil
		}
	}
	return o.responsesOf("default")
}

func (o *operation) responsesOf(status string) []response {
	var found []response
	for _, response := range o.responses {
		if response.status == status {
			found = append(found, response)
		}
	}
	return found
}

// responseFor is the response that a body is read as; nil where none is declared.
func (o *operation) responseFor(status int, contentType string) *response {
	return match(o.responsesFor(status), essence(contentType))
}

// match is the response for a media type: exactly, by range, else the first one
// that has a body.
func match(responses []response, mediaType string) *response {
	kind, _, _ := strings.Cut(mediaType, "/")
	var first *response
	for _, wanted := range []string{mediaType, kind + "/*", "*/*"} {
		for i := range responses {
			if responses[i].mediaType == "" {
				continue
			}
			if first == nil {
				first = &responses[i]
			}
			if essence(responses[i].mediaType) == wanted {
				return &responses[i]
			}
		}
	}
	if isJSON(mediaType) {
		for i := range responses {
			if isJSON(responses[i].mediaType) {
				return &responses[i]
			}
		}
	}
	return first
}

// readAs decodes a body that is declared as a response. A body sent as another kind
// of text than declared is read as what was declared; what a range of media types
// leaves open, as what its type can be.
func (c *core) readAs(declared *response, contentType string, body []byte, out reflect.Value) error {
	own := planOf(witnessed(declared.of))
	text, err := bodyAsJSON(own, essence(declared.mediaType), contentType, body)
	if err != nil {
		return err
	}
	strict := c.strict && !(isText(own, essence(declared.mediaType), contentType))
	target := out
	if out.Type() != own.typ {
		target = reflect.New(own.typ).Elem()
	}
	if err := unmarshal(text, target.Addr().Interface(), strict); err != nil {
		if decoding, ok := err.(*DecodeError); ok {
			decoding.Body = body
		}
		return err
	}
	if out.Type() != own.typ {
		if !own.typ.AssignableTo(out.Type()) {
			return &DecodeError{Path: "$", Message: "expected another kind of answer, found " + contentType, Body: body}
		}
		out.Set(target)
	}
	return nil
}

func isText(p *plan, declared, contentType string) bool {
	isStructure := strings.Contains(declared, "*") && !isSingle(p)
	return !isJSON(declared) && !isJSON(contentType) && !isStructure && !isXML(declared) &&
		declared != "application/x-www-form-urlencoded"
}

// bodyAsJSON is a body as JSON.
func bodyAsJSON(p *plan, declared, contentType string, body []byte) ([]byte, error) {
	isStructure := strings.Contains(declared, "*") && !isSingle(p)
	switch {
	case isJSON(declared) || isJSON(contentType) || isStructure:
		if !utf8.Valid(body) {
			return nil, &DecodeError{Path: "$", Message: "expected JSON, found bytes that are not UTF-8", Body: body}
		}
		return bytes.TrimPrefix(body, []byte("\ufeff")), nil
	case isXML(declared):
		return decodeXML(p, body)
	case declared == "application/x-www-form-urlencoded":
		value, err := formTree(decoded(body, contentType), p)
		if err != nil {
			return nil, &DecodeError{Message: "expected a form, found " + err.Error(), Body: body}
		}
		return value.Append(nil), nil
	case bare(p).form == formBytes:
		return Marshal(body)
	default:
		return scalarValue(decoded(body, contentType), p).Append(nil), nil
	}
}

const longestMessage = 500

// messagePaths are where bodies say what went wrong, beside what the document
// says: RFC 9457 problems, OAuth errors, habits.
var messagePaths = [][]string{
	{"detail"}, {"title"}, {"error", "message"}, {"error_description"}, {"error"}, {"errorMessage"},
}

// statusError is the error for an answer that is not 2xx. It never fails, whatever
// the body is.
func (c *core) statusError(op *operation, request *http.Request, status int, header http.Header, body []byte) error {
	e := &APIError{
		StatusCode: status,
		RequestID:  requestID(header),
		Method:     request.Method,
		URL:        showURL(request.URL.String()),
		Header:     header,
		Body:       body,
	}
	contentType := header.Get("Content-Type")
	raw := lenient(body)
	if declared := declaredError(op, status, contentType); declared != nil && len(body) > 0 {
		value := reflect.New(witnessed(declared.of)).Elem()
		if c.lenient().readAs(declared, contentType, body, value) == nil {
			e.Value = value.Interface()
			if raw.Kind == jsontext.String {
				if text, err := Marshal(e.Value); err == nil {
					raw, _ = jsontext.Parse(text)
				}
			}
		}
	}
	e.Code = first(raw, c.api.errorCode, []string{"code"}, []string{"error", "code"}, []string{"error", "type"})
	e.Message = message(first(raw, append([][]string{c.api.errorMessage, {"message"}}, messagePaths...)...))
	if e.Message == "" {
		e.Message = http.StatusText(status)
	}
	if e.Message == "" {
		e.Message = "unexpected status"
	}
	if link := first(raw, []string{"more_info"}, []string{"type"}); strings.Contains(link, "://") {
		e.MoreInfo = link
	}
	return withClass(e)
}

// lenient is the client without its strictness.
func (c *core) lenient() *core {
	copied := *c
	copied.strict = false
	return &copied
}

func declaredError(op *operation, status int, contentType string) *response {
	if op == nil {
		return nil
	}
	return op.responseFor(status, contentType)
}

// lenient is a body as JSON, else as text, else null.
func lenient(body []byte) jsontext.Value {
	if value, err := jsontext.Parse(body); err == nil {
		return value
	}
	text := string(body)
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "\ufffd")
	}
	if text = strings.TrimSpace(text); text == "" {
		return jsontext.Value{}
	}
	return jsontext.Value{Kind: jsontext.String, Text: text}
}

// first is the first scalar at any of the paths, as text.
func first(value jsontext.Value, paths ...[]string) string {
	for _, path := range paths {
		if len(path) == 0 {
			continue
		}
		found, ok := value.Dig(path)
		if ok && found.Kind != jsontext.Null && found.Kind != jsontext.Array && found.Kind != jsontext.Object && found.Text != "" {
			return found.Text
		}
	}
	return ""
}

func message(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > longestMessage {
		return string(runes[:longestMessage]) + "…"
	}
	return text
}
