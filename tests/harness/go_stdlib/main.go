// The harness of the pack go_stdlib: drives the SDK beside it by its surface.json. The protocol is that of
// tests/harness/README.md. It is copied into the folder of an SDK, with a table of what only that SDK has.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"time"

	sdk "specloom.invalid/sdk"
)

type request struct {
	ID        json.RawMessage `json:"id"`
	Client    json.RawMessage `json:"client"`
	Operation string          `json:"operation"`
	Arguments []argument      `json:"arguments"`
	Body      *struct {
		MediaType string          `json:"mediaType"`
		Value     json.RawMessage `json:"value"`
	} `json:"body"`
	Mode    string         `json:"mode"`
	Limit   *int           `json:"limit"`
	Options map[string]any `json:"request_options"`
}

type argument struct {
	In    string          `json:"in"`
	Wire  string          `json:"wire"`
	Value json.RawMessage `json:"value"`
}

// neutral is a value with exact numbers.
func neutral(text []byte) (value any) {
	reader := json.NewDecoder(bytes.NewReader(text))
	reader.UseNumber()
	if err := reader.Decode(&value); err != nil {
		panic(err)
	}
	return value
}

// ordered is an object as the members of a parameter, in their order; nil where v is for something else.
func ordered(text json.RawMessage, v reflect.Value) bool {
	object, isObject := neutral(text).(map[string]any)
	if !isObject || v.Kind() != reflect.Interface || !strings.HasPrefix(v.Type().Name(), "ParamObject[") {
		return false
	}
	t := v.Type().Method(0).Type.Out(0)
	members := reflect.MakeSlice(t, 0, len(object))
	reader := json.NewDecoder(bytes.NewReader(text))
	_, _ = reader.Token()
	for reader.More() {
		name, _ := reader.Token()
		var skipped json.RawMessage
		_ = reader.Decode(&skipped)
		member := reflect.New(t.Elem()).Elem()
		member.Field(0).SetString(name.(string))
		convert(object[name.(string)], member.Field(1))
		members = reflect.Append(members, member)
	}
	v.Set(members)
	return true
}

type operation struct {
	Pointer   string `json:"pointer"`
	Call      string `json:"call"`
	Arguments []struct {
		Name, Wire, In string
	} `json:"arguments"`
	Body *struct {
		PassedAs string `json:"passed_as"`
	} `json:"body"`
	Pagination any `json:"pagination"`
	Streaming  *struct {
		Call string `json:"call"`
	} `json:"streaming"`
}

type surface struct {
	Credentials []struct{ Name, Scheme, Part string } `json:"credentials"`
	Variables   []struct{ Name, Wire string }         `json:"variables"`
	Operations  []operation                           `json:"operations"`
}

type harness struct {
	surface    surface
	operations map[string]operation
	clients    map[string]reflect.Value
}

func main() {
	data, err := os.ReadFile(filepath.Join(os.Args[1], "surface.json"))
	if err != nil {
		panic(err)
	}
	h := harness{operations: map[string]operation{}, clients: map[string]reflect.Value{}}
	if err := json.Unmarshal(data, &h.surface); err != nil {
		panic(err)
	}
	for _, op := range h.surface.Operations {
		h.operations[op.Pointer] = op
	}
	out := bufio.NewWriter(os.Stdout)
	lines := bufio.NewReader(os.Stdin)
	for {
		line, err := lines.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			fmt.Fprintf(out, "%s\n", h.answer(line))
			out.Flush()
		}
		if err != nil {
			return
		}
	}
}

// bug is an answer that says what the SDK cannot express.
type bug struct{ text string }

func (b bug) Error() string { return b.text }

