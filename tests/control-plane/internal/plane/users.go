package plane

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"k8s.io/client-go/tools/clientcmd"
	api "k8s.io/client-go/tools/clientcmd/api"
)

// The users of the token file; `admin` has a client certificate instead.
var tokenUsers = []string{"viewer", "nobody", "deployer"}

const clusterName = "changeover-test"

// writeUsers writes the token file and one kubeconfig for each user, named after it, into the work folder.
func writeUsers(dir, server string, ca *authority) error {
	var lines strings.Builder
	for number, user := range tokenUsers {
		token := randomToken()
		fmt.Fprintf(&lines, "%s,%s,%d\n", token, user, number+1)
		if err := writeKubeconfig(dir, server, user, ca, &api.AuthInfo{Token: token}); err != nil {
			return err
		}
	}
	for _, user := range []string{"admin", "component"} {
		info := &api.AuthInfo{}
		var err error
		if info.ClientCertificateData, err = os.ReadFile(ca.path(user + ".crt")); err != nil {
			return err
		}
		if info.ClientKeyData, err = os.ReadFile(ca.path(user + ".key")); err != nil {
			return err
		}
		if err := writeKubeconfig(dir, server, user, ca, info); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(dir, "tokens.csv"), []byte(lines.String()), 0o600)
}

func kubeconfigPath(dir, user string) string {
	return filepath.Join(dir, user+".kubeconfig")
}

func writeKubeconfig(dir, server, user string, ca *authority, info *api.AuthInfo) error {
	authority, err := os.ReadFile(ca.path("ca.crt"))
	if err != nil {
		return err
	}
	config := api.NewConfig()
	config.Clusters[clusterName] = &api.Cluster{Server: server, CertificateAuthorityData: authority}
	config.AuthInfos[user] = info
	context := user + "@" + clusterName
	config.Contexts[context] = &api.Context{Cluster: clusterName, AuthInfo: user, Namespace: "default"}
	config.CurrentContext = context
	return clientcmd.WriteToFile(*config, kubeconfigPath(dir, user))
}
