#!/usr/bin/env bash
# Prints the commit of the sources, for -Dbuild.commit; with -dirty behind it where they were changed since. Nothing
# where that cannot be told: no git, sources from a tarball, also one unpacked in another repository.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
top=$(git -C "$root" rev-parse --show-toplevel 2> /dev/null) || exit 0
[[ $top -ef $root ]] || exit 0
git -C "$root" describe --always --abbrev=40 --exclude='*' --dirty 2> /dev/null || true