func (h *harness) answer(line []byte) (text []byte) {
	var asked request
	answer := map[string]any{}
	defer func() {
		answer["id"] = asked.ID
		if problem := recover(); problem != nil {
			answer["error"] = map[string]any{"kind": "bug", "message": fmt.Sprint(problem)}
		}
		written, err := json.Marshal(answer)
		if err != nil {
			written, _ = json.Marshal(map[string]any{"id": asked.ID, "error": map[string]any{"kind": "bug", "message": err.Error()}})
		}
		text = written
	}()
	reader := json.NewDecoder(bytes.NewReader(line))
	reader.UseNumber()
	if err := reader.Decode(&asked); err != nil {
		panic(err)
	}
	value, response, err := h.call(&asked)
	if err != nil {
		answer["error"] = failure(err)
		return
	}
	answer["value"] = value
	if response != nil {
		headers := map[string]string{}
		for name, values := range response.Header {
			headers[strings.ToLower(name)] = strings.Join(values, ", ")
		}
		answer["status"], answer["headers"] = response.StatusCode, headers
	}
	return
}

func (h *harness) call(asked *request) (any, *sdk.Response, error) {
	op, ok := h.operations[asked.Operation]
	if !ok {
		return nil, nil, bug{"no such operation: " + asked.Operation}
	}
	path := op.Call
	if asked.Mode == "stream" && op.Streaming != nil && op.Streaming.Call != "" {
		path = op.Streaming.Call
	}
	method := h.method(h.client(asked.Client), path)
	options, response := requestOptions(asked)
	arguments, more := h.arguments(op, method, asked)
	options = append(options, more...)
	values := []reflect.Value{reflect.ValueOf(context.Background())}
	values = append(values, arguments...)
	for _, option := range options {
		values = append(values, reflect.ValueOf(option))
	}
	results := method.Call(values)
	if len(results) == 2 || len(results) == 1 && results[0].Type() == reflect.TypeFor[error]() {
		if err, _ := results[len(results)-1].Interface().(error); err != nil {
			return nil, nil, err
		}
	}
	var value any
	var err error
	switch {
	case op.Pagination != nil:
		value, err = pages(results[0], asked)
	case asked.Mode == "stream":
		value, err = items(results[0].MethodByName("All").Call(nil)[0], asked.Limit, plain)
		results[0].MethodByName("Close").Call(nil)
	case len(results) == 2:
		value, err = plain(results[0])
	}
	if asked.Mode != "raw" {
		response = nil
	}
	return value, response, err
}

func (h *harness) method(client reflect.Value, path string) reflect.Value {
	names := strings.Split(path, ".")
	for _, name := range names[:len(names)-1] {
		client = client.Elem().FieldByName(name)
	}
	return client.MethodByName(names[len(names)-1])
}

func (h *harness) client(described json.RawMessage) reflect.Value {
	key := string(described)
	if found, ok := h.clients[key]; ok {
		return found
	}
	var given struct {
		BaseURL     *string                      `json:"base_url"`
		Variables   map[string]string            `json:"variables"`
		Environment string                       `json:"environment"`
		Credentials map[string]map[string]string `json:"credentials"`
		Options     map[string]any               `json:"options"`
	}
	if len(described) > 0 {
		reader := json.NewDecoder(bytes.NewReader(described))
		reader.UseNumber()
		if err := reader.Decode(&given); err != nil {
			panic(err)
		}
	}
	var options []sdk.ClientOption
	if given.BaseURL != nil {
		options = append(options, sdk.WithBaseURL(*given.BaseURL))
	}
	for _, variable := range h.surface.Variables {
		if value, ok := given.Variables[variable.Wire]; ok {
			options = append(options, setters[variable.Name]([]string{value}))
		}
	}
	if given.Environment != "" {
		options = append(options, setters["WithEnvironment"]([]string{given.Environment}))
	}
	options = append(options, h.credentials(given.Credentials)...)
	for name, value := range given.Options {
		options = append(options, clientOptions(name, value)...)
	}
	client := reflect.ValueOf(sdk.New(options...))
	h.clients[key] = client
	return client
}

// credentials are given by functions that take one part of a scheme, or all of them in their order.
func (h *harness) credentials(given map[string]map[string]string) []sdk.ClientOption {
	var options []sdk.ClientOption
	done := map[string]bool{}
	for _, one := range h.surface.Credentials {
		if done[one.Name] {
			continue
		}
		done[one.Name] = true
		var values []string
		found := false
		for _, other := range h.surface.Credentials {
			if other.Name == one.Name {
				value, ok := given[other.Scheme][other.Part]
				values = append(values, value)
				found = found || ok
			}
		}
		if found {
			options = append(options, setters[one.Name](values))
		}
	}
	return options
}

