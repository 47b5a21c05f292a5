package sdk

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"
)

// TestRoundTrip reads and writes JSON; what is not named in want must come back as
// it was.
func TestRoundTrip(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"all fields":           {`{"id":"a","status":"open","size":3,"created":"2024-03-05T09:00:00Z","day":"2024-03-05","key":"aGk=","tags":["x"],"owner":{"name":"o"},"note":"n","rank":1}`, ""},
		"unknown enum value":   {`{"id":"a","status":"new","rank":1}`, ""},
		"unknown properties":   {`{"id":"a","rank":1,"b":{"c":[1,2.50,null]},"z":12345678901234567890}`, ""},
		"null of three states": {`{"id":"a","note":null,"rank":null}`, ""},
		"missing required":     {`{"size":3}`, ""},
		"empty object":         {`{}`, ""},
		"wrong types":          {`{"id":5,"status":[1],"size":"big","created":"yesterday","tags":"x","owner":[1],"rank":"x"}`, ""},
		"null where it is not allowed, and optional": {`{"id":"a","size":null,"tags":null,"rank":1}`, `{"id":"a","rank":1}`},
		"integer written with a fraction":            {`{"id":"a","size":3.0,"rank":1}`, `{"id":"a","size":3,"rank":1}`},
		"integer beyond 64 bits":                     {`{"id":"a","size":123456789012345678901234567890,"rank":1}`, ""},
		"instants":                                   {`{"id":"a","created":"2024-03-05t10:00:00.120+01:00","rank":1}`, `{"id":"a","created":"2024-03-05T09:00:00.12Z","rank":1}`},
		"leap second":                                {`{"id":"a","created":"2016-12-31T23:59:60Z","rank":1}`, `{"id":"a","created":"2017-01-01T00:00:00Z","rank":1}`},
		"variants":                                   {`{"id":"a","rank":1,"pet":{"type":"cat","lives":9}}`, ""},
		"another variant":                            {`{"id":"a","rank":1,"pet":{"type":"dog","good":true}}`, ""},
		"variant that is no object":                  {`{"id":"a","rank":1,"pet":"Tom"}`, ""},
		"unknown variant":                            {`{"id":"a","rank":1,"pet":{"type":"cow","milk":true}}`, ""},
		"any":                                        {`{"id":"a","rank":1,"any":{"a":[1,{"b":null}]}}`, ""},
		"any that is null":                           {`{"id":"a","rank":1,"any":null}`, ""},
		"choice of text":                             {`{"id":"a","rank":1,"kind":"x"}`, ""},
		"choice of model":                            {`{"id":"a","rank":1,"kind":{"name":"n","extra":5}}`, ""},
		"choice of none":                             {`{"id":"a","rank":1,"kind":[1]}`, ""},
		"typed extra":                                {`{"id":"a","rank":1,"owner":{"name":"o","n":5,"m":"x"}}`, ""},
		"null item":                                  {`{"id":"a","rank":1,"owner":{"name":"o","friends":[null,{"name":"p"}]}}`, ""},
		"text":                                       {`{"id":"é\u2028\"\\\u0000\ud83d\ude00<>&","rank":1}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var room Room
			if err := json.Unmarshal([]byte(test.text), &room); err != nil {
				t.Fatal(err)
			}
			got, err := Marshal(&room)
			if err != nil {
				t.Fatal(err)
			}
			want := test.want
			if want == "" {
				want = test.text
			}
			if !sameJSON(t, string(got), want) {
				t.Errorf("got  %s\nwant %s", got, want)
			}
			std, err := json.Marshal(room)
			if err != nil || !sameJSON(t, string(std), want) {
				t.Errorf("encoding/json: got  %s, %v\nwant %s", std, err, want)
			}
		})
	}
}

func sameJSON(t *testing.T, a, b string) bool {
	t.Helper()
	var x, y any
	for text, into := range map[string]*any{a: &x, b: &y} {
		reader := json.NewDecoder(strings.NewReader(text))
		reader.UseNumber()
		if err := reader.Decode(into); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
	if a == b {
		return true
	}
	return reflect.DeepEqual(x, y)
}

func TestValuesThatWereRead(t *testing.T) {
	var room Room
	text := `{"id":"a","size":"big","rank":null,"kind":{"name":"n"},"pet":{"type":"dog"},"z":1.5}`
	if err := Unmarshal([]byte(text), &room); err != nil {
		t.Fatal(err)
	}
	if raw, ok := RawField(&room, "size"); !ok || string(raw) != `"big"` || room.Size != nil {
		t.Errorf("size: %s %v %v", raw, ok, room.Size)
	}
	if person, ok := room.Kind.(*Person); !ok || person.Name != "n" {
		t.Errorf("kind: %#v", room.Kind)
	}
	if _, ok := room.Pet.(*Dog); !ok {
		t.Errorf("pet: %#v", room.Pet)
	}
	if room.AdditionalProperties["z"] != json.Number("1.5") {
		t.Errorf("z: %#v", room.AdditionalProperties["z"])
	}
	room.Size = Ptr[int64](0)
	if got, _ := Marshal(&room); !strings.Contains(string(got), `"size":0`) {
		t.Errorf("a new value does not replace what was kept: %s", got)
	}
}

func TestWhatIsPrinted(t *testing.T) {
	room := &Room{ID: "a", Size: Ptr[int64](3)}
	if got := fmt.Sprint(room); got != `{"id":"a","size":3,"rank":null}` {
		t.Error(got)
	}
	room.Created = &time.Time{}
	*room.Created = room.Created.AddDate(-10, 0, 0)
	if got := room.String(); !strings.Contains(got, "sdk.Room that has no JSON: Created: ") {
		t.Error(got)
	}
}

func TestStrict(t *testing.T) {
	for text, want := range map[string]string{
		`{"id":5,"rank":1}`:                              `$.id: expected a string, found 5`,
		`{"rank":1}`:                                     `$: expected the property "id", found an object without it`,
		`{"id":null,"rank":1}`:                           `$.id: expected a string, found null`,
		`{"id":"a","rank":1,"tags":["x",1]}`:             `$.tags[1]: expected a string, found 1`,
		`{"id":"a","rank":1,"owner":{"odd name":[]}}`:    `$.owner["odd name"]: expected an integer, found an array`,
		`{"id":"a","rank":1,"created":"2024-03-05"}`:     `$.created: expected an RFC 3339 date-time, found "2024-03-05"`,
		`{"id":"a","rank":1,"pet":{"type":"cow"}}`:       `$.pet: expected a value of Pet, found an object`,
		`{"id":"a","rank":1} x`:                          `$: expected JSON, found "x" at byte 20`,
		`{"id":"a","rank":1,"size":null,"note":null}`:    ``,
		`{"id":"a","rank":null,"unknown":[1],"size":10}`: ``,
	} {
		var room Room
		err := unmarshal([]byte(text), &room, true)
		got := ""
		if err != nil {
			got = err.Error()
			var decoding *DecodeError
			if !errors.As(err, &decoding) {
				t.Errorf("%s: %T", text, err)
			}
		}
		if got != want {
			t.Errorf("%s\ngot  %s\nwant %s", text, got, want)
		}
	}
}

func TestNoJSON(t *testing.T) {
	for _, text := range []string{``, `{`, `{"id"}`, `[1,]`, `{"a":01}`, `NaN`, `"\x"`, "\"\n\"", `{"a":1}}`, `nul`, strings.Repeat("[", 20000)} {
		var value any
		var decoding *DecodeError
		if err := Unmarshal([]byte(text), &value); !errors.As(err, &decoding) {
			t.Errorf("%.20s: %v", text, err)
		}
	}
}

func TestValuesThatCannotBeSent(t *testing.T) {
	deep := map[string]any{}
	deep["self"] = deep
	for _, value := range []any{
		deep,
		json.Number("x"),
		json.RawMessage("{"),
		map[string]any{"f": func() {}},
		Room{Created: Ptr(time.Date(12024, 1, 1, 0, 0, 0, 0, time.UTC))},
	} {
		var argument *ArgumentError
		if text, err := Marshal(value); !errors.As(err, &argument) {
			t.Errorf("%T: %s %v", value, text, err)
		}
	}
	_, err := Marshal(Room{Owner: &Person{Friends: []*Person{nil, {AdditionalProperties: nil}}}, Any: map[string]any{"a": []any{1, json.Number("!")}}})
	if err == nil || err.Error() != `Any.a[1]: "!" is not a number` {
		t.Error(err)
	}
}

func TestDurations(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"PT0S": 0, "P1DT2H3M4.5S": 26*time.Hour + 3*time.Minute + 4500*time.Millisecond, "-PT1M": -time.Minute, "P2W": 14 * 24 * time.Hour, "P0Y0M1D": 24 * time.Hour,
	} {
		if got, err := Duration(text).Std(); err != nil || got != want {
			t.Errorf("%s: %v %v", text, got, err)
		}
		if again, err := DurationOf(want).Std(); err != nil || again != want {
			t.Errorf("%s: %v %v", text, DurationOf(want), err)
		}
	}
	for _, text := range []string{"", "P", "PT", "P1Y", "P1M", "1D", "P99999999999W", "P1DT", "PT1.5H"} {
		if got, err := Duration(text).Std(); err == nil {
			t.Errorf("%s: %v", text, got)
		}
	}
	if got := DurationOf(-90*time.Minute - 1); got != "-PT1H30M0.000000001S" {
		t.Error(got)
	}
}

func TestInstants(t *testing.T) {
	for text, want := range map[string]string{
		"2024-03-05T09:00:00Z":                   "2024-03-05T09:00:00Z",
		"2024-03-05 09:00:00z":                   "2024-03-05T09:00:00Z",
		"2024-03-05t09:00:00.123456789123+02:00": "2024-03-05T07:00:00.123456789Z",
		"2024-03-05_23:00:00-05:30":              "2024-03-06T04:30:00Z",
	} {
		got, err := parseDateTime(text)
		if err != nil {
			t.Error(text, err)
			continue
		}
		if back, err := formatDateTime(got, false); err != nil || back != want {
			t.Errorf("%s: %s %v", text, back, err)
		}
	}
	for _, text := range []string{"2024-03-05", "2024-03-05T09:00:00", "2024-13-05T09:00:00Z", "2024-03-05T09:00Z", "2024-03-05T24:00:00Z", ""} {
		if got, err := parseDateTime(text); err == nil {
			t.Errorf("%s: %v", text, got)
		}
	}
	if got, _ := formatDateTime(time.Date(2024, 1, 1, 1, 2, 3, 9, time.FixedZone("", 3600)), true); got != "2024-01-01T00:02:03Z" {
		t.Error(got)
	}
}

func TestJSONInText(t *testing.T) {
	var list []JSONIn[*Person]
	text := `["{\"name\":\"a\",\"n\":5}","{\"name\":\"b\"}"]`
	if err := Unmarshal([]byte(text), &list); err != nil || list[0].Value.Name != "a" {
		t.Fatal(err, list)
	}
	if back, err := Marshal(list); err != nil || string(back) != text {
		t.Errorf("%s %v", back, err)
	}
	if err := Unmarshal([]byte(`["{"]`), &list); err == nil {
		t.Error("a text that holds no JSON was read")
	}
}

func TestMembersOfParameters(t *testing.T) {
	for want, given := range map[string]any{
		`{"a":1,"b":null}`: ParamMap[*int]{"b": nil, "a": Ptr(1)},
		`{"b":1,"a":2}`:    ParamMembers[int]{{"b", 1}, {"a", 2}},
		`{"x":[3]}`:        ParamObject[any](ParamMembers[any]{{"x", []int{3}}}),
		`{}`:               ParamMembers[string](nil),
	} {
		got, err := Marshal(given)
		if err != nil || string(got) != want {
			t.Errorf("got %s, %v, want %s", got, err, want)
		}
	}
	if names := (ParamMap[int]{"z": 1, "b": 2}).members(); names[0].Name != "b" || names[1].Name != "z" {
		t.Errorf("not in the order of the names: %v", names)
	}
	_, err := Marshal(ParamMembers[float64]{{"deep", math.NaN()}})
	var argument *ArgumentError
	if !errors.As(err, &argument) || argument.Path != "deep" {
		t.Errorf("got %v", err)
	}
}
