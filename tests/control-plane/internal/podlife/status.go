package podlife

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
)

// changed says that the status is to be published.
func (p *Pod) changed() {
	select {
	case p.dirty <- struct{}{}:
	default:
	}
}

// publisher sends the status whenever it has changed, until the pod is gone.
func (p *Pod) publisher() {
	for {
		select {
		case <-p.dirty:
		case <-p.ctx.Done():
			return
		}
		if err := p.publish(); err != nil {
			if apierrors.IsNotFound(err) || apierrors.IsConflict(err) {
				continue
			}
			pause(p.ctx, 200*time.Millisecond)
			p.changed()
		}
	}
}

func (p *Pod) publish() error {
	p.mu.Lock()
	object, status := p.object, p.status()
	p.mu.Unlock()
	patch, err := patchOf(object.UID, &status)
	if err != nil {
		return err
	}
	_, err = p.player.client.CoreV1().Pods(object.Namespace).Patch(p.ctx, object.Name, types.StrategicMergePatchType, patch,
		metav1.PatchOptions{FieldManager: "kubelet"}, "status")
	return err
}

// patchOf replaces what this package owns of the status. A condition's empty words are written as null: left out, the
// words of an earlier status would stay.
func patchOf(uid types.UID, status *corev1.PodStatus) ([]byte, error) {
	fields, err := runtime.DefaultUnstructuredConverter.ToUnstructured(status)
	if err != nil {
		return nil, err
	}
	conditions, _, err := unstructured.NestedSlice(fields, "conditions")
	if err != nil {
		return nil, err
	}
	for _, condition := range conditions {
		words := condition.(map[string]any)
		for _, name := range []string{"reason", "message"} {
			if _, set := words[name]; !set {
				words[name] = nil
			}
		}
	}
	fields["conditions"] = conditions
	return json.Marshal(map[string]any{"metadata": map[string]any{"uid": uid}, "status": fields})
}

// status is the whole status, as a kubelet makes it of the containers' states. The caller holds the lock.
func (p *Pod) status() corev1.PodStatus {
	status := corev1.PodStatus{
		ObservedGeneration: p.object.Generation,
		HostIP:             "127.0.0.1", HostIPs: []corev1.HostIP{{IP: "127.0.0.1"}},
		StartTime: &p.started, Phase: p.phase(),
	}
	for _, c := range p.inits {
		status.InitContainerStatuses = append(status.InitContainerStatuses, c.status())
	}
	unready, begun := []string{}, false
	for _, c := range p.mains {
		status.ContainerStatuses = append(status.ContainerStatuses, c.status())
		begun = begun || c.current != nil
		if !c.ready {
			unready = append(unready, c.name())
		}
	}
	if begun || len(p.inits) > 0 {
		status.PodIP, status.PodIPs = p.address, []corev1.PodIP{{IP: p.address}}
	}
	status.Conditions = p.conditions(status.Phase, unready, begun)
	p.lastSent = status
	return status
}

func (p *Pod) phase() corev1.PodPhase {
	begun, live, failed := false, false, false
	for _, c := range p.inits {
		if c.state.Terminated != nil && c.state.Terminated.ExitCode != 0 && !c.again(c.state.Terminated.ExitCode) {
			return corev1.PodFailed
		}
	}
	for _, c := range p.mains {
		begun = begun || c.current != nil
		ended := c.state.Terminated
		switch {
		case ended == nil, c.again(ended.ExitCode) && p.containers.Err() == nil:
			live = true
		case ended.ExitCode != 0:
			failed = true
		}
	}
	switch {
	case !begun:
		return corev1.PodPending
	case live:
		return corev1.PodRunning
	case failed:
		return corev1.PodFailed
	default:
		return corev1.PodSucceeded
	}
}

func (p *Pod) conditions(phase corev1.PodPhase, unready []string, begun bool) []corev1.PodCondition {
	reason, message := "", ""
	switch {
	case phase == corev1.PodSucceeded:
		reason = "PodCompleted"
	case phase == corev1.PodFailed:
		reason = "PodFailed"
	case len(unready) > 0:
		reason, message = "ContainersNotReady", fmt.Sprintf("containers with unready status: [%s]", strings.Join(unready, " "))
	}
	ready := reason == ""
	return []corev1.PodCondition{
		p.condition(corev1.PodReadyToStartContainers, begun && !finished(phase), "", ""),
		p.condition(corev1.PodInitialized, begun || len(p.inits) == 0, ifElse(phase == corev1.PodSucceeded, "PodCompleted", ""), ""),
		p.condition(corev1.PodReady, ready, reason, message),
		p.condition(corev1.ContainersReady, ready, reason, message),
	}
}

func (p *Pod) condition(kind corev1.PodConditionType, is bool, reason, message string) corev1.PodCondition {
	condition := corev1.PodCondition{
		Type: kind, Status: corev1.ConditionFalse, Reason: reason, Message: message,
		ObservedGeneration: p.object.Generation, LastTransitionTime: metav1.Now(),
	}
	if is {
		condition.Status = corev1.ConditionTrue
	}
	for _, before := range p.lastSent.Conditions {
		if before.Type == kind && before.Status == condition.Status {
			condition.LastTransitionTime = before.LastTransitionTime
		}
	}
	return condition
}

func (c *container) status() corev1.ContainerStatus {
	started := c.started
	status := corev1.ContainerStatus{
		Name: c.name(), Image: c.spec.Image, State: c.state, LastTerminationState: c.last,
		Ready: c.ready, Started: &started, RestartCount: c.restarts, Resources: &c.spec.Resources,
	}
	if c.init && c.state.Terminated != nil {
		status.Ready = c.state.Terminated.ExitCode == 0
	}
	if c.sidecar() {
		status.Ready = c.state.Running != nil
	}
	if c.current != nil {
		status.ImageID, status.ContainerID = c.imageID(), c.id()
	}
	return status
}

func itoa(number int) string {
	return strconv.Itoa(number)
}

func ifElse(condition bool, yes, no string) string {
	if condition {
		return yes
	}
	return no
}