func clientOptions(name string, value any) []sdk.ClientOption {
	switch name {
	case "strict":
		if value == true {
			return []sdk.ClientOption{sdk.WithStrict()}
		}
		return nil
	case "validate":
		if value == true {
			return []sdk.ClientOption{sdk.WithValidation()}
		}
		return nil
	case "response_limit":
		return []sdk.ClientOption{sdk.WithResponseLimit(integer(value))}
	case "user_agent":
		return []sdk.ClientOption{sdk.WithUserAgent(value.(string))}
	}
	var options []sdk.ClientOption
	for _, option := range commonOptions(name, value) {
		options = append(options, option)
	}
	return options
}

func commonOptions(name string, value any) []sdk.Option {
	switch name {
	case "max_retries":
		return []sdk.Option{sdk.WithMaxRetries(int(integer(value)))}
	case "timeout":
		seconds, _ := value.(json.Number).Float64()
		return []sdk.Option{sdk.WithTimeout(time.Duration(seconds * float64(time.Second)))}
	case "headers":
		var options []sdk.Option
		for header, text := range value.(map[string]any) {
			if text == nil {
				options = append(options, sdk.WithoutHeader(header))
			} else {
				options = append(options, sdk.WithHeader(header, text.(string)))
			}
		}
		return options
	case "query":
		var options []sdk.Option
		for name, item := range value.(map[string]any) {
			options = append(options, sdk.WithQuery(name, item))
		}
		return options
	}
	panic(bug{"there is no option for " + name})
}

func requestOptions(asked *request) ([]sdk.RequestOption, *sdk.Response) {
	response := &sdk.Response{}
	options := []sdk.RequestOption{sdk.WithResponseInto(response)}
	for name, value := range asked.Options {
		switch name {
		case "idempotent":
			options = append(options, sdk.WithIdempotent(value.(bool)))
		case "idempotency_key":
			options = append(options, sdk.WithIdempotencyKey(value.(string)))
		default:
			for _, option := range commonOptions(name, value) {
				options = append(options, option)
			}
		}
	}
	return options, response
}

func integer(value any) int64 {
	n, err := value.(json.Number).Int64()
	if err != nil {
		panic(err)
	}
	return n
}

// arguments are the values of a call, without its context: path parameters in their order, then the struct of the
// others. What the struct has no field for goes into options.
func (h *harness) arguments(op operation, method reflect.Value, asked *request) ([]reflect.Value, []sdk.RequestOption) {
	t := method.Type()
	given := map[[2]string]any{}
	texts := map[[2]string]json.RawMessage{}
	var options []sdk.RequestOption
	for _, argument := range asked.Arguments {
		key := [2]string{argument.In, argument.Wire}
		given[key], texts[key] = neutral(argument.Value), argument.Value
	}
	members := map[string]any{}
	declared := map[string]bool{}
	for _, one := range op.Arguments {
		declared[one.In+" "+one.Wire] = true
	}
	for key, value := range given {
		if declared[key[0]+" "+key[1]] {
			continue
		}
		if key[0] != "body" {
			panic(bug{op.Call + " has no argument for " + key[1] + " in " + key[0]})
		}
		members[key[1]] = value
		delete(given, key)
	}
	isWhole := op.Body != nil && op.Body.PassedAs == "body"
	var whole any
	hasWhole := false
	if asked.Body != nil {
		value := neutral(asked.Body.Value)
		object, isObject := value.(map[string]any)
		switch {
		case isWhole:
			whole, hasWhole = value, true
		case isObject && !isSpecial(object):
			options = append(options, sdk.WithEmptyBody())
			written := map[string]json.RawMessage{}
			_ = json.Unmarshal(asked.Body.Value, &written)
			for wire, value := range object {
				if declared["body "+wire] {
					key := [2]string{"body", wire}
					given[key], texts[key] = value, written[wire]
				} else {
					members[wire] = value
				}
			}
		default:
			panic(bug{op.Call + " takes the properties of an object"})
		}
	}
	if isWhole && len(members) > 0 && !hasWhole {
		whole, hasWhole = any(members), true
		members = nil
	}
	for wire, value := range members {
		options = append(options, sdk.WithBodyField(wire, loose(value)))
	}
	if asked.Body != nil && asked.Body.MediaType != "" {
		options = append(options, sdk.WithContentType(asked.Body.MediaType))
	}
	var values []reflect.Value
	next := 1
	for _, one := range op.Arguments {
		if one.In == "path" {
			value := reflect.New(t.In(next)).Elem()
			key := [2]string{"path", one.Wire}
			if raw, ok := given[key]; ok && raw != nil && !ordered(texts[key], value) {
				convert(raw, value)
			}
			values = append(values, value)
			next++
		}
	}
	last := t.NumIn() - 1
	if next == last {
		return values, options
	}
	params := reflect.New(t.In(next).Elem())
	for _, one := range op.Arguments {
		key := [2]string{one.In, one.Wire}
		raw, ok := given[key]
		if !ok || one.In == "path" {
			continue
		}
		field := params.Elem().FieldByName(one.Name)
		if !field.IsValid() { // told apart by another method
			continue
		}
		if !ordered(texts[key], field) {
			convert(raw, field)
		}
	}
	if hasWhole {
		convert(whole, params.Elem().FieldByName("Body"))
	}
	return append(values, params), options
}

