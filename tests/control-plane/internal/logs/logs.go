// Package logs keeps what one run of a container wrote, with times, and hands it out as a kubelet does.
//
// In: lines, from a script or a local program. Out: bytes for `kubectl logs`, with all of its options.
// It keeps everything in memory, and never writes to disk.
package logs

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"time"
)

// ErrCut means that a script broke the connection off.
var ErrCut = errors.New("the log connection was cut by the pod's script")

type entry struct {
	at   time.Time
	text string
}

// Buffer is the log of one run of a container.
type Buffer struct {
	mu      sync.Mutex
	entries []entry
	partial strings.Builder
	ended   bool
	cuts    int
	changed chan struct{}
}

// New makes an empty log.
func New() *Buffer {
	return &Buffer{changed: make(chan struct{})}
}

// Line adds one line.
func (b *Buffer) Line(text string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.entries = append(b.entries, entry{time.Now(), text})
	b.wake()
}

// Write adds a program's output; a line counts when its end has come.
func (b *Buffer) Write(data []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.partial.Write(data)
	parts := strings.Split(b.partial.String(), "\n")
	for _, line := range parts[:len(parts)-1] {
		b.entries = append(b.entries, entry{time.Now(), line})
	}
	b.partial.Reset()
	b.partial.WriteString(parts[len(parts)-1])
	b.wake()
	return len(data), nil
}

// Cut breaks off every reader that follows now.
func (b *Buffer) Cut() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.cuts++
	b.wake()
}

// End says that the container has ended: readers that follow come to their end.
func (b *Buffer) End() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.partial.Len() > 0 {
		b.entries = append(b.entries, entry{time.Now(), b.partial.String()})
		b.partial.Reset()
	}
	b.ended = true
	b.wake()
}

func (b *Buffer) wake() {
	close(b.changed)
	b.changed = make(chan struct{})
}

// Options are those of `kubectl logs`. Negative numbers mean "not asked".
type Options struct {
	Follow     bool
	Timestamps bool
	Since      time.Time
	TailLines  int64
	LimitBytes int64
}

// Copy writes the log to `to`, and with Follow goes on until the container ends, the context ends or a script cuts.
func (b *Buffer) Copy(ctx context.Context, to io.Writer, options Options) error {
	left := options.LimitBytes
	next, cuts := b.start(options)
	for {
		batch, ended, cutsNow, changed := b.after(next)
		next += len(batch)
		text := render(batch, options)
		if options.LimitBytes >= 0 && int64(len(text)) >= left {
			_, err := io.WriteString(to, text[:left])
			return err
		}
		left -= int64(len(text))
		if len(text) > 0 {
			if _, err := io.WriteString(to, text); err != nil {
				return err
			}
		}
		if cutsNow != cuts {
			return ErrCut
		}
		if ended || !options.Follow {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (b *Buffer) start(options Options) (first, cuts int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if options.TailLines >= 0 && int64(len(b.entries)) > options.TailLines {
		first = len(b.entries) - int(options.TailLines)
	}
	return first, b.cuts
}

func (b *Buffer) after(first int) (batch []entry, ended bool, cuts int, changed <-chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.entries[first:len(b.entries):len(b.entries)], b.ended, b.cuts, b.changed
}

func render(batch []entry, options Options) string {
	var text strings.Builder
	for _, line := range batch {
		if line.at.Before(options.Since) {
			continue
		}
		if options.Timestamps {
			text.WriteString(line.at.UTC().Format("2006-01-02T15:04:05.000000000Z07:00"))
			text.WriteByte(' ')
		}
		text.WriteString(line.text)
		text.WriteByte('\n')
	}
	return text.String()
}
