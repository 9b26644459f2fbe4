package podlife

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"changeover.test/control-plane/internal/logs"
	"changeover.test/control-plane/internal/program"
)

// Reasons for which a container is stopped; the exit code follows from them.
var (
	errStopped = errors.New("asked to end")
	errKilled  = errors.New("killed after the grace period")
	errGone    = errors.New("the pod is gone")
)

// Pod is one pod that is being played.
type Pod struct {
	player  *Player
	program program.Program
	mistake error
	address string
	scratch string

	// ctx ends when the pod has vanished from the API server; containers ends when its containers shall end.
	ctx            context.Context
	vanishNow      context.CancelCauseFunc
	containers     context.Context
	stopContainers context.CancelCauseFunc
	deleted        chan struct{}
	dirty          chan struct{}

	mu       sync.Mutex
	object   *corev1.Pod
	started  metav1.Time
	inits    []*container
	mains    []*container
	ready    bool
	lastSent corev1.PodStatus
}

func (p *Player) newPod(ctx context.Context, object *corev1.Pod) *Pod {
	pod := &Pod{
		player: p, address: p.nextAddress(),
		scratch: filepath.Join(p.scratch, string(object.UID)),
		deleted: make(chan struct{}), dirty: make(chan struct{}, 1), started: metav1.Now(), object: object,
	}
	pod.ctx, pod.vanishNow = context.WithCancelCause(ctx)
	pod.containers, pod.stopContainers = context.WithCancelCause(pod.ctx)
	for i := range object.Spec.InitContainers {
		pod.inits = append(pod.inits, newContainer(pod, &object.Spec.InitContainers[i], true))
	}
	for i := range object.Spec.Containers {
		pod.mains = append(pod.mains, newContainer(pod, &object.Spec.Containers[i], false))
	}
	return pod
}

func (p *Pod) observe(object *corev1.Pod) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.object = object
	if object.DeletionTimestamp != nil {
		select {
		case <-p.deleted:
		default:
			close(p.deleted)
		}
	}
}

func (p *Pod) vanish() {
	p.vanishNow(errGone)
}

func (p *Pod) current() *corev1.Pod {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.object
}

// play is the pod's whole life, from its node to its removal.
func (p *Pod) play() {
	defer os.RemoveAll(p.scratch)
	object := p.current()
	if finished(object.Status.Phase) {
		p.awaitDeletion()
		p.remove()
		return
	}
	p.readProgram(object)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		p.runContainers()
	}()
	go p.publisher()
	p.changed()
	select {
	case <-p.deleted:
		p.terminate(ended)
	case <-ended:
		p.awaitDeletion()
	case <-p.ctx.Done():
	}
	p.publishLast()
	p.remove()
}

func (p *Pod) readProgram(object *corev1.Pod) {
	maps := p.player.client.CoreV1().ConfigMaps(object.Namespace)
	programs, err := maps.Get(p.ctx, program.ConfigMap, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		programs, err = nil, nil
	}
	var parsed program.Program
	if err == nil {
		parsed, err = program.Parse(object, programs)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.program, p.mistake = parsed, err
}

func (p *Pod) runContainers() {
	if p.program.Pending {
		<-p.containers.Done()
		return
	}
	var sidecars sync.WaitGroup
	for _, init := range p.inits {
		if init.sidecar() {
			sidecars.Go(func() { init.run() })
			continue
		}
		if !init.run() {
			return
		}
	}
	var all sync.WaitGroup
	for _, main := range p.mains {
		all.Go(func() { main.run() })
	}
	all.Wait()
	p.stopContainers(errStopped)
	sidecars.Wait()
}

func (p *Pod) awaitDeletion() {
	select {
	case <-p.deleted:
	case <-p.ctx.Done():
	}
}

// terminate ends the containers as a kubelet does, and waits for the time that the pod shall still be seen.
func (p *Pod) terminate(ended <-chan struct{}) {
	object := p.current()
	for _, main := range p.mains {
		if main.running() {
			p.player.event(object, main.name(), corev1.EventTypeNormal, "Killing", "Stopping container "+main.name())
		}
	}
	grace := 30 * time.Second
	if object.DeletionGracePeriodSeconds != nil {
		grace = time.Duration(*object.DeletionGracePeriodSeconds) * time.Second
	}
	stop, reason := p.program.Graceful, errStopped
	switch {
	case p.program.StuckTerminating > 0:
		stop, reason = p.program.StuckTerminating, errKilled
	case stop > grace:
		stop, reason = grace, errKilled
	}
	select {
	case <-time.After(stop):
	case <-p.ctx.Done():
		return
	}
	p.stopContainers(reason)
	select {
	case <-ended:
	case <-time.After(5 * time.Second):
	}
}

func (p *Pod) publishLast() {
	for p.ctx.Err() == nil {
		if err := p.publish(); err == nil || apierrors.IsNotFound(err) || apierrors.IsConflict(err) {
			return
		}
		pause(p.ctx, 200*time.Millisecond)
	}
}

// remove takes the pod out of the API server.
func (p *Pod) remove() {
	for p.ctx.Err() == nil {
		object := p.current()
		now := int64(0)
		err := p.player.client.CoreV1().Pods(object.Namespace).Delete(p.ctx, object.Name, metav1.DeleteOptions{
			GracePeriodSeconds: &now, Preconditions: &metav1.Preconditions{UID: &object.UID},
		})
		if err == nil || apierrors.IsNotFound(err) || apierrors.IsConflict(err) {
			return
		}
		pause(p.ctx, 200*time.Millisecond)
	}
}

// Log gives the log of a container: of its run now, or of the one before.
func (p *Pod) Log(name string, previous bool) (*logs.Buffer, error) {
	c, found := p.container(name)
	if !found {
		return nil, errNoContainer(name, p.current().Name)
	}
	return c.log(previous)
}

// Program is what the pod's annotations say.
func (p *Pod) Program() program.Program {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.program
}

// Scratch is a folder of the pod's own, made on first use and removed with the pod.
func (p *Pod) Scratch() (string, error) {
	return p.scratch, os.MkdirAll(p.scratch, 0o700)
}

// Context ends when the pod's containers have ended.
func (p *Pod) Context() context.Context {
	return p.containers
}

// Running says whether the container (the first one when the name is empty) runs, and gives its spec.
func (p *Pod) Running(name string) (*corev1.Container, bool) {
	c, found := p.container(name)
	if !found || !c.running() {
		return nil, false
	}
	return c.spec, true
}

func (p *Pod) container(name string) (*container, bool) {
	for _, list := range [][]*container{p.mains, p.inits} {
		for _, c := range list {
			if name == "" || c.name() == name {
				return c, true
			}
		}
	}
	return nil, false
}

// UID is the pod's own.
func (p *Pod) UID() types.UID {
	return p.current().UID
}

func finished(phase corev1.PodPhase) bool {
	return phase == corev1.PodSucceeded || phase == corev1.PodFailed
}

// pause waits, and says whether the context still goes on.
func pause(ctx context.Context, time_ time.Duration) bool {
	if time_ <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(time_)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
