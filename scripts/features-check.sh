#!/usr/bin/env bash
# Every test class that docs/features.md names must exist and have run at least one test in the run that has just ended.
set -euo pipefail
cd "$(dirname "$0")/.."
failed=0
named=0
for class in $(grep -oE '`[A-Z][A-Za-z0-9]*(Test|IT)`' docs/features.md | tr -d '`' | sort -u); do
  named=$((named + 1))
  report=$(find . -path '*/target/*-reports/TEST-*.xml' \( -name "TEST-$class.xml" -o -name "TEST-*.$class.xml" \) | head -1)
  if [ -z "$report" ]; then
    echo "docs/features.md names $class, which has not run" >&2
    failed=1
    continue
  fi
  # The first line that has them is that of the suite.
  tests=$(grep -oE ' tests="[0-9]+"' "$report" | head -1 | tr -dc 0-9)
  skipped=$(grep -oE ' skipped="[0-9]+"' "$report" | head -1 | tr -dc 0-9)
  if [ $((${tests:-0} - ${skipped:-0})) -le 0 ]; then
    echo "docs/features.md names $class, which ran no test" >&2
    failed=1
  fi
done
if [ "$named" -eq 0 ]; then
  echo "docs/features.md names no test" >&2
  exit 1
fi
[ "$failed" -eq 0 ] && echo "docs/features.md: $named test classes, all of them ran"
exit "$failed"
