package sdk

import (
	"crypto/rand"
	"encoding/hex"
	"io"
	"net/http"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"specloom.invalid/sdk/internal/jsontext"
	"specloom.invalid/sdk/internal/style"
)

const octets = "application/octet-stream"

// multipart is `multipart/form-data` (RFC 7578) and its kin, with file names as
// browsers write them. Files are read as the body is sent.
func (c *core) multipart(spec *body, members []formMember) (*content, error) {
	var random [16]byte
	if _, err := rand.Read(random[:]); err != nil {
		return nil, err
	}
	boundary := hex.EncodeToString(random[:])
	var all pieces
	for i := range members {
		parts, err := c.partsOf(&members[i])
		if err != nil {
			return nil, within(strings.TrimSuffix(members[i].name, nameless), err)
		}
		for _, part := range parts {
			all = append(all, bytesSource([]byte("--"+boundary+"\r\n"+part.head+"\r\n")), part.content, bytesSource([]byte("\r\n")))
		}
	}
	all = append(all, bytesSource([]byte("--"+boundary+"--\r\n")))
	return &content{all.source(), spec.mediaType + "; boundary=" + boundary}, nil
}

// sentPart is the header block of a part and what follows it.
type sentPart struct {
	head    string
	content *source
}

// isFile says whether a property is sent as files.
func isFile(p *plan, v reflect.Value, part *part) bool {
	switch p.form {
	case formReader:
		return true
	case formSlice:
		return p.elem.form == formReader
	case formPointer, formOpt, formAny:
		if p.form != formOpt && v.IsNil() {
			return false
		}
		if p.form == formAny {
			_, ok := readerIn(v.Elem())
			return ok
		}
		return p.form == formPointer && isFile(p.elem, v.Elem(), part)
	case formBytes, formString:
		return part.isFile
	default:
		_, ok := readerIn(v)
		return ok
	}
}

// partsOf are the parts that a property gives.
func (c *core) partsOf(member *formMember) ([]sentPart, error) {
	if !isFile(member.plan, member.value, member.part) {
		return c.valueParts(member)
	}
	v := member.value
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		if _, ok := readerIn(v); ok {
			break
		}
		v = v.Elem()
	}
	if v.Kind() == reflect.Slice && v.Type().Elem().Kind() != reflect.Uint8 {
		var parts []sentPart
		for i := range v.Len() {
			part, err := filePart(member, v.Index(i))
			if err != nil {
				return nil, err
			}
			parts = append(parts, part)
		}
		return parts, nil
	}
	part, err := filePart(member, v)
	return []sentPart{part}, err
}

// filePart is the part of a file.
func filePart(member *formMember, v reflect.Value) (sentPart, error) {
	reader, ok := readerIn(v)
	var from *source
	switch {
	case ok:
		from = sourceOf(reader)
	case v.Kind() == reflect.String:
		from = bytesSource([]byte(v.String()))
	case v.Kind() == reflect.Slice:
		from = bytesSource(v.Bytes())
	default:
		return sentPart{}, &ArgumentError{Reason: "a file is missing"}
	}
	name := fileName(reader)
	if name == "" && member.name != nameless {
		name = member.name
	}
	contentType := ""
	var header http.Header
	if upload, ok := reader.(*FileUpload); ok {
		contentType, header = upload.ContentType, upload.Header
	}
	if contentType == "" {
		contentType = guessType(name, member.part.contentType)
	}
	head, err := partHead(member.name, contentType, name, header)
	return sentPart{head, from}, err
}

// guessType is the type that the document fixes; where it leaves a choice, the one
// that the file name stands for.
func guessType(name, declared string) string {
	var options []string
	for _, option := range strings.Split(declared, ",") {
		if option = strings.TrimSpace(option); option != "" {
			options = append(options, option)
		}
	}
	if len(options) == 1 && !strings.Contains(options[0], "*") {
		return options[0]
	}
	guessed := typesByExtension[strings.ToLower(filepath.Ext(name))]
	if guessed != "" && (len(options) == 0 || slices.ContainsFunc(options, func(o string) bool { return isWithin(guessed, o) })) {
		return guessed
	}
	for _, option := range options {
		if !strings.Contains(option, "*") {
			return option
		}
	}
	return octets
}

func isWithin(mediaType, pattern string) bool {
	prefix, isRange := strings.CutSuffix(pattern, "*")
	return pattern == "*/*" || pattern == mediaType || isRange && strings.HasPrefix(mediaType, prefix)
}

// typesByExtension are the types of common files, the same on every machine.
var typesByExtension = map[string]string{
	".aac": "audio/aac", ".avi": "video/x-msvideo", ".bmp": "image/bmp", ".css": "text/css", ".csv": "text/csv",
	".doc": "application/msword", ".gif": "image/gif", ".gz": "application/gzip", ".htm": "text/html",
	".html": "text/html", ".ico": "image/vnd.microsoft.icon", ".jpeg": "image/jpeg", ".jpg": "image/jpeg",
	".js": "text/javascript", ".json": "application/json", ".md": "text/markdown", ".mov": "video/quicktime",
	".mp3": "audio/mpeg", ".mp4": "video/mp4", ".mpeg": "video/mpeg", ".pdf": "application/pdf", ".png": "image/png",
	".ppt": "application/vnd.ms-powerpoint", ".svg": "image/svg+xml", ".tar": "application/x-tar",
	".tif": "image/tiff", ".tiff": "image/tiff", ".txt": "text/plain", ".wasm": "application/wasm",
	".wav": "audio/x-wav", ".webm": "video/webm", ".webp": "image/webp", ".xls": "application/vnd.ms-excel",
	".xml": "text/xml", ".zip": "application/zip",
}

