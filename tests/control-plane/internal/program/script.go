package program

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Script is what a container writes, and how it ends.
type Script struct {
	Steps []Step
	// Exit is nil when the script does not say how the container ends.
	Exit *Exit
}

// Step waits, and then writes a line, or cuts every open follow connection.
type Step struct {
	After time.Duration
	// Text is nil for a step that only waits.
	Text *string
	// Repeat writes the text so many times; `{n}` in it counts from 1.
	Repeat int
	Cut    bool
}

// Exit is how a container ends.
type Exit struct {
	Code   int32
	Reason string
}

// ParseScript reads lines of
//
//	text                  a line of log
//	@500ms text           the same after a pause; without text only the pause
//	@repeat 1000 line {n} a thousand lines
//	@cut                  every open `follow` connection breaks off, as a lost network does it
//	@exit 1               the container ends with this code (after a pause: `@2s @exit 1`); a word after it is the reason
//	@@text                a line that begins with @
func ParseScript(text string) (Script, error) {
	var script Script
	for number, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		if script.Exit != nil {
			return script, fmt.Errorf("line %d comes after @exit", number+1)
		}
		if err := script.add(line, 0); err != nil {
			return script, fmt.Errorf("line %d: %w", number+1, err)
		}
	}
	return script, nil
}

func (s *Script) add(line string, after time.Duration) error {
	if !strings.HasPrefix(line, "@") || strings.HasPrefix(line, "@@") {
		s.text(strings.TrimPrefix(line, "@"), after, 1)
		return nil
	}
	word, rest, more := strings.Cut(line[1:], " ")
	switch word {
	case "exit":
		return s.exit(rest, after)
	case "cut":
		s.Steps = append(s.Steps, Step{After: after, Cut: true})
		return nil
	case "repeat":
		count, text, _ := strings.Cut(rest, " ")
		times, err := strconv.Atoi(count)
		if err != nil {
			return fmt.Errorf("@repeat needs a number, not %q", count)
		}
		s.text(text, after, times)
		return nil
	}
	pause, err := time.ParseDuration(word)
	if err != nil {
		return fmt.Errorf("@%s is neither a duration nor exit, cut, repeat (write @@ for a line that begins with @)", word)
	}
	if !more {
		s.Steps = append(s.Steps, Step{After: after + pause})
		return nil
	}
	return s.add(rest, after+pause)
}

func (s *Script) text(text string, after time.Duration, times int) {
	s.Steps = append(s.Steps, Step{After: after, Text: &text, Repeat: times})
}

func (s *Script) exit(rest string, after time.Duration) error {
	code, reason, _ := strings.Cut(strings.TrimSpace(rest), " ")
	number, err := strconv.ParseInt(code, 10, 32)
	if err != nil {
		return fmt.Errorf("@exit needs a number, not %q", code)
	}
	if after > 0 {
		s.Steps = append(s.Steps, Step{After: after})
	}
	s.Exit = &Exit{Code: int32(number), Reason: strings.TrimSpace(reason)}
	return nil
}
