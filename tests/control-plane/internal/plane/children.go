package plane

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// stopTime is how long a component may take to end by itself, before it is killed.
const stopTime = 4 * time.Second

type child struct {
	name    string
	command *exec.Cmd
	ended   chan struct{}
}

// children are the components, in the order in which they were started.
type children struct {
	dir   string
	list  []*child
	ended chan string
}

// start runs this same program as a component. It must be called from the goroutine of Up, which is bound to its
// thread: the kernel kills the component when the thread that started it ends, so nothing outlives a killed parent.
func (c *children) start(name string, args ...string) error {
	executable, err := os.Executable()
	if err != nil {
		return err
	}
	log, err := os.Create(filepath.Join(c.dir, "logs", name+".log"))
	if err != nil {
		return err
	}
	defer log.Close()
	command := exec.Command(executable, append([]string{name}, args...)...)
	command.Dir, command.Stdout, command.Stderr = c.dir, log, log
	// KWOK reads a settings file in the home folder when there is one.
	command.Env = append(os.Environ(), "HOME="+c.dir)
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	if err := command.Start(); err != nil {
		return fmt.Errorf("start %s: %w", name, err)
	}
	started := &child{name: name, command: command, ended: make(chan struct{})}
	c.list = append(c.list, started)
	go func() {
		_ = command.Wait()
		close(started.ended)
		select {
		case c.ended <- name:
		default:
		}
	}()
	return nil
}

// stop ends the components in the opposite order: an API server without its etcd would not end.
func (c *children) stop() {
	for i := len(c.list) - 1; i >= 0; i-- {
		one := c.list[i]
		_ = one.command.Process.Signal(syscall.SIGTERM)
		select {
		case <-one.ended:
			continue
		case <-time.After(stopTime):
		}
		_ = one.command.Process.Kill()
		<-one.ended
	}
}

func (c *children) pids() map[string]int {
	pids := map[string]int{"up": os.Getpid()}
	for _, one := range c.list {
		pids[one.name] = one.command.Process.Pid
	}
	return pids
}

// freePorts finds loopback ports that nobody uses now.
func freePorts(count int) ([]int, error) {
	var ports []int
	for range count {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		defer listener.Close()
		ports = append(ports, listener.Addr().(*net.TCPAddr).Port)
	}
	return ports, nil
}
