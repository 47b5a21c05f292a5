package sdk

import (
	"context"
	"io"
	"iter"
)

// Pager fetches the pages of a list. Nothing is sent before it is asked for one.
//
//	for room, err := range client.Rooms.List(ctx, nil).All() {
//		if err != nil {
//			return err
//		}
//		fmt.Println(room)
//	}
type Pager[T any] struct {
	ctx     context.Context
	core    *core
	op      *operation
	options *callOptions
	first   pageRequest
	last    *Page[T] // that Next returned
}

// Page is one page of a list.
type Page[T any] struct {
	// Items are those of this page alone. There may be none although other pages
	// follow.
	Items []T
	// Response is the answer that the page came in.
	Response *Response

	pager    *Pager[T]
	request  pageRequest
	upcoming *nextPage
	count    int
}

func newPager[T any](ctx context.Context, c *core, op *operation, path []any, params any, options []RequestOption) *Pager[T] {
	return &Pager[T]{
		ctx:     ctx,
		core:    c,
		op:      op,
		options: c.optionsOf(options),
		first:   pageRequest{callArguments: callArguments{path: path, params: params}},
	}
}

// All goes over the items of all pages, which are fetched as they are needed.
// After an error it ends. Each loop begins with the first page.
func (p *Pager[T]) All() iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for page, err := range p.Pages() {
			if err != nil {
				var zero T
				yield(zero, err)
				return
			}
			for _, item := range page.Items {
				if !yield(item, nil) {
					return
				}
			}
		}
	}
}

// Pages goes over the pages. After an error it ends. Each loop begins with the
// first page.
func (p *Pager[T]) Pages() iter.Seq2[*Page[T], error] {
	return func(yield func(*Page[T], error) bool) {
		page, err := p.fetch(p.first)
		seen := map[string]bool{}
		for yield(page, err) && err == nil && page.upcoming != nil {
			if key := page.upcoming.key(); seen[key] {
				page, err = nil, repeated(page.upcoming)
			} else {
				seen[key] = true
				page, err = page.Next()
			}
		}
	}
}

// Next returns the next page, beginning with the first one; the error is [io.EOF]
// after the last.
func (p *Pager[T]) Next() (*Page[T], error) {
	var page *Page[T]
	var err error
	if p.last == nil {
		page, err = p.fetch(p.first)
	} else {
		page, err = p.last.Next()
	}
	if err == nil {
		p.last = page
	}
	return page, err
}

// Take returns the first n items, and fetches no page that it does not need.
func (p *Pager[T]) Take(n int) ([]T, error) {
	var taken []T
	if n <= 0 {
		return taken, nil
	}
	for item, err := range p.All() {
		if err != nil {
			return taken, err
		}
		if taken = append(taken, item); len(taken) == n {
			break
		}
	}
	return taken, nil
}

// HasNext reports whether the service says that another page follows, which may be
// empty.
func (p *Page[T]) HasNext() bool { return p.upcoming != nil }

// Next fetches the page after this one; the error is [io.EOF] after the last.
func (p *Page[T]) Next() (*Page[T], error) {
	if p.upcoming == nil {
		return nil, io.EOF
	}
	if p.upcoming.key() == p.request.key {
		return nil, repeated(p.upcoming)
	}
	request, err := p.pager.core.following(p.request, p.upcoming, p.count)
	if err != nil {
		return nil, err
	}
	return p.pager.fetch(request)
}

func repeated(page *nextPage) error {
	return &PaginationError{"the service names a page it has given already as the next one: " + page.shown()}
}

func (p *Pager[T]) fetch(request pageRequest) (*Page[T], error) {
	got, err := p.core.send(p.ctx, p.op, request.callArguments, p.options, false)
	if err != nil {
		return nil, err
	}
	got.tell(p.options)
	page := &Page[T]{Response: got.response(), pager: p, request: request}
	page.request.at = got.pageURL
	items, err := itemsOf(p.op.pages, got.body)
	if err == nil {
		err = unmarshal(items, &page.Items, p.core.strict)
	}
	if err != nil {
		if decoding, ok := err.(*DecodeError); ok {
			decoding.Body = got.body
		}
		return nil, err
	}
	page.count = request.before + len(page.Items)
	page.upcoming, err = nextPageOf(p.op.pages, got, items, request.callArguments, len(page.Items), page.count)
	return page, err
}
