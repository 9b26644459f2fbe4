package endpoint

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/cri-streaming/pkg/streaming/remotecommand"
	utilexec "k8s.io/utils/exec"

	"changeover.test/control-plane/internal/podlife"
)

// Exit codes of a program that cannot be started, as container runtimes report them.
const (
	notStarted = 126
	bySignal   = 128
)

type executor struct {
	pod  *podlife.Pod
	spec *corev1.Container
}

// ExecInContainer runs the command on this machine, if the pod allows it. Its exit code goes to the caller unchanged.
func (e *executor) ExecInContainer(
	ctx context.Context, _, _, _ string, argv []string, in io.Reader, out, errs io.WriteCloser, tty bool,
	_ <-chan remotecommand.TerminalSize, _ time.Duration,
) error {
	if errs == nil {
		errs = out
	}
	program := e.pod.Program()
	if !program.Exec || len(argv) == 0 {
		return refuse(errs, argv, "executable file not found in $PATH")
	}
	folder, err := e.pod.Scratch()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stop := context.AfterFunc(e.pod.Context(), cancel)
	defer stop()
	command := exec.CommandContext(ctx, argv[0], argv[1:]...)
	command.Dir, command.Env = folder, podlife.LocalEnvironment(e.spec, program.ExecEnv, folder)
	command.Stdout, command.Stderr = out, errs
	if tty {
		command.Stderr = out
	}
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
	return e.run(command, in, errs)
}

func (e *executor) run(command *exec.Cmd, in io.Reader, errs io.Writer) error {
	input, err := command.StdinPipe()
	if err != nil {
		return err
	}
	if in == nil {
		_ = input.Close()
	}
	if err := command.Start(); err != nil {
		cause := err
		if errors.Is(err, exec.ErrNotFound) || errors.Is(err, os.ErrNotExist) {
			cause = errors.New("executable file not found in $PATH")
		}
		return refuse(errs, command.Args, cause.Error())
	}
	if in != nil {
		// Not waited for: a program may end without reading all of its input.
		go func() {
			_, _ = io.Copy(input, in)
			_ = input.Close()
		}()
	}
	err = command.Wait()
	var ended *exec.ExitError
	if !errors.As(err, &ended) {
		return err
	}
	code := ended.ExitCode()
	if status, ok := ended.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		code = bySignal + int(status.Signal())
	}
	return utilexec.CodeExitError{Err: ended, Code: code}
}

func refuse(errs io.Writer, argv []string, reason string) error {
	name := ""
	if len(argv) > 0 {
		name = argv[0]
	}
	_, _ = fmt.Fprintf(errs, "OCI runtime exec failed: exec failed: unable to start container process: exec: %q: %s\n", name, reason)
	return utilexec.CodeExitError{Err: errors.New(reason), Code: notStarted}
}