// valueParts are the parts of what is no file: an array is one part an item, an
// object is JSON.
func (c *core) valueParts(member *formMember) ([]sentPart, error) {
	part, value := member.part, member.tree
	switch {
	case isXML(part.contentType):
		return c.xmlParts(member)
	case part.isStyled():
		return styledParts(member)
	}
	items := []jsontext.Value{value}
	if value.Kind == jsontext.Array {
		items = value.Items
	}
	var parts []sentPart
	for _, item := range items {
		contentType, text := part.contentType, style.Text(item)
		if isJSON(contentType) {
			text = string(item.Append(nil))
		} else if item.Kind == jsontext.Null {
			continue
		}
		if contentType == "" || strings.Contains(contentType, "*") {
			contentType = defaultType(member.plan, item)
		}
		made, err := textParts(member, contentType, style.Pair{Name: member.name, Text: text})
		if err != nil {
			return nil, err
		}
		parts = append(parts, made...)
	}
	return parts, nil
}

// defaultType is the type of a part that the document gives none: encoded bytes
// are octets in the end, and plain text needs no header.
func defaultType(p *plan, item jsontext.Value) string {
	for p.elem != nil {
		p = p.elem
	}
	switch {
	case item.Kind == jsontext.Array || item.Kind == jsontext.Object:
		return "application/json"
	case p.form == formBytes || p.form == formBase64URL:
		return octets
	default:
		return ""
	}
}

var partDelimiters = map[string]string{"spaceDelimited": " ", "pipeDelimited": "|", "tabDelimited": "\t"}

// styledParts are serialised by style, without the percent-encoding that a
// multipart body does not need (OpenAPI 3.2, section 4.15.1).
func styledParts(member *formMember) ([]sentPart, error) {
	part, value := member.part, member.tree
	explodes := part.explode == exploded || part.explode == byStyle && (part.style == "" || part.style == "form")
	delimiter, ok := partDelimiters[part.style]
	if !ok {
		delimiter = ","
	}
	name := member.name
	var pairs []style.Pair
	switch {
	case part.style == "deepObject" && (value.Kind == jsontext.Object || value.Kind == jsontext.Array):
		pairs = style.DeepPairs(name, value)
	case value.Kind == jsontext.Array && explodes:
		for _, text := range style.Texts(value) {
			pairs = append(pairs, style.Pair{Name: name, Text: text})
		}
	case value.Kind == jsontext.Array:
		pairs = []style.Pair{{Name: name, Text: strings.Join(style.Texts(value), delimiter)}}
	case value.Kind == jsontext.Object && explodes:
		pairs = style.RepeatedPairs(value)
	case value.Kind == jsontext.Object:
		var texts []string
		for _, pair := range style.Pairs(value) {
			texts = append(texts, pair.Name, pair.Text)
		}
		pairs = []style.Pair{{Name: name, Text: strings.Join(texts, delimiter)}}
	default:
		pairs = []style.Pair{{Name: name, Text: style.Text(value)}}
	}
	return textParts(member, part.contentType, pairs...)
}

func textParts(member *formMember, contentType string, pairs ...style.Pair) ([]sentPart, error) {
	var parts []sentPart
	for _, pair := range pairs {
		head, err := partHead(pair.Name, contentType, "", nil)
		if err != nil {
			return nil, err
		}
		parts = append(parts, sentPart{head, bytesSource([]byte(pair.Text))})
	}
	return parts, nil
}

var nameEscapes = strings.NewReplacer(`"`, "%22", "\r", "%0D", "\n", "%0A")

func partHead(name, contentType, fileName string, header http.Header) (string, error) {
	var out strings.Builder
	switch {
	case name != nameless:
		out.WriteString(`Content-Disposition: form-data; name="` + nameEscapes.Replace(name) + `"`)
		if fileName != "" {
			out.WriteString(`; filename="` + nameEscapes.Replace(fileName) + `"`)
		}
		out.WriteString("\r\n")
	case fileName != "":
		out.WriteString(`Content-Disposition: attachment; filename="` + nameEscapes.Replace(fileName) + "\"\r\n")
	}
	if contentType != "" {
		if err := checkHeaderValue(contentType); err != nil {
			return "", err
		}
		out.WriteString("Content-Type: " + contentType + "\r\n")
	}
	names := make([]string, 0, len(header))
	for name := range header {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if err := checkHeaderName(name); err != nil {
			return "", err
		}
		value := strings.Join(header[name], ", ")
		if err := checkHeaderValue(value); err != nil {
			return "", err
		}
		out.WriteString(name + ": " + value + "\r\n")
	}
	return out.String(), nil
}

var readerType = reflect.TypeFor[io.Reader]()
