// Package podlife plays the pods' life: it is what a kubelet with its container runtime would be.
//
// In: pods that the scheduler has put on a node, and what their annotations say (package program).
// Out: their status, their events, their logs, and their removal when they have ended.
// It never makes a container: nothing runs, except a local program where an annotation asks for it.
package podlife

import (
	"context"
	"fmt"
	"sync"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/scheme"
	typedcore "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/record"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Player plays every pod of the cluster that has a node.
type Player struct {
	client  kubernetes.Interface
	events  record.EventRecorder
	scratch string

	mu      sync.Mutex
	byUID   map[types.UID]*Pod
	byName  map[string]*Pod
	address uint32
}

// NewPlayer makes a player; `scratch` is a folder for what local programs write.
func NewPlayer(ctx context.Context, client kubernetes.Interface, scratch string) *Player {
	broadcaster := record.NewBroadcaster(record.WithContext(ctx))
	broadcaster.StartRecordingToSink(&typedcore.EventSinkImpl{Interface: client.CoreV1().Events("")})
	return &Player{
		client:  client,
		events:  broadcaster.NewRecorder(scheme.Scheme, corev1.EventSource{Component: "kubelet"}),
		scratch: scratch,
		byUID:   map[types.UID]*Pod{},
		byName:  map[string]*Pod{},
	}
}

// Run watches the pods until the context ends.
func (p *Player) Run(ctx context.Context) error {
	onNodes := informers.WithTweakListOptions(func(options *metav1.ListOptions) {
		options.FieldSelector = fields.OneTermNotEqualSelector("spec.nodeName", "").String()
	})
	slim := informers.WithTransform(func(object any) (any, error) {
		if pod, ok := object.(*corev1.Pod); ok {
			pod.ManagedFields = nil
		}
		return object, nil
	})
	factory := informers.NewSharedInformerFactoryWithOptions(p.client, 0, onNodes, slim)
	informer := factory.Core().V1().Pods().Informer()
	if _, err := informer.AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    func(object any) { p.seen(ctx, object) },
		UpdateFunc: func(_, object any) { p.seen(ctx, object) },
		DeleteFunc: p.gone,
	}); err != nil {
		return fmt.Errorf("watch pods: %w", err)
	}
	factory.Start(ctx.Done())
	<-ctx.Done()
	return nil
}

// Find gives the pod of this name that is there now.
func (p *Player) Find(namespace, name string) (*Pod, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	pod, found := p.byName[namespace+"/"+name]
	return pod, found
}

func (p *Player) seen(ctx context.Context, object any) {
	pod, ok := object.(*corev1.Pod)
	if !ok {
		return
	}
	p.mu.Lock()
	played, known := p.byUID[pod.UID]
	if !known {
		played = p.newPod(ctx, pod)
		p.byUID[pod.UID] = played
		p.byName[pod.Namespace+"/"+pod.Name] = played
	}
	p.mu.Unlock()
	played.observe(pod)
	if !known {
		go played.play()
	}
}

func (p *Player) gone(object any) {
	if tombstone, ok := object.(cache.DeletedFinalStateUnknown); ok {
		object = tombstone.Obj
	}
	pod, ok := object.(*corev1.Pod)
	if !ok {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	played, known := p.byUID[pod.UID]
	if !known {
		return
	}
	delete(p.byUID, pod.UID)
	key := pod.Namespace + "/" + pod.Name
	if p.byName[key] == played {
		delete(p.byName, key)
	}
	played.vanish()
}

// nextAddress gives each pod an address of its own in 10.244.0.0/14.
func (p *Player) nextAddress() string {
	p.address++
	number := p.address
	return fmt.Sprintf("10.%d.%d.%d", 244+number>>16&3, number>>8&0xff, number&0xff)
}

func (p *Player) event(pod *corev1.Pod, container, kind, reason, message string) {
	reference := &corev1.ObjectReference{
		APIVersion: "v1", Kind: "Pod", Namespace: pod.Namespace, Name: pod.Name, UID: pod.UID,
		ResourceVersion: pod.ResourceVersion,
	}
	if container != "" {
		reference.FieldPath = "spec.containers{" + container + "}"
	}
	var object runtime.Object = reference
	p.events.Event(object, kind, reason, message)
}