func isSpecial(object map[string]any) bool {
	for name := range object {
		if len(object) == 1 && (name == "$file" || name == "$bytes" || name == "$datetime") {
			return true
		}
	}
	return false
}

// convert writes a neutral value into v, as a caller would write it.
func convert(value any, v reflect.Value) {
	if object, ok := value.(map[string]any); ok && isSpecial(object) {
		special(object, v)
		return
	}
	if method := v.Addr().MethodByName("Get"); method.IsValid() && v.Kind() == reflect.Struct && value != nil {
		inner := reflect.New(method.Type().Out(0)).Elem()
		convert(value, inner)
		if !setOpt(v, inner) {
			panic(bug{"an option cannot be set"})
		}
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if value == nil {
			return
		}
		made := reflect.New(v.Type().Elem())
		fill, isObject := value.(map[string]any)
		if isModel := made.Elem().Kind() == reflect.Struct && made.Elem().FieldByName("AdditionalProperties").IsValid(); isModel && isObject && !isSpecial(fill) && needsFilling(fill, made.Elem()) {
			fillModel(fill, made.Elem())
		} else {
			convert(value, made.Elem())
		}
		v.Set(made)
		return
	case reflect.Slice:
		if list, ok := value.([]any); ok && v.Type().Elem().Kind() != reflect.Uint8 && hasFiles(value) {
			made := reflect.MakeSlice(v.Type(), len(list), len(list))
			for i, item := range list {
				convert(item, made.Index(i))
			}
			v.Set(made)
			return
		}
	case reflect.Interface:
		if v.Type() == reflect.TypeFor[io.Reader]() {
			if text, ok := value.(string); ok {
				v.Set(reflect.ValueOf(strings.NewReader(text)))
				return
			}
			if value == nil {
				return
			}
			panic(bug{"a file cannot be made of this value"})
		}
		if v.NumMethod() == 0 {
			if value == nil { // nil is absent
				v.Set(reflect.ValueOf(json.RawMessage("null")))
				return
			}
			v.Set(reflect.ValueOf(loose(value)))
			return
		}
	case reflect.Map:
		if object, ok := value.(map[string]any); ok && hasFiles(value) {
			v.Set(reflect.MakeMap(v.Type()))
			for name, item := range object {
				made := reflect.New(v.Type().Elem()).Elem()
				convert(item, made)
				v.SetMapIndex(reflect.ValueOf(name), made)
			}
			return
		}
	}
	text, err := json.Marshal(value)
	if err == nil {
		err = sdk.Unmarshal(text, v.Addr().Interface())
	}
	if err != nil {
		panic(bug{fmt.Sprintf("%s is no %s: %v", text, v.Type(), err)})
	}
}

// setOpt gives an optional its value, by the function of the SDK for its type.
func setOpt(v, inner reflect.Value) bool {
	text, err := sdk.Marshal(inner.Interface())
	if err != nil {
		panic(err)
	}
	reader, ok := v.Addr().Interface().(json.Unmarshaler)
	return ok && reader.UnmarshalJSON(text) == nil
}

