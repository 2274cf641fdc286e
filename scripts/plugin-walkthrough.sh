#!/usr/bin/env bash
# Runs every command block of docs/plugins.md, from top to bottom, in an empty folder outside the repository, where XRayVision is
# known as Maven artifacts only; and checks that each test that the page names exists. `mvn package` must have run.
set -euo pipefail
. "$(dirname "$0")/outside.sh"
page="$root/docs/plugins.md"

# `ClassTest.method` in the tables
while read -r name; do
  class="${name%%.*}" method="${name#*.}"
  file="$(find "$root"/xrayvision-*/src -name "$class.java")"
  [ -n "$file" ] || fail "$page names $class, which does not exist"
  grep -q "void $method(" "$file" || fail "$page names $name, which does not exist"
done < <(grep -oE '`[A-Za-z]+(Test|Contract)\.[a-zA-Z]+`' "$page" | tr -d '`' | sort -u)
for fault in $(sed -n 's/^  \([A-Z_]*\)[,]*$/\1/p' "$root/xrayvision-simulator/src/main/java/org/xrayvision/simulator/http/HttpFault.java"); do
  [ "$fault" = NONE ] || grep -q "^| $fault |" "$page" || fail "$page has no row for the fault $fault"
done

others="$(grep -oE '<version>[0-9][^<]*-SNAPSHOT</version>' "$page" | sort -u | grep -v ">$version<" || true)"
[ -z "$others" ] || fail "$page speaks of $others, this is $version"

install_all
mkdir "$work/walk"
cat >"$work/blocks.sh" <<'START'
set -euo pipefail
trap 'kill $(jobs -p) 2>/dev/null || true' EXIT
START
awk -v q="'" '
  /^```sh/ { inside = 1; printf "echo %sblock of line %d%s\n", q, NR + 1, q; next }
  /^```/ { inside = 0; next }
  inside' "$page" >>"$work/blocks.sh"
export XRAY="$root/testdata/ro/olteanu_torace_2.dcm"
export work
export -f mvn
cd "$work/walk"
if ! timeout 600 bash "$work/blocks.sh" >"$work/walk.log" 2>&1; then
  cat "$work/walk.log"
  tail -n 20 ./*.log 2>/dev/null || true
  fail "a block of $page failed"
fi
grep '^skipped' "$work/walk.log" || true
echo "plugin-walkthrough: $(grep -c 'block of line' "$work/walk.log") blocks run"
