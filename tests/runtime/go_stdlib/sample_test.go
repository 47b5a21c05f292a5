package sdk

// A small API as generated code describes one; the tests call it.

import (
	"context"
	"time"
)

type Status string

const (
	StatusOpen   Status = "open"
	StatusClosed Status = "closed"
)

type Room struct {
	ID string `json:"id" api:"required"`

	Status *Status `json:"status" MinLength:"2"`

	Size *int64 `json:"size" Minimum:"1" Maximum:"10"`

	Created *time.Time `json:"created"`

	Day *Date `json:"day"`

	Key []byte `json:"key"`

	Tags []string `json:"tags" MaxItems:"2" ItemPattern:"^[a-z]+$"`

	Owner *Person `json:"owner"`

	Note Opt[string] `json:"note" api:"nullable"`

	Rank *int64 `json:"rank" api:"required,nullable"`

	Pet Pet `json:"pet"`

	Any any `json:"any"`

	Kind any `json:"kind"`

	Secret *string `json:"secret" api:"writeonly"`

	Link *string `json:"link" api:"readonly"`

	AdditionalProperties map[string]any `json:"-"`

	received `xmlname:"room"`
}

func (m Room) MarshalJSON() ([]byte, error) { return Marshal(&m) }

func (m Room) String() string { return shown(&m) }

func (m *Room) UnmarshalJSON(data []byte) error { return Unmarshal(data, m) }

func (*Room) choices() []choice {
	return []choice{{"kind", []any{(*string)(nil), (**Person)(nil), (*int64)(nil)}}}
}

type Person struct {
	Name string `json:"name" api:"required" xmlnode:"attribute"`

	Friends []*Person `json:"friends" xmlname:"friend"`

	AdditionalProperties map[string]int64 `json:"-"`

	received
}

func (m Person) MarshalJSON() ([]byte, error) { return Marshal(&m) }

func (m *Person) UnmarshalJSON(data []byte) error { return Unmarshal(data, m) }

type Pet interface{ isPet() }

type Cat struct {
	Type  string `json:"type" api:"required"`
	Lives *int64 `json:"lives"`

	AdditionalProperties map[string]any `json:"-"`

	received
}

func (*Cat) isPet() {}

type Dog struct {
	Type string `json:"type" api:"required"`
	Good *bool  `json:"good"`

	AdditionalProperties map[string]any `json:"-"`

	received
}

func (*Dog) isPet() {}

type PetName string

func (PetName) isPet() {}

func (*UnknownVariant) isPet() {}

var petUnion = union{
	of: (*Pet)(nil),
	variants: []variant{
		{of: (**Cat)(nil), consts: []fixed{{"type", []any{"cat"}}}, required: []string{"type"}, properties: []string{"type", "lives"}},
		{of: (**Dog)(nil), consts: []fixed{{"type", []any{"dog"}}}, required: []string{"type"}, properties: []string{"type", "good"}},
		{of: (*PetName)(nil)},
	},
}

func init() { describe(&petUnion) }

type listParams struct {
	Status   *Status    `query:"Status"`
	Tags     []string   `query:"tags"`
	Filter   *Person    `query:"filter"`
	After    *time.Time `query:"after"`
	Page     *int64     `query:"page"`
	Trace    *string    `header:"X-Trace"`
	Session  *string    `cookie:"session"`
	PageSize *int64     `query:"PageSize"`
}

var listOperation = operation{
	id: "listRooms", call: "Rooms.List", method: "GET",
	path:       []segment{{text: "/rooms"}},
	params:     []parameter{{in: "query", name: "filter", style: "deepObject"}, {in: "query", name: "tags", explode: joined}},
	responses:  []response{{"200", "application/json", (*[]*Room)(nil)}},
	idempotent: true,
	pages:      &pagination{kind: pagesByURL, items: []string{"rooms"}, next: []string{"meta", "next"}},
}

