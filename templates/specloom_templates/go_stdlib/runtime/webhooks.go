package sdk

import (
	"net/http"
	"reflect"
	"slices"
	"strings"
)

// VerifyFunc says whether the body and the headers of a webhook come from the
// service.
type VerifyFunc func(body []byte, header http.Header) bool

// webhookOptions are the settings of [ParseWebhook].
type webhookOptions struct {
	verify VerifyFunc
	header http.Header
	strict bool
}

// WebhookOption is an option of the functions that parse webhooks.
type WebhookOption func(*webhookOptions)

// WithVerify checks who sent a webhook, before anything of it is parsed.
func WithVerify(verify VerifyFunc) WebhookOption {
	return func(o *webhookOptions) { o.verify = verify }
}

// WithWebhookHeader gives the headers of a webhook, which name the media type of
// its body.
func WithWebhookHeader(header http.Header) WebhookOption {
	return func(o *webhookOptions) { o.header = header }
}

// WithStrictWebhook fails with a [DecodeError] for a body that is not what the
// API's document says.
func WithStrictWebhook() WebhookOption {
	return func(o *webhookOptions) { o.strict = true }
}

// webhook is a request that the service sends: its name, and the forms of its body.
type webhook struct {
	event  string
	bodies []response
}

// parseWebhook is the payload of the webhook that the document calls event: a
// pointer to a model in most cases, nil where it has no body.
func parseWebhook(webhooks []webhook, event string, body []byte, options []WebhookOption) (any, error) {
	var o webhookOptions
	for _, option := range options {
		option(&o)
	}
	i := slices.IndexFunc(webhooks, func(w webhook) bool { return w.event == event })
	if i < 0 {
		var known []string
		for _, webhook := range webhooks {
			known = append(known, webhook.event)
		}
		slices.Sort(known)
		return nil, &ArgumentError{Path: "event", Reason: "there is no such webhook; known: " + strings.Join(known, ", ")}
	}
	if o.verify != nil && !o.verify(body, o.header) {
		return nil, &SignatureError{Event: event}
	}
	contentType := o.header.Get("Content-Type")
	declared := match(webhooks[i].bodies, essence(contentType))
	if declared == nil {
		return nil, nil
	}
	if contentType == "" {
		contentType = declared.mediaType
	}
	value := reflect.New(witnessed(declared.of)).Elem()
	reader := core{settings: settings{strict: o.strict}}
	if err := reader.readAs(declared, contentType, body, value); err != nil {
		return nil, err
	}
	return value.Interface(), nil
}
