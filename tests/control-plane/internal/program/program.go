// Package program reads from a pod's annotations what its containers shall do.
//
// In: a pod, and a ConfigMap of its namespace. Out: a Program, pure data.
// It never talks to anything and never guesses: an annotation it cannot read is an error, which the pod then shows.
package program

import (
	"fmt"
	"maps"
	"strconv"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"
)

// The annotations. They stand on the pod, so usually on a pod template.
const (
	Prefix = "test.changeover/"
	// Behaviour is a list of words, separated by commas or line ends: `ready-after=5s, graceful=3s`.
	Behaviour = Prefix + "behaviour"
	// Logs is the script of the first container; Logs + "." + NAME the script of another one.
	Logs = Prefix + "logs"
	// Run, with the value `local`, runs the container's own command on this machine. Words after `local` are what the
	// image has as its entry point: they stand where the container has no command.
	Run = Prefix + "run"
	// ExecEnv allows exec, as programs of this machine. Its value is lines of KEY=VALUE, and may be empty.
	ExecEnv = Prefix + "exec-env"
	// PortForward maps ports of the pod to local addresses: lines of `5432=127.0.0.1:54321`.
	PortForward = Prefix + "port-forward"
	// ImageDigest is the digest (`sha256:…`) that the pod's image IDs get, instead of one made from the image's name.
	ImageDigest = Prefix + "image-digest"
)

// Program is all that a pod's annotations say.
type Program struct {
	Life
	// Scripts by container name.
	Scripts map[string]Script
	// RunLocal runs the container's command here, or EntryPoint where it has none.
	RunLocal   bool
	EntryPoint []string
	// Exec says whether exec is allowed, and ExecEnv with which environment.
	Exec    bool
	ExecEnv []string
	// Forward maps a pod's port to a local address.
	Forward map[int32]string
	// ImageDigest is empty when it shall be made from the image's name.
	ImageDigest string
}

// Life is how a pod begins and ends.
type Life struct {
	ReadyAfter  time.Duration
	NeverReady  bool
	Pending     bool
	ConfigError string
	// PullError lasts for PullErrorFor; zero means for ever.
	PullError    bool
	PullErrorFor time.Duration
	// Crash is the exit code of a container that ends again and again; nil when it does not.
	Crash *int32
	// StuckTerminating is how long a deleted pod stays, whatever its grace period; zero means not stuck.
	StuckTerminating time.Duration
	// Graceful is how long the containers take to end when asked to; Asked says that a test set it.
	Graceful      time.Duration
	GracefulAsked bool
}

// DefaultStop is how long an ordinary pod takes to end: long enough that its termination can be seen.
const DefaultStop = time.Second

// Parse reads the pod's annotations, and those that the namespace's ConfigMap (may be nil) has for it; the pod's own win.
func Parse(pod *corev1.Pod, programs *corev1.ConfigMap) (Program, error) {
	none := Program{Life: Life{Graceful: DefaultStop}}
	all, err := Elsewhere(pod.Name, programs)
	if err != nil {
		return none, err
	}
	maps.Copy(all, pod.Annotations)
	program := Program{Life: none.Life, Scripts: map[string]Script{}, Forward: map[int32]string{}}
	for key, value := range all {
		if !strings.HasPrefix(key, Prefix) {
			continue
		}
		if err := program.read(pod, key, value); err != nil {
			return none, fmt.Errorf("annotation %s: %w", key, err)
		}
	}
	return program, nil
}

// ConfigMap is the name of a ConfigMap that programs the pods of its namespace, for manifests that must stay as they
// are. A key is the beginning of pods' names (the longest that fits counts), its value YAML: annotations, with or
// without their prefix.
const ConfigMap = "pod-programs"

// Elsewhere gives the annotations that the ConfigMap has for a pod of this name.
func Elsewhere(pod string, programs *corev1.ConfigMap) (map[string]string, error) {
	found, annotations := "", map[string]string{}
	if programs == nil {
		return annotations, nil
	}
	for beginning := range programs.Data {
		if strings.HasPrefix(pod, beginning) && len(beginning) > len(found) {
			found = beginning
		}
	}
	written := map[string]string{}
	if err := yaml.Unmarshal([]byte(programs.Data[found]), &written); err != nil {
		return nil, fmt.Errorf("ConfigMap %s, key %s: %w", ConfigMap, found, err)
	}
	for key, value := range written {
		annotations[Prefix+strings.TrimPrefix(key, Prefix)] = value
	}
	return annotations, nil
}

func (p *Program) read(pod *corev1.Pod, key, value string) error {
	switch {
	case key == Behaviour:
		return p.Life.read(value)
	case key == Logs && len(pod.Spec.Containers) > 0:
		return p.script(pod.Spec.Containers[0].Name, value)
	case strings.HasPrefix(key, Logs+"."):
		return p.script(strings.TrimPrefix(key, Logs+"."), value)
	case key == Run:
		words := strings.Fields(value)
		if len(words) == 0 || words[0] != "local" {
			return fmt.Errorf("it begins with `local`, not %q", value)
		}
		p.RunLocal, p.EntryPoint = true, words[1:]
		return nil
	case key == ExecEnv:
		p.Exec = true
		p.ExecEnv = nonEmptyLines(value)
		return nil
	case key == PortForward:
		return p.forward(value)
	case key == ImageDigest:
		p.ImageDigest = strings.TrimSpace(value)
		return nil
	default:
		return fmt.Errorf("no such annotation")
	}
}

func (p *Program) script(container, text string) error {
	script, err := ParseScript(text)
	p.Scripts[container] = script
	return err
}

func (p *Program) forward(value string) error {
	for _, line := range nonEmptyLines(value) {
		port, address, found := strings.Cut(line, "=")
		number, err := strconv.ParseInt(strings.TrimSpace(port), 10, 32)
		if !found || err != nil {
			return fmt.Errorf("%q is not PORT=ADDRESS", line)
		}
		p.Forward[int32(number)] = strings.TrimSpace(address)
	}
	return nil
}

func (l *Life) read(value string) error {
	words := strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == '\n' })
	for _, word := range words {
		name, argument, _ := strings.Cut(strings.TrimSpace(word), "=")
		if name == "" {
			continue
		}
		if err := l.readWord(name, argument); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func (l *Life) readWord(name, argument string) (err error) {
	switch name {
	case "ready-after":
		l.ReadyAfter, err = time.ParseDuration(argument)
	case "never-ready":
		l.NeverReady = true
	case "pending":
		l.Pending = true
	case "config-error":
		l.ConfigError = argument
		if argument == "" {
			l.ConfigError = `secret "missing" not found`
		}
	case "image-pull-error":
		l.PullError = true
		if argument != "" {
			l.PullErrorFor, err = time.ParseDuration(argument)
		}
	case "crash":
		var code int64 = 1
		if argument != "" {
			code, err = strconv.ParseInt(argument, 10, 32)
		}
		short := int32(code)
		l.Crash = &short
	case "stuck-terminating":
		l.StuckTerminating, err = time.ParseDuration(argument)
	case "graceful":
		l.GracefulAsked = true
		l.Graceful, err = time.ParseDuration(argument)
	default:
		err = fmt.Errorf("no such behaviour")
	}
	return err
}

func nonEmptyLines(text string) []string {
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}
