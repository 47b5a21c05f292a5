package sdk

// apiInfo is what is known of the API as a whole: generated once, read by every
// client.
type apiInfo struct {
	name        string // of the package, for logs
	userAgent   string
	servers     []server
	schemes     []scheme
	security    [][]string
	credentials []credential
	// authRequired: every operation needs credentials.
	authRequired bool
	// origins are further origins whose next-page URLs are followed below the
	// base URL.
	origins           []string
	idempotencyHeader string
	errorCode         []string
	errorMessage      []string
	// wholeSeconds: instants are sent without fractions.
	wholeSeconds bool
}

// server is a server of the document; url may hold `{variables}`.
type server struct {
	name      string
	url       string
	variables []serverVariable
}

type serverVariable struct {
	name    string
	initial string
	values  []string
}

// credential is a secret that a client is given; its id is the scheme's and the
// part's, joined by a dot.
type credential struct {
	id          string
	option      string
	environment string
}

// scheme is a security scheme. Its parts are ids of credentials; empty: it has no
// such part.
type scheme struct {
	id   string
	kind schemeKind
	// location and name of an API key; name is the scheme of schemeHTTP.
	location string
	name     string

	username, password                   string // schemeBasic
	value                                string // the others, and a given access token
	clientID, clientSecret, refreshToken string // schemeOAuth2
	tokenURL, refreshURL                 string
	scopes                               []string
	inBody                               bool
}

type schemeKind uint8

const (
	schemeBasic schemeKind = iota
	schemeBearer
	schemeHTTP
	schemeAPIKey
	schemeOAuth2
	schemeMutualTLS
)

// operation is an operation of the document, generated once.
type operation struct {
	id     string
	call   string // how a user spells it
	method string
	path   []segment
	// params are parameters that are not written in the default way.
	params    []parameter
	body      *body
	responses []response
	// security is nil where the API's own applies; empty sends nothing.
	security          [][]string
	servers           []server
	idempotent        bool
	idempotencyHeader string
	accept            string
	pages             *pagination
	stream            *streaming
}

// segment is a part of a path: text, or the place of a parameter.
type segment struct {
	text  string
	param string
}

// parameter says how the argument `in` a place, called `name` there, is written.
type parameter struct {
	in            string
	name          string
	style         string
	explode       explode
	allowReserved bool
	mediaType     string
	checks        string
}

type explode int8

const (
	byStyle explode = iota
	exploded
	joined
)

// body is how the body of a request is written.
type body struct {
	encoding  bodyEncoding
	mediaType string
	required  bool
	of        any // a nil pointer to the type of a body in XML
	parts     []part
	xml       string // tags with hints for the root element
	checks    string // tags with constraints
	others    []body // other media types for the same data
}

type bodyEncoding uint8

const (
	bodyJSON bodyEncoding = iota
	bodyForm
	bodyMultipart
	bodyText
	bodyBytes
	bodyXML
	bodyJSONLines
	bodyJSONSeq
)

// part is how a property of a form or multipart body is written (an Encoding
// Object, decided).
type part struct {
	name          string
	contentType   string
	style         string
	explode       explode
	allowReserved bool
	isFile        bool
}

func (p *part) isStyled() bool {
	return p.style != "" || p.explode != byStyle || p.allowReserved
}

// response is the body of a status ("200", "4XX", "default") and media type. of is
// a nil pointer to its type; nil where there is no body.
type response struct {
	status    string
	mediaType string
	of        any
}

// pagination is how the pages of a list are fetched. Paths are names from the
// top of the body.
type pagination struct {
	kind      pagingKind
	items     []string
	next      []string
	parameter string
	inBody    bool
	lastItem  bool // next is a path inside the last item
	more      []string
	total     []string
	pages     []string // where the number of pages is
	first     int64
}

type pagingKind uint8

const (
	pagesByURL pagingKind = iota
	pagesByLink
	pagesByCursor
	pagesByOffset
	pagesByNumber
)

// streaming is how the items of a stream are read.
type streaming struct {
	wholeEvent bool
	jsonData   bool
	terminator string
	// switches are properties of the body that ask for the stream.
	switches []string
}
