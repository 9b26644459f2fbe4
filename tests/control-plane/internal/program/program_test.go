package program

import (
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func pod(annotations map[string]string) *corev1.Pod {
	return &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Annotations: annotations},
		Spec:       corev1.PodSpec{Containers: []corev1.Container{{Name: "app"}}},
	}
}

func TestBehaviourWords(t *testing.T) {
	got, err := Parse(pod(map[string]string{Behaviour: "ready-after=5s, crash=3\ngraceful=3s"}), nil)
	if err != nil {
		t.Fatal(err)
	}
	if got.ReadyAfter != 5*time.Second || got.Crash == nil || *got.Crash != 3 || got.Graceful != 3*time.Second {
		t.Errorf("%+v", got)
	}
}

func TestMistakesAreErrors(t *testing.T) {
	for key, value := range map[string]string{
		Behaviour: "redy-after=5s", Run: "remote", PortForward: "5432", Prefix + "log": "x", Logs: "@nonsense",
	} {
		if _, err := Parse(pod(map[string]string{key: value}), nil); err == nil {
			t.Errorf("%s: %q was accepted", key, value)
		}
	}
}

func TestScript(t *testing.T) {
	got, err := ParseScript("one\n@500ms two\n@@three\n@repeat 3 line {n}\n@cut\n\n@1s @exit 4 OOMKilled\n")
	if err != nil {
		t.Fatal(err)
	}
	if got.Exit == nil || *got.Exit != (Exit{Code: 4, Reason: "OOMKilled"}) {
		t.Errorf("exit: %+v", got.Exit)
	}
	if len(got.Steps) != 7 || got.Steps[1].After != 500*time.Millisecond || *got.Steps[2].Text != "@three" ||
		got.Steps[3].Repeat != 3 || !got.Steps[4].Cut || *got.Steps[5].Text != "" || got.Steps[6].After != time.Second {
		t.Errorf("steps: %+v", got.Steps)
	}
	if _, err := ParseScript("@exit 1\nlate"); err == nil {
		t.Error("a line after @exit was accepted")
	}
}

func TestConfigMapPrograms(t *testing.T) {
	programs := &corev1.ConfigMap{Data: map[string]string{
		"back":   "behaviour: pending",
		"backup": "logs: |\n  one\n  @exit 2\ntest.changeover/behaviour: crash=5\n",
	}}
	one := pod(map[string]string{Behaviour: "never-ready"})
	one.Name = "backup-1-x7k2p"
	got, err := Parse(one, programs)
	if err != nil {
		t.Fatal(err)
	}
	if got.Scripts["app"].Exit == nil || !got.NeverReady || got.Crash != nil || got.Pending {
		t.Errorf("%+v", got)
	}
	programs.Data["backup"] = "run: local /bin/sh backup.sh"
	if got, err = Parse(one, programs); err != nil || !got.RunLocal || len(got.EntryPoint) != 2 {
		t.Errorf("%+v, %v", got, err)
	}
	programs.Data["backup"] = "- no map"
	if _, err := Parse(one, programs); err == nil {
		t.Error("a list was accepted")
	}
}
