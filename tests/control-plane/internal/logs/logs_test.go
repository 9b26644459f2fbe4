package logs

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

var all = Options{TailLines: -1, LimitBytes: -1}

func text(t *testing.T, b *Buffer, options Options) string {
	t.Helper()
	var out strings.Builder
	if err := b.Copy(context.Background(), &out, options); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestOptions(t *testing.T) {
	b := New()
	b.Line("one")
	_, _ = b.Write([]byte("two\nthr"))
	_, _ = b.Write([]byte("ee"))
	b.End()
	for want, options := range map[string]Options{
		"one\ntwo\nthree\n": all,
		"three\n":           {TailLines: 1, LimitBytes: -1},
		"one\nt":            {TailLines: -1, LimitBytes: 5},
		"":                  {TailLines: -1, LimitBytes: -1, Since: time.Now().Add(time.Hour)},
	} {
		if got := text(t, b, options); got != want {
			t.Errorf("%+v: %q, not %q", options, got, want)
		}
	}
	stamped := text(t, b, Options{TailLines: 1, LimitBytes: -1, Timestamps: true})
	stamp, rest, _ := strings.Cut(stamped, " ")
	if _, err := time.Parse(time.RFC3339Nano, stamp); err != nil || rest != "three\n" {
		t.Errorf("%q", stamped)
	}
}

func TestFollowEndsWithTheContainerAndWithACut(t *testing.T) {
	follow := all
	follow.Follow = true
	for _, cut := range []bool{false, true} {
		b, done, out := New(), make(chan error, 1), &strings.Builder{}
		b.Line("one")
		go func() { done <- b.Copy(context.Background(), out, follow) }()
		time.Sleep(20 * time.Millisecond)
		b.Line("two")
		if cut {
			b.Cut()
		} else {
			b.End()
		}
		err := <-done
		if errors.Is(err, ErrCut) != cut || out.String() != "one\ntwo\n" {
			t.Errorf("cut %v: %v, %q", cut, err, out.String())
		}
	}
}