func hasFiles(value any) bool {
	switch value := value.(type) {
	case map[string]any:
		if isSpecial(value) {
			return true
		}
		for _, item := range value {
			if hasFiles(item) {
				return true
			}
		}
	case []any:
		for _, item := range value {
			if hasFiles(item) {
				return true
			}
		}
	}
	return false
}

// needsFilling says whether an object holds what JSON cannot say: a file, or null for a field of type any.
func needsFilling(object map[string]any, v reflect.Value) bool {
	if hasFiles(object) {
		return true
	}
	for i := range v.NumField() {
		value, given := object[v.Type().Field(i).Tag.Get("json")]
		if given && value == nil && v.Field(i).Kind() == reflect.Interface {
			return true
		}
	}
	return false
}

func fillModel(object map[string]any, v reflect.Value) {
	for name, value := range object {
		found := false
		for i := range v.NumField() {
			if v.Type().Field(i).Tag.Get("json") == name && v.Type().Field(i).Name != "AdditionalProperties" {
				convert(value, v.Field(i))
				found = true
			}
		}
		if !found {
			extras := v.FieldByName("AdditionalProperties")
			if extras.IsNil() {
				extras.Set(reflect.MakeMap(extras.Type()))
			}
			made := reflect.New(extras.Type().Elem()).Elem()
			convert(value, made)
			extras.SetMapIndex(reflect.ValueOf(name), made)
		}
	}
}

// special writes a file, bytes or a moment.
func special(object map[string]any, v reflect.Value) {
	made := loose(object)
	value := reflect.ValueOf(made)
	switch {
	case v.Type() == reflect.TypeFor[io.Reader]():
		if data, ok := made.([]byte); ok {
			value = reflect.ValueOf(bytes.NewReader(data))
		}
		v.Set(value)
	case value.Type().AssignableTo(v.Type()):
		v.Set(value)
	case v.Kind() == reflect.Pointer && value.Type().AssignableTo(v.Type().Elem()):
		v.Set(reflect.New(v.Type().Elem()))
		v.Elem().Set(value)
	case value.Type().ConvertibleTo(v.Type()):
		v.Set(value.Convert(v.Type()))
	default:
		text, err := sdk.Marshal(made)
		if err == nil {
			err = sdk.Unmarshal(text, v.Addr().Interface())
		}
		if err != nil {
			panic(bug{fmt.Sprintf("%v is no %s", object, v.Type())})
		}
	}
}

// loose is a neutral value for a place of type any.
func loose(value any) any {
	switch value := value.(type) {
	case map[string]any:
		if file, ok := value["$file"].(map[string]any); ok {
			data, _ := base64.StdEncoding.DecodeString(file["base64"].(string))
			upload := &sdk.FileUpload{Reader: bytes.NewReader(data)}
			upload.Name, _ = file["filename"].(string)
			upload.ContentType, _ = file["contentType"].(string)
			if headers, ok := file["headers"].(map[string]any); ok {
				upload.Header = map[string][]string{}
				for name, text := range headers {
					upload.Header[name] = []string{fmt.Sprint(text)}
				}
			}
			return upload
		}
		if text, ok := value["$bytes"].(string); ok {
			data, _ := base64.StdEncoding.DecodeString(text)
			return data
		}
		if text, ok := value["$datetime"].(string); ok {
			moment, err := time.Parse(time.RFC3339, text)
			if err != nil {
				panic(bug{"a moment without a zone cannot be expressed: " + text})
			}
			return moment
		}
		made := map[string]any{}
		for name, item := range value {
			made[name] = loose(item)
		}
		return made
	case []any:
		made := []any{}
		for _, item := range value {
			made = append(made, loose(item))
		}
		return made
	}
	return value
}

