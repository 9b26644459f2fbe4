package podlife

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"changeover.test/control-plane/internal/logs"
)

// How fast life goes here. A real kubelet's back-off goes from 10 s to 5 min.
const (
	createTime   = 300 * time.Millisecond
	probeTime    = 300 * time.Millisecond
	initTime     = 100 * time.Millisecond
	jobTime      = time.Second
	crashTime    = 500 * time.Millisecond
	firstBackOff = 2 * time.Second
	lastBackOff  = 10 * time.Second
	pullRetry    = 5 * time.Second
)

type container struct {
	pod  *Pod
	spec *corev1.Container
	init bool
	// policy is the pod's restart policy, and batch says that it belongs to a Job.
	policy corev1.RestartPolicy
	batch  bool

	// All below are guarded by pod.mu.
	state    corev1.ContainerState
	last     corev1.ContainerState
	restarts int32
	ready    bool
	started  bool
	current  *logs.Buffer
	before   *logs.Buffer
}

func newContainer(pod *Pod, spec *corev1.Container, init bool) *container {
	c := &container{pod: pod, spec: spec, init: init, policy: pod.object.Spec.RestartPolicy}
	for _, owner := range pod.object.OwnerReferences {
		c.batch = c.batch || owner.Kind == "Job"
	}
	c.state = waiting("ContainerCreating", "")
	if len(pod.object.Spec.InitContainers) > 0 {
		c.state = waiting("PodInitializing", "")
	}
	return c
}

func (c *container) name() string {
	return c.spec.Name
}

func (c *container) sidecar() bool {
	return c.init && c.spec.RestartPolicy != nil && *c.spec.RestartPolicy == corev1.ContainerRestartPolicyAlways
}

// run plays the container until it will not be started again; true when it ended well.
func (c *container) run() bool {
	if !c.prepare() {
		return false
	}
	backOff := time.Duration(0)
	for {
		code := c.once()
		if c.pod.containers.Err() != nil || !c.again(code) {
			return code == 0
		}
		if !c.waitForRestart(backOff) {
			return false
		}
		backOff = min(max(firstBackOff, backOff*2), lastBackOff)
	}
}

// prepare is all that comes before the first start: the image, the configuration.
func (c *container) prepare() bool {
	ctx, life, object := c.pod.containers, c.pod.program.Life, c.pod.current()
	if c.pod.mistake != nil {
		life.ConfigError = c.pod.mistake.Error()
	}
	if life.PullError && !c.init && !c.failToPull(life.PullErrorFor) {
		return false
	}
	if life.ConfigError != "" {
		c.set(waiting("CreateContainerConfigError", life.ConfigError))
		c.pod.player.event(object, c.name(), corev1.EventTypeWarning, "Failed", "Error: "+life.ConfigError)
		<-ctx.Done()
		return false
	}
	if c.init {
		return pause(ctx, initTime)
	}
	c.pod.player.event(object, c.name(), corev1.EventTypeNormal, "Pulled",
		fmt.Sprintf("Container image %q already present on machine", c.spec.Image))
	return pause(ctx, createTime)
}

func (c *container) failToPull(lasts time.Duration) bool {
	ctx, image, player, object := c.pod.containers, c.spec.Image, c.pod.player, c.pod.current()
	cause := fmt.Sprintf("failed to pull and unpack image %q: failed to resolve reference %q: %s: not found", image, image, image)
	began := time.Now()
	for lasts == 0 || time.Since(began) < lasts {
		player.event(object, c.name(), corev1.EventTypeNormal, "Pulling", fmt.Sprintf("Pulling image %q", image))
		player.event(object, c.name(), corev1.EventTypeWarning, "Failed", fmt.Sprintf("Failed to pull image %q: %s", image, cause))
		player.event(object, c.name(), corev1.EventTypeWarning, "Failed", "Error: ErrImagePull")
		c.set(waiting("ErrImagePull", cause))
		if !pause(ctx, time.Second) {
			return false
		}
		c.set(waiting("ImagePullBackOff", fmt.Sprintf("Back-off pulling image %q: ErrImagePull: %s", image, cause)))
		player.event(object, c.name(), corev1.EventTypeNormal, "BackOff", fmt.Sprintf("Back-off pulling image %q", image))
		player.event(object, c.name(), corev1.EventTypeWarning, "Failed", "Error: ImagePullBackOff")
		wait := pullRetry
		if lasts > 0 {
			wait = max(0, min(wait, lasts-time.Since(began)))
		}
		if !pause(ctx, wait) {
			return false
		}
	}
	c.set(waiting("ContainerCreating", ""))
	return true
}

// once is one run, from start to end; it gives the exit code.
func (c *container) once() int32 {
	log := logs.New()
	startedAt := metav1.Now()
	c.change(func() {
		c.current, c.before = log, c.current
		c.state = corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: startedAt}}
		c.started = true
		c.ready = !c.init && c.immediatelyReady()
	})
	object := c.pod.current()
	c.pod.player.event(object, c.name(), corev1.EventTypeNormal, "Created", "Container created")
	c.pod.player.event(object, c.name(), corev1.EventTypeNormal, "Started", "Container started")
	go c.becomeReady(log)
	code, reason := c.process(log)
	log.End()
	c.change(func() {
		c.ready, c.started = false, false
		c.state = corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{
			ExitCode: code, Reason: reason, StartedAt: startedAt, FinishedAt: metav1.Now(), ContainerID: c.id(),
		}}
	})
	return code
}

