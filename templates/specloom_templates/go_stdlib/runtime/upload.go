package sdk

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
)

// FileUpload is a file to send, with what is said of it in a multipart body. Any
// [io.Reader] may be sent in its place: an [os.File] has a name already.
type FileUpload struct {
	Name        string
	ContentType string
	Header      http.Header
	io.Reader
}

// source is a body, or a piece of one: bytes, or a reader that is read as the
// request is sent.
type source struct {
	bytes  []byte
	reader io.Reader
	length int64 // -1: not known
	start  int64 // of the reader
	seeks  bool  // the reader can start anew
	used   bool
}

func bytesSource(data []byte) *source {
	return &source{bytes: data, length: int64(len(data)), seeks: true}
}

// sourceOf is what a reader gives, from where it stands.
func sourceOf(reader io.Reader) *source {
	switch r := reader.(type) {
	case *FileUpload:
		if r.Reader == nil {
			return bytesSource(nil)
		}
		return sourceOf(r.Reader)
	case FileUpload:
		return sourceOf(&r)
	case *bytes.Buffer:
		return bytesSource(r.Bytes())
	case io.Seeker:
		start, err := r.Seek(0, io.SeekCurrent)
		if err != nil {
			break
		}
		end, err := r.Seek(0, io.SeekEnd)
		if err != nil {
			break
		}
		if _, err := r.Seek(start, io.SeekStart); err != nil {
			break
		}
		return &source{reader: reader, length: end - start, start: start, seeks: true}
	}
	return &source{reader: reader, length: -1}
}

// open returns the content from its beginning.
func (s *source) open() (io.Reader, error) {
	if s.reader == nil {
		return bytes.NewReader(s.bytes), nil
	}
	if s.used && !s.seeks {
		return nil, &ArgumentError{Reason: "this body can be read only once, so the request cannot be repeated"}
	}
	if s.used {
		if _, err := s.reader.(io.Seeker).Seek(s.start, io.SeekStart); err != nil {
			return nil, err
		}
	}
	s.used = true
	return s.reader, nil
}

// pieces is a body made of several sources.
type pieces []*source

func (p pieces) source() *source {
	whole := &source{seeks: true}
	streams := false
	for _, piece := range p {
		streams = streams || piece.reader != nil
		whole.seeks = whole.seeks && piece.seeks
		if piece.length < 0 || whole.length < 0 {
			whole.length = -1
		} else {
			whole.length += piece.length
		}
	}
	if streams {
		whole.reader = &piecesReader{pieces: p}
		return whole
	}
	var data []byte
	for _, piece := range p {
		data = append(data, piece.bytes...)
	}
	return bytesSource(data)
}

type piecesReader struct {
	pieces pieces
	next   int
	open   io.Reader
}

func (r *piecesReader) Read(p []byte) (int, error) {
	for {
		if r.open == nil {
			if r.next == len(r.pieces) {
				return 0, io.EOF
			}
			opened, err := r.pieces[r.next].open()
			if err != nil {
				return 0, err
			}
			r.open = opened
			r.next++
		}
		n, err := r.open.Read(p)
		if err == io.EOF {
			r.open, err = nil, nil
		}
		if n > 0 || err != nil {
			return n, err
		}
	}
}

// Seek goes back to the beginning, the only place it is asked for.
func (r *piecesReader) Seek(int64, int) (int64, error) {
	r.open, r.next = nil, 0
	return 0, nil
}

var errBodyClosed = errors.New("the request is over")

// sentBody is a body while it is sent. Once closed it is not read any more, so that
// the next attempt can read the same source.
type sentBody struct {
	reader   io.Reader
	progress func()
	closed   atomic.Bool
	reading  sync.Mutex
}

func (b *sentBody) Read(p []byte) (int, error) {
	b.reading.Lock()
	defer b.reading.Unlock()
	if b.closed.Load() {
		return 0, errBodyClosed
	}
	b.progress()
	return b.reader.Read(p)
}

func (b *sentBody) Close() error {
	b.closed.Store(true)
	return nil
}

// settle closes the body and waits for a read that is under way.
func (b *sentBody) settle() {
	_ = b.Close()
	b.reading.Lock()
	defer b.reading.Unlock()
}

// fileName is what a reader calls itself.
func fileName(reader io.Reader) string {
	switch r := reader.(type) {
	case *FileUpload:
		if r.Name != "" || r.Reader == nil {
			return r.Name
		}
		return fileName(r.Reader)
	case FileUpload:
		return fileName(&r)
	case interface{ Name() string }:
		name := r.Name()
		if i := strings.LastIndexByte(name, '\\'); i >= 0 {
			name = name[i+1:]
		}
		return filepath.Base(name)
	}
	return ""
}