// plain is what a method returned, as JSON by the SDK's own encoder.
func plain(v reflect.Value) (any, error) {
	switch value := v.Interface().(type) {
	case io.ReadCloser:
		data, err := io.ReadAll(value)
		value.Close()
		return map[string]string{"$bytes": base64.StdEncoding.EncodeToString(data)}, err
	case []byte:
		return map[string]string{"$bytes": base64.StdEncoding.EncodeToString(value)}, nil
	case nil:
		return nil, nil
	default:
		text, err := sdk.Marshal(value)
		return json.RawMessage(text), err
	}
}

// items gathers at most limit values of an iterator.
func items(sequence reflect.Value, limit *int, read func(reflect.Value) (any, error)) (any, error) {
	found := []any{}
	if limit != nil && *limit == 0 {
		return found, nil
	}
	for item, failed := range sequence.Seq2() {
		if err, _ := failed.Interface().(error); err != nil {
			return nil, err
		}
		value, err := read(item)
		if err != nil {
			return nil, err
		}
		found = append(found, value)
		if limit != nil && len(found) == *limit {
			break
		}
	}
	return found, nil
}

func pages(pager reflect.Value, asked *request) (any, error) {
	whole := func(page reflect.Value) (any, error) {
		list := page.Elem().FieldByName("Items")
		found := []any{}
		for i := range list.Len() {
			value, err := plain(list.Index(i))
			if err != nil {
				return nil, err
			}
			found = append(found, value)
		}
		return found, nil
	}
	switch asked.Mode {
	case "items":
		return items(pager.MethodByName("All").Call(nil)[0], asked.Limit, plain)
	case "pages":
		return items(pager.MethodByName("Pages").Call(nil)[0], asked.Limit, whole)
	}
	results := pager.MethodByName("Next").Call(nil)
	if err, _ := results[1].Interface().(error); err != nil {
		return nil, err
	}
	return whole(results[0])
}

var _ iter.Seq[int]

func failure(err error) map[string]any {
	var (
		status     *sdk.APIError
		timeout    *sdk.TimeoutError
		connection *sdk.ConnectionError
		decode     *sdk.DecodeError
		constraint *sdk.ConstraintError
		argument   *sdk.ArgumentError
		config     *sdk.ConfigurationError
		pagination *sdk.PaginationError
		redirect   *sdk.RedirectError
		large      *sdk.ResponseTooLargeError
	)
	found := map[string]any{"class": strings.TrimPrefix(fmt.Sprintf("%T", err), "*"), "message": err.Error()}
	_, class, _ := strings.Cut(found["class"].(string), ".")
	found["class"] = class
	switch {
	case errors.As(err, &status):
		found["kind"] = "status"
		found["status"] = status.StatusCode
		found["message"] = status.Message
		found["code"] = code(status)
		if status.RequestID != "" {
			found["request_id"] = status.RequestID
		}
		found["body"] = errorBody(status)
	case errors.As(err, &timeout):
		found["kind"] = "timeout"
	case errors.As(err, &connection):
		found["kind"] = "connection"
	case errors.As(err, &decode):
		found["kind"] = "decode"
	case errors.As(err, &constraint), errors.As(err, &argument), errors.As(err, &config):
		found["kind"] = "argument"
	case errors.As(err, &pagination):
		found["kind"] = "pagination"
	case errors.As(err, &redirect):
		found["kind"] = "redirects"
	case errors.As(err, &large):
		found["kind"] = "too_large"
	default:
		found["kind"] = "bug"
	}
	return found
}

// code is the code of an error as the body spells it: a number or a text.
func code(status *sdk.APIError) any {
	if status.Code == "" {
		return nil
	}
	if !bytes.Contains(status.Body, []byte(`"`+status.Code+`"`)) && json.Valid([]byte(status.Code)) {
		return json.RawMessage(status.Code)
	}
	return status.Code
}

func errorBody(status *sdk.APIError) any {
	if status.Value != nil {
		if data, ok := status.Value.([]byte); ok {
			return map[string]string{"$bytes": base64.StdEncoding.EncodeToString(data)}
		}
		if text, err := sdk.Marshal(status.Value); err == nil {
			return json.RawMessage(text)
		}
	}
	if text := status.JSON(); text != nil {
		return text
	}
	if text := strings.TrimSpace(strings.ToValidUTF8(string(status.Body), "\ufffd")); text != "" {
		return text
	}
	return nil
}
