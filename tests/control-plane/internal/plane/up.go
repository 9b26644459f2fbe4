// Package plane starts a whole control plane on loopback, watches over it, and ends it.
//
// In: a work folder. Out: a running API server with all that belongs to it, kubeconfig files, and a file `ready`.
// It never listens on anything but 127.0.0.1, and never leaves a process behind when it ends, in whatever way.
package plane

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
)

// startTime is how long the start may take on a busy machine.
const startTime = 3 * time.Minute

// Ready is what the file `ready` says, as JSON.
type Ready struct {
	Server          string         `json:"server"`
	CA              string         `json:"ca"`
	KubeletEndpoint string         `json:"kubeletEndpoint"`
	AuditLog        string         `json:"auditLog"`
	Kubectl         string         `json:"kubectl"`
	Admin           string         `json:"admin"`
	Pids            map[string]int `json:"pids"`
}

// Up starts everything, says so in one line, and goes on until it is asked to end, a component ends, or (without
// `keep`) the parent does.
func Up(dir string, keep bool) error {
	// The components die with the thread that starts them (children.go): this one, which lives as long as Up does.
	runtime.LockOSThread()
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	lock, err := prepareFolder(dir)
	if err != nil {
		return err
	}
	defer lock.Close()
	ctx, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP)
	defer cancel()
	if !keep {
		watchParent(cancel)
	}
	components := &children{dir: dir, ended: make(chan string, 1)}
	defer os.Remove(filepath.Join(dir, "ready"))
	defer components.stop()

	ready, err := start(ctx, dir, components)
	if err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	fmt.Printf("ready: export KUBECONFIG=%s PATH=%s:$PATH\n", ready.Admin, filepath.Dir(ready.Kubectl))
	select {
	case <-ctx.Done():
		return nil
	case name := <-components.ended:
		return fmt.Errorf("%s ended by itself: see %s", name, filepath.Join(dir, "logs", name+".log"))
	}
}

// prepareFolder takes the folder for itself and empties it of what an earlier run left.
func prepareFolder(dir string) (*os.File, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	lock, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, fmt.Errorf("another control plane runs in %s: %w", dir, err)
	}
	for _, name := range []string{"ready", "etcd", "certs", "logs", "pods", "bin", "audit.log"} {
		if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
			return nil, err
		}
	}
	for _, name := range []string{"logs", "pods", "bin"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o700); err != nil {
			return nil, err
		}
	}
	executable, err := os.Executable()
	if err != nil {
		return nil, err
	}
	if err := os.Symlink(executable, filepath.Join(dir, "bin", "kubectl")); err != nil {
		return nil, err
	}
	for name, content := range map[string][]byte{"kwok.yaml": kwokYAML, "audit-policy.yaml": auditYAML} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			return nil, err
		}
	}
	return lock, nil
}

func start(ctx context.Context, dir string, components *children) (*Ready, error) {
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	ports, err := freePorts(5)
	if err != nil {
		return nil, err
	}
	at := places{dir: dir, etcd: ports[0], peer: ports[1], server: ports[2], kubelet: ports[3], kwok: ports[4]}
	ca, err := newAuthority(filepath.Join(dir, "certs"))
	if err != nil {
		return nil, err
	}
	if err := writeUsers(dir, at.serverURL(), ca); err != nil {
		return nil, err
	}
	if err := components.startAll(at.storeAndServer(ca)); err != nil {
		return nil, err
	}
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfigPath(dir, "component"))
	if err != nil {
		return nil, err
	}
	client, objects := kubernetes.NewForConfigOrDie(config), dynamic.NewForConfigOrDie(config)
	if err := components.await(ctx, "API server", apiReady(ctx, client)); err != nil {
		return nil, err
	}
	if err := components.startAll(at.controllers(ca)); err != nil {
		return nil, err
	}
	for _, text := range [][]byte{nodesYAML, rolesYAML} {
		if err := create(ctx, objects, text); err != nil {
			return nil, err
		}
	}
	if err := components.await(ctx, "nodes", nodesReady(ctx, client)); err != nil {
		return nil, err
	}
	return writeReady(at, ca, components.pids())
}

// await waits for an answer, but not longer than every component lives.
func (c *children) await(ctx context.Context, what string, ask func() error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	answer := make(chan error, 1)
	go func() { answer <- until(ctx, what, ask) }()
	select {
	case err := <-answer:
		return err
	case name := <-c.ended:
		return fmt.Errorf("%s ended by itself: see %s", name, filepath.Join(c.dir, "logs", name+".log"))
	}
}

func writeReady(at places, ca *authority, pids map[string]int) (*Ready, error) {
	ready := &Ready{
		Server: at.serverURL(), CA: ca.path("ca.crt"), KubeletEndpoint: "https://" + loopback(at.kubelet),
		AuditLog: filepath.Join(at.dir, "audit.log"), Kubectl: filepath.Join(at.dir, "bin", "kubectl"),
		Admin: kubeconfigPath(at.dir, "admin"), Pids: pids,
	}
	text, err := json.MarshalIndent(ready, "", "  ")
	if err != nil {
		return nil, err
	}
	path := filepath.Join(at.dir, "ready")
	if err := os.WriteFile(path+".new", append(text, '\n'), 0o600); err != nil {
		return nil, err
	}
	return ready, os.Rename(path+".new", path)
}

// watchParent ends this program with its parent: when standard input is a pipe, at its end; and when the parent's
// process is no longer there.
func watchParent(end context.CancelFunc) {
	if info, err := os.Stdin.Stat(); err == nil && info.Mode()&(os.ModeNamedPipe|os.ModeSocket) != 0 {
		go func() {
			var bytes [64]byte
			for {
				if _, err := os.Stdin.Read(bytes[:]); err != nil && !errors.Is(err, syscall.EINTR) {
					end()
					return
				}
			}
		}()
	}
	parent := os.Getppid()
	go func() {
		for os.Getppid() == parent {
			time.Sleep(200 * time.Millisecond)
		}
		end()
	}()
}
