package sdk

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"io"
	"net/http"
	"strings"
)

// inflated is the body of an answer without the content encodings that the
// transport has left (RFC 9110, section 8.4.1); those that are not known stay.
func inflated(response *http.Response) io.ReadCloser {
	body := response.Body
	if response.Uncompressed {
		return body
	}
	encodings := strings.Split(response.Header.Get("Content-Encoding"), ",")
	for i := len(encodings) - 1; i >= 0; i-- {
		switch strings.ToLower(strings.TrimSpace(encodings[i])) {
		case "gzip", "x-gzip":
			body = &inflater{raw: body, open: func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) }}
		case "deflate":
			body = &inflater{raw: body, open: openDeflate}
		case "", "identity":
		default:
			return body
		}
	}
	return body
}

// openDeflate reads zlib data, as the standard says, and bare deflate data, as is
// the habit: the first byte tells.
func openDeflate(r io.Reader) (io.Reader, error) {
	buffered := bufio.NewReader(r)
	first, err := buffered.Peek(1)
	if err != nil {
		return nil, err
	}
	if first[0]&0x0f == 8 && first[0]>>4 <= 7 {
		return zlib.NewReader(buffered)
	}
	return flate.NewReader(buffered), nil
}

// inflater decodes a body from the first time that it is read.
type inflater struct {
	raw    io.ReadCloser
	open   func(io.Reader) (io.Reader, error)
	reader io.Reader
	err    error
}

func (i *inflater) Read(p []byte) (int, error) {
	if i.reader == nil && i.err == nil {
		i.reader, i.err = i.open(i.raw)
	}
	if i.err != nil {
		return 0, i.err
	}
	return i.reader.Read(p)
}

func (i *inflater) Close() error { return i.raw.Close() }

// limited fails where more is read of a body than a limit.
type limited struct {
	io.ReadCloser

	left  int64
	limit int64
}

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.ReadCloser.Read(p[:min(int64(len(p)), l.left+1)])
	if l.left -= int64(n); l.left < 0 {
		return 0, &ResponseTooLargeError{Limit: l.limit}
	}
	return n, err
}
