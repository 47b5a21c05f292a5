package sdk

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Date is a day of the calendar, without a time or a zone (`full-date` of
// RFC 3339).
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the date of t in t's own zone.
func DateOf(t time.Time) Date {
	year, month, day := t.Date()
	return Date{year, month, day}
}

// ParseDate reads a date of the form 2006-01-02.
func ParseDate(text string) (Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a date of the form 2006-01-02", text)
	}
	return DateOf(t), nil
}

// String returns the date in the form 2006-01-02.
func (d Date) String() string {
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// In returns the first instant of the day in a zone.
func (d Date) In(zone *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, zone)
}

// IsZero reports whether d is the zero Date.
func (d Date) IsZero() bool { return d == Date{} }

// MarshalText returns the date in the form 2006-01-02.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads a date of the form 2006-01-02.
func (d *Date) UnmarshalText(text []byte) error {
	parsed, err := ParseDate(string(text))
	if err == nil {
		*d = parsed
	}
	return err
}

// Duration is a duration as ISO 8601 writes it, such as PT1H30M. It is text,
// because years and months have no fixed length.
type Duration string

// DurationOf returns d as hours, minutes and seconds.
func DurationOf(d time.Duration) Duration {
	if d == 0 {
		return "PT0S"
	}
	var out strings.Builder
	rest := uint64(d)
	if d < 0 {
		out.WriteByte('-')
		rest = -rest
	}
	out.WriteString("PT")
	for _, unit := range []struct {
		size uint64
		name byte
	}{{uint64(time.Hour), 'H'}, {uint64(time.Minute), 'M'}} {
		if n := rest / unit.size; n > 0 {
			fmt.Fprintf(&out, "%d%c", n, unit.name)
			rest %= unit.size
		}
	}
	if rest > 0 {
		seconds := fmt.Sprintf("%d.%09d", rest/uint64(time.Second), rest%uint64(time.Second))
		out.WriteString(strings.TrimRight(strings.TrimRight(seconds, "0"), ".") + "S")
	}
	return Duration(out.String())
}

var durationForm = regexp.MustCompile(
	`^([+-])?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?` +
		`(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,](\d{1,9})\d*)?S)?)?$`)

// Std returns the duration as the standard library counts it. It fails for
// years and months that are not zero, for what is longer than 292 years, and
// for text of another form.
func (d Duration) Std() (time.Duration, error) {
	parts := durationForm.FindStringSubmatch(string(d))
	if parts == nil || strings.HasSuffix(string(d), "P") || strings.HasSuffix(string(d), "T") {
		return 0, fmt.Errorf("%q is not an ISO 8601 duration", string(d))
	}
	if strings.Trim(parts[2]+parts[3], "0") != "" {
		return 0, fmt.Errorf("%q has years or months, which have no fixed length", string(d))
	}
	nanoseconds := (parts[9] + "000000000")[:9]
	var total int64
	for _, part := range []struct {
		digits string
		unit   time.Duration
	}{
		{parts[4], 7 * 24 * time.Hour},
		{parts[5], 24 * time.Hour},
		{parts[6], time.Hour},
		{parts[7], time.Minute},
		{parts[8], time.Second},
		{nanoseconds, time.Nanosecond},
	} {
		if part.digits == "" {
			continue
		}
		n, err := strconv.ParseInt(part.digits, 10, 64)
		if err != nil || n > (math.MaxInt64-total)/int64(part.unit) {
			return 0, fmt.Errorf("%q is too long", string(d))
		}
		total += n * int64(part.unit)
	}
	if parts[1] == "-" {
		total = -total
	}
	return time.Duration(total), nil
}

var dateTimeForm = regexp.MustCompile(
	`^(\d{4}-\d\d-\d\d)[Tt _](\d\d:\d\d:)(\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)$`)

// parseDateTime reads `date-time` of RFC 3339, section 5.6, in every form it
// allows. Digits beyond nanoseconds are cut; a leap second is read as the second
// after it, as POSIX time counts.
func parseDateTime(text string) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, text); err == nil && len(text) < 31 && text[10] == 'T' {
		return inUTC(t), nil
	}
	parts := dateTimeForm.FindStringSubmatch(text)
	if parts == nil {
		return time.Time{}, errors.New("not an RFC 3339 date-time")
	}
	second, fraction, zone := parts[3], parts[4], strings.ToUpper(parts[5])
	leap := second == "60"
	if leap {
		second, fraction = "59", ""
	}
	plain := parts[1] + "T" + parts[2] + second
	if fraction != "" {
		plain += "." + fraction[:min(len(fraction), 9)]
	}
	t, err := time.Parse(time.RFC3339, plain+zone)
	if err != nil {
		return time.Time{}, errors.New("not an RFC 3339 date-time")
	}
	if leap {
		t = t.Add(time.Second)
	}
	return inUTC(t), nil
}

// inUTC gives an instant without an offset the location that prints as UTC.
func inUTC(t time.Time) time.Time {
	if _, offset := t.Zone(); offset == 0 {
		return t.UTC()
	}
	return t
}

const wholeSeconds = "2006-01-02T15:04:05Z"

// formatDateTime writes an instant in UTC with `Z`, with its fraction where it
// has one, unless seconds asks for whole ones.
func formatDateTime(t time.Time, seconds bool) (string, error) {
	t = t.UTC()
	if year := t.Year(); year < 0 || year > 9999 {
		return "", fmt.Errorf("the year %d cannot be written in RFC 3339", year)
	}
	if seconds {
		return t.Format(wholeSeconds), nil
	}
	return t.Format(time.RFC3339Nano), nil
}
