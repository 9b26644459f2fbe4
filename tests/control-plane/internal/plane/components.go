package plane

import (
	"fmt"
	"path/filepath"
	"strconv"
)

// places is where everything is: the work folder and the ports of this run.
type places struct {
	dir                               string
	etcd, peer, server, kubelet, kwok int
}

type component struct {
	name string
	args []string
}

func (c *children) startAll(list []component) error {
	for _, one := range list {
		if err := c.start(one.name, one.args...); err != nil {
			return err
		}
	}
	return nil
}

func loopback(port int) string {
	return "127.0.0.1:" + strconv.Itoa(port)
}

func (at places) serverURL() string {
	return "https://" + loopback(at.server)
}

func (at places) path(name string) string {
	return filepath.Join(at.dir, name)
}

func (at places) storeAndServer(ca *authority) []component {
	client, peer := "http://"+loopback(at.etcd), "http://"+loopback(at.peer)
	return []component{
		{"etcd", []string{
			"--data-dir", at.path("etcd"), "--unsafe-no-fsync", "--log-level", "error",
			"--listen-client-urls", client, "--advertise-client-urls", client,
			"--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer, "--initial-cluster", "default=" + peer,
		}},
		{"kube-apiserver", []string{
			"--etcd-servers", client, "--bind-address", "127.0.0.1", "--secure-port", strconv.Itoa(at.server),
			"--cert-dir", ca.dir, "--tls-cert-file", ca.path("apiserver.crt"), "--tls-private-key-file", ca.path("apiserver.key"),
			"--client-ca-file", ca.path("ca.crt"), "--token-auth-file", at.path("tokens.csv"),
			"--service-account-issuer", "https://kubernetes.default.svc",
			"--service-account-key-file", ca.path("sa.key"), "--service-account-signing-key-file", ca.path("sa.key"),
			"--authorization-mode", "Node,RBAC", "--service-cluster-ip-range", "10.0.0.0/16",
			"--kubelet-preferred-address-types", "InternalIP", "--kubelet-certificate-authority", ca.path("ca.crt"),
			"--kubelet-client-certificate", ca.path("apiserver-client.crt"), "--kubelet-client-key", ca.path("apiserver-client.key"),
			"--audit-policy-file", at.path("audit-policy.yaml"), "--audit-log-path", at.path("audit.log"),
			"--audit-log-mode", "blocking", "--audit-log-maxsize", "1000",
			// Nobody asks for these; without them the machine's own address would be looked for.
			"--advertise-address", "192.0.2.1", "--endpoint-reconciler-type", "none",
		}},
	}
}

func (at places) controllers(ca *authority) []component {
	kubeconfig := kubeconfigPath(at.dir, "component")
	fast := []string{"--kubeconfig", kubeconfig, "--leader-elect=false", "--secure-port=0", "--kube-api-qps=2000", "--kube-api-burst=4000"}
	return []component{
		{"podlife", []string{
			"--kubeconfig", kubeconfig, "--listen", loopback(at.kubelet), "--scratch", at.path("pods"),
			"--cert", ca.path("kubelet.crt"), "--key", ca.path("kubelet.key"), "--client-ca", ca.path("ca.crt"),
		}},
		{"kwok", []string{
			"--config", at.path("kwok.yaml"), "--kubeconfig", kubeconfig, "--manage-all-nodes=true",
			"--node-ip", "127.0.0.1", "--node-port", strconv.Itoa(at.kubelet), "--server-address", loopback(at.kwok),
		}},
		{"kube-controller-manager", append([]string{
			"--service-account-private-key-file", ca.path("sa.key"), "--root-ca-file", ca.path("ca.crt"),
			// A machine that is busy or asleep for a while must not lose its pods.
			"--node-monitor-grace-period=10m",
			"--use-service-account-credentials",
		}, fast...)},
		{"kube-scheduler", append([]string{fmt.Sprintf("--v=%d", 1)}, fast...)},
	}
}
