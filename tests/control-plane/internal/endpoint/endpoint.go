// Package endpoint is the nodes' kubelet endpoint: logs, exec and port-forward of the pods that package podlife plays.
//
// In: requests of the API server. Out: bytes of logs, of local programs, of local sockets.
// It answers nobody but the API server (a client certificate of the run's own authority is required), because exec
// starts programs of this machine; and it starts one only in a pod whose annotation allows it.
package endpoint

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"time"

	"k8s.io/cri-streaming/pkg/streaming/portforward"
	"k8s.io/cri-streaming/pkg/streaming/remotecommand"

	"changeover.test/control-plane/internal/logs"
	"changeover.test/control-plane/internal/podlife"
)

// ClientName is the common name of the only client that is served.
const ClientName = "kube-apiserver-kubelet-client"

const idle = 4 * time.Hour

// Endpoint serves the pods of a player.
type Endpoint struct {
	player *podlife.Player
}

// Serve answers on the address until the context ends.
func Serve(ctx context.Context, player *podlife.Player, address, certFile, keyFile, caFile string) error {
	authority, err := os.ReadFile(caFile)
	if err != nil {
		return err
	}
	clients := x509.NewCertPool()
	if !clients.AppendCertsFromPEM(authority) {
		return fmt.Errorf("%s: no certificate", caFile)
	}
	e := &Endpoint{player: player}
	server := &http.Server{
		Addr: address, Handler: e.handler(), ReadHeaderTimeout: 10 * time.Second,
		TLSConfig: &tls.Config{
			MinVersion: tls.VersionTLS12, ClientCAs: clients, ClientAuth: tls.RequireAndVerifyClientCert,
			NextProtos: []string{"http/1.1"},
		},
	}
	go func() {
		<-ctx.Done()
		_ = server.Close()
	}()
	if err := server.ListenAndServeTLS(certFile, keyFile); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func (e *Endpoint) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /containerLogs/{namespace}/{pod}/{container}", e.logs)
	mux.HandleFunc("/exec/{namespace}/{pod}/{container}", e.exec)
	mux.HandleFunc("/portForward/{namespace}/{pod}", e.portForward)
	mux.HandleFunc("/attach/", func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "attach is not simulated by this endpoint", http.StatusNotImplemented)
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.TLS == nil || len(r.TLS.PeerCertificates) == 0 || r.TLS.PeerCertificates[0].Subject.CommonName != ClientName {
			http.Error(w, "only the API server is served", http.StatusForbidden)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

func (e *Endpoint) pod(w http.ResponseWriter, r *http.Request) (*podlife.Pod, bool) {
	pod, found := e.player.Find(r.PathValue("namespace"), r.PathValue("pod"))
	if !found {
		http.Error(w, fmt.Sprintf("pod %q does not exist", r.PathValue("pod")), http.StatusNotFound)
	}
	return pod, found
}

func (e *Endpoint) logs(w http.ResponseWriter, r *http.Request) {
	pod, found := e.pod(w, r)
	if !found {
		return
	}
	options, err := logOptions(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	buffer, err := pod.Log(r.PathValue("container"), r.FormValue("previous") == "true")
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "text/plain")
	w.WriteHeader(http.StatusOK)
	out := &flushing{w, http.NewResponseController(w)}
	_ = out.flush.Flush()
	if err := buffer.Copy(r.Context(), out, options); errors.Is(err, logs.ErrCut) {
		panic(http.ErrAbortHandler) // net/http's way to break a connection off
	}
}

func logOptions(r *http.Request) (logs.Options, error) {
	options := logs.Options{
		Follow: r.FormValue("follow") == "true", Timestamps: r.FormValue("timestamps") == "true",
		TailLines: -1, LimitBytes: -1,
	}
	var err error
	number := func(name string, into *int64) {
		if value := r.FormValue(name); value != "" && err == nil {
			*into, err = strconv.ParseInt(value, 10, 64)
		}
	}
	number("tailLines", &options.TailLines)
	number("limitBytes", &options.LimitBytes)
	seconds := int64(-1)
	number("sinceSeconds", &seconds)
	if seconds >= 0 {
		options.Since = time.Now().Add(-time.Duration(seconds) * time.Second)
	}
	if value := r.FormValue("sinceTime"); value != "" && err == nil {
		options.Since, err = time.Parse(time.RFC3339Nano, value)
	}
	return options, err
}

type flushing struct {
	io.Writer
	flush *http.ResponseController
}

func (f *flushing) Write(data []byte) (int, error) {
	n, err := f.Writer.Write(data)
	if err != nil {
		return n, err
	}
	return n, f.flush.Flush()
}

func (e *Endpoint) exec(w http.ResponseWriter, r *http.Request) {
	pod, found := e.pod(w, r)
	if !found {
		return
	}
	container := r.PathValue("container")
	spec, running := pod.Running(container)
	if !running {
		http.Error(w, fmt.Sprintf("container not found (%q)", container), http.StatusNotFound)
		return
	}
	options, err := remotecommand.NewOptions(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	remotecommand.ServeExec(w, r, &executor{pod, spec}, r.PathValue("pod"), string(pod.UID()), container,
		r.URL.Query()["command"], options, idle, remotecommand.DefaultStreamCreationTimeout,
		remotecommand.SupportedStreamingProtocols)
}

func (e *Endpoint) portForward(w http.ResponseWriter, r *http.Request) {
	pod, found := e.pod(w, r)
	if !found {
		return
	}
	options, err := portforward.NewV4Options(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	portforward.ServePortForward(w, r, forwarder{pod}, r.PathValue("pod"), string(pod.UID()), options, idle,
		remotecommand.DefaultStreamCreationTimeout, portforward.SupportedProtocols)
}

type forwarder struct{ pod *podlife.Pod }

// PortForward joins the stream with the local address that the pod's annotation names for the port.
func (f forwarder) PortForward(ctx context.Context, _, _ string, port int32, stream io.ReadWriteCloser) error {
	address, mapped := f.pod.Program().Forward[port]
	if _, running := f.pod.Running(""); !mapped || !running {
		return fmt.Errorf("failed to connect to localhost:%d inside namespace: dial tcp4 127.0.0.1:%d: connect: connection refused", port, port)
	}
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("failed to connect to localhost:%d inside namespace: %w", port, err)
	}
	defer conn.Close()
	stop := context.AfterFunc(f.pod.Context(), func() { conn.Close() })
	defer stop()
	done := make(chan error, 1)
	go func() {
		_, _ = io.Copy(conn, stream)
		if tcp, ok := conn.(*net.TCPConn); ok {
			_ = tcp.CloseWrite()
		}
	}()
	go func() {
		_, err := io.Copy(stream, conn)
		done <- err
	}()
	return <-done
}
