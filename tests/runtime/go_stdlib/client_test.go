package sdk_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"specloom.invalid/sdk"
	"specloom.invalid/sdk/sdktest"
)

func sample(service *sdktest.Recorder, options ...sdk.ClientOption) *sdk.Sample {
	return sdk.NewSample(append(options, sdk.WithHTTPClient(service.Client()))...)
}

func TestTypedErrors(t *testing.T) {
	service := sdktest.NewRecorder()
	service.Reply(404, map[string]any{"name": "n", "code": 20404, "message": "no such room"})
	_, err := sample(service).Fetch(context.Background(), "a/b")
	var missing *sdk.NotFoundError
	var general *sdk.APIError
	if !errors.As(err, &missing) || !errors.As(err, &general) {
		t.Fatalf("%T %v", err, err)
	}
	person, typed := general.Value.(*sdk.Person)
	if general.StatusCode != 404 || general.Code != "20404" || general.Message != "no such room" || !typed || person.Name != "n" {
		t.Errorf("%#v", general)
	}
	made := service.Requests()[0]
	if made.URL != "https://api.example.com/v1/rooms/a%2Fb" || made.Header.Get("Authorization") != "Basic dTpw" {
		t.Errorf("%#v", made)
	}
}

func TestWhatIsSentAgain(t *testing.T) {
	service := sdktest.NewRecorder()
	client := sample(service)
	service.Refuse()
	service.Reply(201, map[string]any{"id": "x", "rank": 1})
	if room, err := client.Create(context.Background(), "x"); err != nil || room.ID != "x" {
		t.Fatal(room, err)
	}
	service.Fail(io.ErrUnexpectedEOF)
	_, err := client.Create(context.Background(), "x")
	var broken *sdk.ConnectionError
	if !errors.As(err, &broken) || !broken.Sent || len(service.Requests()) != 3 {
		t.Errorf("%v after %d requests", err, len(service.Requests()))
	}
}

func TestACancelledContextEndsACall(t *testing.T) {
	service := sdktest.NewRecorder()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	service.Reply(503, nil)
	if _, err := sample(service).Fetch(ctx, "x"); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestPages(t *testing.T) {
	service := sdktest.NewRecorder()
	page := func(next any, ids ...string) map[string]any {
		rooms := []any{}
		for _, id := range ids {
			rooms = append(rooms, map[string]any{"id": id, "rank": 1})
		}
		return map[string]any{"rooms": rooms, "meta": map[string]any{"next": next}}
	}
	service.Reply(200, page("https://api.example.com/v1/rooms?p=2", "a"))
	service.Reply(200, page("https://api.example.com/v1/rooms?p=3"))
	service.Reply(200, page(nil, "b"))
	var ids []string
	for room, err := range sample(service).List(context.Background()).All() {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, room.ID)
	}
	if strings.Join(ids, "") != "ab" || len(service.Requests()) != 3 {
		t.Error(ids, len(service.Requests()))
	}
	service.Reply(200, page("https://evil.example/rooms", "a"))
	pager := sample(service).List(context.Background())
	if first, err := pager.Next(); err != nil || !first.HasNext() {
		t.Fatal(first, err)
	}
	var refused *sdk.PaginationError
	if _, err := pager.Next(); !errors.As(err, &refused) || len(service.Requests()) != 4 {
		t.Error(err)
	}
}

func TestStreams(t *testing.T) {
	service := sdktest.NewRecorder()
	service.ReplyEvents(`{"type":"cat","lives":9}`, "[DONE]", `{"type":"cat"}`)
	stream, err := sample(service).Events(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for cat, err := range stream.All() {
		if err != nil || *cat.Lives != 9 {
			t.Fatal(cat, err)
		}
		count++
	}
	if count != 1 {
		t.Error(count)
	}
}

func TestACallWithoutCredentialsSendsNothing(t *testing.T) {
	service := sdktest.NewRecorder()
	var problem *sdk.ConfigurationError
	_, err := sdk.NewBareSample(sdk.WithHTTPClient(service.Client())).Fetch(context.Background(), "x")
	if !errors.As(err, &problem) || !strings.Contains(err.Error(), "SAMPLE_USER") || len(service.Requests()) != 0 {
		t.Error(err)
	}
}
