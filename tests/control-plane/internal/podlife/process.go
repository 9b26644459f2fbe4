package podlife

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"time"

	corev1 "k8s.io/api/core/v1"

	"changeover.test/control-plane/internal/logs"
	"changeover.test/control-plane/internal/program"
)

// process is what the container does; it gives its exit code and the reason for the status.
func (c *container) process(log *logs.Buffer) (code int32, reason string) {
	script, scripted := c.pod.program.Scripts[c.name()]
	switch {
	case c.pod.program.RunLocal && !c.init:
		code, reason = c.local(log)
	case c.init && !scripted:
		if c.sidecar() {
			return c.untilStopped()
		}
		code = c.after(initTime)
	default:
		code, reason = c.scripted(script, scripted, log)
	}
	if reason == "" {
		reason = "Completed"
		if code != 0 {
			reason = "Error"
		}
	}
	return code, reason
}

func (c *container) scripted(script program.Script, scripted bool, log *logs.Buffer) (int32, string) {
	for _, step := range script.Steps {
		if !c.step(step, log) {
			return c.untilStopped()
		}
	}
	crash := c.pod.program.Crash
	switch {
	case script.Exit != nil:
		return script.Exit.Code, script.Exit.Reason
	case crash != nil && !scripted:
		log.Line("this container crashes, because its annotation says so")
		return c.afterWith(crashTime, *crash), ""
	case crash != nil:
		return *crash, ""
	case c.batch && !scripted:
		code := c.after(jobTime)
		log.Line("done")
		return code, ""
	case scripted && (c.init || c.policy != corev1.RestartPolicyAlways):
		return 0, ""
	default:
		return c.untilStopped()
	}
}

func (c *container) step(step program.Step, log *logs.Buffer) bool {
	if !pause(c.pod.containers, step.After) {
		return false
	}
	switch {
	case step.Cut:
		log.Cut()
	case step.Text != nil:
		for n := range step.Repeat {
			log.Line(strings.ReplaceAll(*step.Text, "{n}", itoa(n+1)))
		}
	}
	return true
}

func (c *container) after(time_ time.Duration) int32 {
	return c.afterWith(time_, 0)
}

func (c *container) afterWith(time_ time.Duration, code int32) int32 {
	if pause(c.pod.containers, time_) {
		return code
	}
	code, _ = c.untilStopped()
	return code
}

func (c *container) untilStopped() (int32, string) {
	<-c.pod.containers.Done()
	return exitFor(context.Cause(c.pod.containers), c.pod.program.GracefulAsked)
}

// local runs the container's own command, or its image's entry point, on this machine, with its plain environment values.
func (c *container) local(log *logs.Buffer) (int32, string) {
	begin := c.spec.Command
	if len(begin) == 0 {
		begin = c.pod.program.EntryPoint
	}
	argv := slices.Concat(begin, c.spec.Args)
	folder, err := c.pod.Scratch()
	if err != nil || len(argv) == 0 {
		log.Line("test.changeover/run needs a command in the container, and a folder to run in")
		return 128, "StartError"
	}
	command := exec.CommandContext(c.pod.containers, argv[0], argv[1:]...)
	command.Dir, command.Env = folder, LocalEnvironment(c.spec, c.pod.program.ExecEnv, folder)
	command.Stdout, command.Stderr = log, log
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGTERM) }
	command.WaitDelay = 3 * time.Second
	err = command.Run()
	if command.Process != nil {
		_ = syscall.Kill(-command.Process.Pid, syscall.SIGKILL)
	}
	return ExitCode(err, log)
}

// LocalEnvironment is PATH, HOME and LANG, the container's plain values, and then `more`.
func LocalEnvironment(spec *corev1.Container, more []string, home string) []string {
	environment := []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "LANG=C.UTF-8"}
	for _, variable := range spec.Env {
		if variable.ValueFrom == nil {
			environment = append(environment, variable.Name+"="+variable.Value)
		}
	}
	return append(environment, more...)
}

// ExitCode is what a container runtime would report for a local program's end.
func ExitCode(err error, log *logs.Buffer) (int32, string) {
	var ended *exec.ExitError
	switch {
	case err == nil:
		return 0, "Completed"
	case errors.As(err, &ended):
		if status, ok := ended.Sys().(syscall.WaitStatus); ok && status.Signaled() {
			return 128 + int32(status.Signal()), "Error"
		}
		return int32(ended.ExitCode()), "Error"
	default:
		log.Line(err.Error())
		return 128, "StartError"
	}
}