type createParams struct {
	ID   string      `json:"id" api:"required"`
	Size *int64      `json:"size" Maximum:"10"`
	Note Opt[string] `json:"note" api:"nullable"`
	Tags []string    `json:"tags"`
}

var createOperation = operation{
	id: "createRoom", call: "Rooms.Create", method: "POST",
	path: []segment{{text: "/rooms"}},
	body: &body{mediaType: "application/json", required: true},
	responses: []response{
		{"201", "application/json", (**Room)(nil)},
		{"422", "application/json", (**Person)(nil)},
	},
}

var fetchOperation = operation{
	id: "fetch", call: "Rooms.Fetch", method: "GET",
	path:       []segment{{text: "/rooms/"}, {param: "id"}},
	responses:  []response{{"200", "application/json", (**Room)(nil)}, {"404", "application/json", (**Person)(nil)}},
	idempotent: true,
}

var eventsOperation = operation{
	id: "events", call: "Events", method: "GET",
	path:       []segment{{text: "/events"}},
	responses:  []response{{"200", "text/event-stream", (**Cat)(nil)}},
	idempotent: true,
	stream:     &streaming{terminator: "[DONE]"},
}

var sampleAPI = apiInfo{
	name:      "sample",
	userAgent: "sample/1.0",
	servers: []server{
		{url: "https://api.example.com/v1"},
		{name: "staging", url: "https://{region}.example.com", variables: []serverVariable{
			{name: "region", initial: "eu", values: []string{"eu", "us"}},
		}},
	},
	schemes:      []scheme{{id: "basic", kind: schemeBasic, username: "basic.username", password: "basic.password"}},
	security:     [][]string{{"basic"}},
	credentials:  []credential{{"basic.username", "WithCredentials", "SAMPLE_USER"}, {"basic.password", "WithCredentials", "SAMPLE_PASSWORD"}},
	authRequired: true,
	errorCode:    []string{"code"},
	errorMessage: []string{"message"},
}

func withCredentials(user, password string) ClientOption {
	return withSecrets(func(context.Context) ([]string, error) { return []string{user, password}, nil }, "basic.username", "basic.password")
}

// Sample is a client of the small API, for tests from outside of the package.
type Sample struct{ core *core }

func NewSample(options ...ClientOption) *Sample {
	return NewBareSample(append([]ClientOption{withCredentials("u", "p")}, options...)...)
}

func NewBareSample(options ...ClientOption) *Sample { return &Sample{newCore(&sampleAPI, 2, options)} }

func (s *Sample) Fetch(ctx context.Context, id string) (*Room, error) {
	return call[*Room](ctx, s.core, &fetchOperation, []any{id}, nil, nil)
}

func (s *Sample) Create(ctx context.Context, id string) (*Room, error) {
	return call[*Room](ctx, s.core, &createOperation, nil, &createParams{ID: id}, nil)
}

func (s *Sample) List(ctx context.Context) *Pager[*Room] {
	return newPager[*Room](ctx, s.core, &listOperation, nil, &listParams{}, nil)
}

func (s *Sample) Events(ctx context.Context) (*Stream[*Cat], error) {
	return stream[*Cat](ctx, s.core, &eventsOperation, nil, nil, nil)
}

// NewTokenSample is a client of the small API that asks tokenURL for its access tokens.
func NewTokenSample(tokenURL string, options ...ClientOption) *Sample {
	info := sampleAPI
	info.schemes = []scheme{{id: "oauth", kind: schemeOAuth2, clientID: "id", clientSecret: "secret", tokenURL: tokenURL}}
	info.security = [][]string{{"oauth"}}
	info.credentials = []credential{{"id", "WithClientID", ""}, {"secret", "WithClientSecret", ""}}
	given := []ClientOption{withSecret("id", "i"), withSecret("secret", "s")}
	return &Sample{newCore(&info, 2, append(given, options...))}
}

// With is a client with other settings.
func (s *Sample) With(options ...ClientOption) *Sample { return &Sample{s.core.with(options)} }
