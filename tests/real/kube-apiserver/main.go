// Around kube-apiserver, whose own module says `replace` and so cannot be built by its name: go.mod pins the modules
// that it was released with.
package main

import (
	"os"

	"k8s.io/component-base/cli"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
)

func main() { os.Exit(cli.Run(app.NewAPIServerCommand())) }
