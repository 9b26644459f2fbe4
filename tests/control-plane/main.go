// Command control-plane is a Kubernetes control plane in one program: etcd, kube-apiserver, kube-controller-manager,
// kube-scheduler, KWOK (the nodes), podlife (the pods, our own) and kubectl.
//
// In: a sub-command; `up --dir D` starts everything, `kubectl …` is kubectl (also when called by that name).
// Out: see README.md. It is for tests and for trying things by hand; it must never hold anything of worth.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"go.etcd.io/etcd/server/v3/etcdmain"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/component-base/cli"
	"k8s.io/klog/v2"
	kubectl "k8s.io/kubectl/pkg/cmd"
	"k8s.io/kubectl/pkg/cmd/util"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllers "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"

	"changeover.test/control-plane/internal/endpoint"
	"changeover.test/control-plane/internal/plane"
	"changeover.test/control-plane/internal/podlife"
)

const usage = `control-plane up --dir D [--keep]   start everything with D as work folder; see README.md
control-plane kubectl …             kubectl (or a link to this program that is called kubectl)
`

func main() {
	name := filepath.Base(os.Args[0])
	if name != "kubectl" {
		if len(os.Args) < 2 {
			fmt.Fprint(os.Stderr, usage)
			os.Exit(2)
		}
		// What follows reads os.Args as if it were a program of its own.
		name = os.Args[1]
		os.Args = os.Args[1:]
	}
	os.Exit(run(name))
}

func run(name string) int {
	switch name {
	case "up":
		return report(up())
	case "kubectl":
		// As kubectl's own main function does it: its errors print themselves.
		if err := cli.RunNoErrOutput(kubectl.NewDefaultKubectlCommand()); err != nil {
			util.CheckErr(err)
		}
		return 0
	case "etcd":
		etcdmain.Main(os.Args)
		return 0
	case "kube-apiserver":
		return cli.Run(apiserver.NewAPIServerCommand())
	case "kube-controller-manager":
		return cli.Run(controllers.NewControllerManagerCommand())
	case "kube-scheduler":
		return cli.Run(scheduler.NewSchedulerCommand())
	case "kwok":
		return report(kwok())
	case "podlife":
		return report(playPods())
	default:
		fmt.Fprint(os.Stderr, usage)
		return 2
	}
}

func report(err error) int {
	if err != nil {
		fmt.Fprintln(os.Stderr, "control-plane:", err)
		return 1
	}
	return 0
}

func up() error {
	flags := flag.NewFlagSet("up", flag.ExitOnError)
	dir := flags.String("dir", "", "work folder; it is emptied of what an earlier run left")
	keep := flags.Bool("keep", false, "go on when the parent process or standard input has ended")
	_ = flags.Parse(os.Args[1:])
	if *dir == "" {
		return fmt.Errorf("--dir is needed")
	}
	return plane.Up(*dir, *keep)
}

func playPods() error {
	flags := flag.NewFlagSet("podlife", flag.ExitOnError)
	kubeconfig := flags.String("kubeconfig", "", "how to reach the API server")
	listen := flags.String("listen", "", "address of the kubelet endpoint")
	scratch := flags.String("scratch", "", "folder for what local programs write")
	cert := flags.String("cert", "", "the endpoint's certificate")
	key := flags.String("key", "", "the endpoint's key")
	clientCA := flags.String("client-ca", "", "authority of the API server's client certificate")
	_ = flags.Parse(os.Args[1:])
	config, err := clientcmd.BuildConfigFromFlags("", *kubeconfig)
	if err != nil {
		return err
	}
	config.QPS, config.Burst = 2000, 4000
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	ctx, cancel := signal.NotifyContext(klog.NewContext(context.Background(), klog.Background()), syscall.SIGTERM, syscall.SIGINT)
	defer cancel()
	player := podlife.NewPlayer(ctx, client, *scratch)
	failed := make(chan error, 1)
	go func() { failed <- endpoint.Serve(ctx, player, *listen, *cert, *key, *clientCA) }()
	go func() { failed <- player.Run(ctx) }()
	go func() { failed <- podlife.ProvideVolumes(ctx, client) }()
	return <-failed
}
