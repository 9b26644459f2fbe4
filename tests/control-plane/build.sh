#!/bin/sh
# Builds the control plane into a cache folder outside the repository, unless it is there already, and prints its path.
#
# In: Go, and on the first run the Go module proxy. Out: one line, the path of the program.
# CHANGEOVER_CACHE names the cache folder; default is $XDG_CACHE_HOME/changeover or ~/.cache/changeover.
set -eu
cd "$(dirname "$0")"
cache=${CHANGEOVER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/changeover}/control-plane
hash=$( (cat go.mod go.sum build.sh; find . -path ./testdata -prune -o -type f \( -name '*.go' -o -path '*/files/*' \) -print | LC_ALL=C sort | xargs cat) | sha256sum | cut -c1-16)
program=$cache/$hash/control-plane
if [ ! -x "$program" ]; then
	mkdir -p "$cache/$hash"
	exec 9>"$cache/lock"
	flock 9
	if [ ! -x "$program" ]; then
		version=v1.36.1
		names=k8s.io/component-base/version
		CGO_ENABLED=0 GOFLAGS=-mod=readonly nice go build -buildvcs=false -trimpath -ldflags "-s -w \
			-X $names.gitVersion=$version -X $names.gitMajor=1 -X $names.gitMinor=36" -o "$program.new" . >&2
		mv "$program.new" "$program"
	fi
fi
echo "$program"