func (c *container) immediatelyReady() bool {
	life := c.pod.program.Life
	return c.spec.ReadinessProbe == nil && life.ReadyAfter == 0 && !life.NeverReady
}

func (c *container) becomeReady(run *logs.Buffer) {
	life := c.pod.program.Life
	if c.init {
		return
	}
	if life.NeverReady {
		for pause(c.pod.containers, probeTime) && c.isRun(run) {
			c.pod.player.event(c.pod.current(), c.name(), corev1.EventTypeWarning, "Unhealthy",
				"Readiness probe failed: HTTP probe failed with statuscode: 503")
			if !pause(c.pod.containers, pullRetry) {
				return
			}
		}
		return
	}
	if !pause(c.pod.containers, max(probeTime, life.ReadyAfter)) {
		return
	}
	c.change(func() {
		if c.current == run && c.state.Running != nil {
			c.ready = true
		}
	})
}

func (c *container) isRun(run *logs.Buffer) bool {
	c.pod.mu.Lock()
	defer c.pod.mu.Unlock()
	return c.current == run && c.state.Running != nil
}

// again says whether the container is started again after this exit code.
func (c *container) again(code int32) bool {
	switch {
	case c.sidecar():
		return true
	case c.init:
		return code != 0 && c.policy != corev1.RestartPolicyNever
	case c.policy == corev1.RestartPolicyAlways:
		return true
	default:
		return code != 0 && c.policy == corev1.RestartPolicyOnFailure
	}
}

// waitForRestart: the first restart comes at once, later ones after a back-off that grows.
func (c *container) waitForRestart(backOff time.Duration) bool {
	ctx, object := c.pod.containers, c.pod.current()
	if !pause(ctx, probeTime) {
		return false
	}
	if backOff > 0 {
		name := fmt.Sprintf("container=%s pod=%s_%s(%s)", c.name(), object.Name, object.Namespace, object.UID)
		c.change(func() {
			c.last = c.state
			c.state = waiting("CrashLoopBackOff", fmt.Sprintf("back-off %s restarting failed %s", backOff, name))
		})
		c.pod.player.event(object, c.name(), corev1.EventTypeWarning, "BackOff", "Back-off restarting failed "+name)
		if !pause(ctx, backOff) {
			return false
		}
	}
	c.change(func() {
		if c.state.Terminated != nil {
			c.last = c.state
		}
		c.restarts++
	})
	return true
}

func (c *container) running() bool {
	c.pod.mu.Lock()
	defer c.pod.mu.Unlock()
	return c.state.Running != nil
}

func (c *container) log(previous bool) (*logs.Buffer, error) {
	c.pod.mu.Lock()
	defer c.pod.mu.Unlock()
	name := c.pod.object.Name
	switch {
	case previous && c.before == nil && (c.state.Waiting == nil || c.current == nil):
		return nil, fmt.Errorf("previous terminated container %q in pod %q not found", c.name(), name)
	case previous && c.state.Waiting != nil:
		return c.current, nil
	case previous:
		return c.before, nil
	case c.current != nil:
		return c.current, nil
	}
	reason := c.state.Waiting.Reason
	switch reason {
	case "ErrImagePull":
		reason = "image can't be pulled"
	case "ImagePullBackOff":
		reason = "trying and failing to pull image"
	}
	return nil, fmt.Errorf("container %q in pod %q is waiting to start: %s", c.name(), name, reason)
}

func errNoContainer(container, pod string) error {
	return fmt.Errorf("container %q not found in pod %q", container, pod)
}

func (c *container) set(state corev1.ContainerState) {
	c.change(func() { c.state = state })
}

func (c *container) change(what func()) {
	c.pod.mu.Lock()
	what()
	c.pod.mu.Unlock()
	c.pod.changed()
}

func (c *container) id() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s/%s/%d", c.pod.object.UID, c.spec.Name, c.restarts))
	return fmt.Sprintf("containerd://%x", sum)
}

// imageID is repository@digest, as a container runtime gives it.
func (c *container) imageID() string {
	repository, digest, pinned := strings.Cut(c.spec.Image, "@")
	if !pinned {
		digest = c.pod.program.ImageDigest
		if digest == "" {
			digest = fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(c.spec.Image)))
		}
		if colon := strings.LastIndex(repository, ":"); colon > strings.LastIndex(repository, "/") {
			repository = repository[:colon]
		}
	}
	return repository + "@" + digest
}

func waiting(reason, message string) corev1.ContainerState {
	return corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: reason, Message: message}}
}

func exitFor(cause error, gracefulZero bool) (code int32, reason string) {
	switch {
	case errors.Is(cause, errKilled):
		return 137, "Error"
	case gracefulZero:
		return 0, "Completed"
	default:
		return 143, "Error"
	}
}
