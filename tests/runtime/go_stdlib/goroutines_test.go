package sdk_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"specloom.invalid/sdk"
)

// TestOneClientInManyGoroutines is worth most with the race detector: everything that a client, its copies and the plans
// of types share is made by the first calls.
func TestOneClientInManyGoroutines(t *testing.T) {
	const goroutines, rounds = 16, 8
	var tokens, failures atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		id := strings.TrimPrefix(r.URL.Path, "/rooms/")
		switch {
		case r.URL.Path == "/token":
			time.Sleep(10 * time.Millisecond)
			fmt.Fprintf(w, `{"access_token":"t%d","expires_in":3600}`, tokens.Add(1))
		case r.Header.Get("Authorization") != "Bearer t1":
			w.WriteHeader(http.StatusUnauthorized)
		case r.Method == http.MethodPost:
			body, _ := io.ReadAll(r.Body)
			w.WriteHeader(http.StatusCreated)
			fmt.Fprintf(w, `{"rank":1,"pet":{"type":"cat","lives":9},"kind":{"name":"n"},%s`, strings.TrimPrefix(string(body), "{"))
		case r.URL.Path == "/rooms":
			fmt.Fprint(w, `{"rooms":[{"id":"a","rank":1},{"id":"b","rank":2}],"meta":{}}`)
		case id == "none":
			w.WriteHeader(http.StatusNotFound)
			fmt.Fprint(w, `{"name":"n","code":1,"message":"none"}`)
		case failures.Add(1)%10 == 0:
			w.Header().Set("Retry-After", "0")
			w.WriteHeader(http.StatusServiceUnavailable)
		default:
			fmt.Fprintf(w, `{"id":%q,"rank":1}`, id)
		}
	}))
	defer server.Close()
	client := sdk.NewTokenSample(server.URL+"/token", sdk.WithBaseURL(server.URL), sdk.WithValidation(), sdk.WithMaxRetries(4))

	var group sync.WaitGroup
	for number := range goroutines {
		group.Add(1)
		go func() {
			defer group.Done()
			own := client
			if number%2 == 1 {
				own = client.With(sdk.WithTimeout(5*time.Second), sdk.WithHeader("X-Number", fmt.Sprint(number)))
			}
			for round := range rounds {
				if err := useAll(own, fmt.Sprintf("r%d-%d", number, round)); err != nil {
					t.Error(err)
				}
			}
		}()
	}
	group.Wait()
	if tokens.Load() != 1 {
		t.Errorf("%d tokens were fetched", tokens.Load())
	}
}

// useAll calls every operation once, and says what was not as it should be.
func useAll(client *sdk.Sample, id string) error {
	ctx := context.Background()
	if room, err := client.Fetch(ctx, id); err != nil || room.ID != id {
		return fmt.Errorf("fetch: %v %w", room, err)
	}
	room, err := client.Create(ctx, id)
	if err != nil || room.ID != id {
		return fmt.Errorf("create: %v %w", room, err)
	}
	if cat, ok := room.Pet.(*sdk.Cat); !ok || *cat.Lives != 9 {
		return fmt.Errorf("pet: %#v", room.Pet)
	}
	if rooms, err := client.List(ctx).Take(5); err != nil || len(rooms) != 2 {
		return fmt.Errorf("list: %v %w", rooms, err)
	}
	var missing *sdk.NotFoundError
	if _, err := client.Fetch(ctx, "none"); !errors.As(err, &missing) {
		return fmt.Errorf("none: %w", err)
	}
	return nil
}
