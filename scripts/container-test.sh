#!/usr/bin/env bash
# Builds the Containerfile of the distribution with buildah, without a daemon and without namespaces, and runs the
# image: as its own user, an image is stored over DICOM, and SIGTERM ends it.
#   scripts/container-test.sh [BASE]   BASE: an image with Java 17 in place of the one that the file names
# Needs root, buildah, storescu (DCMTK), and the tarball that scripts/dist-test.sh builds.
set -euo pipefail
cd "$(dirname "$0")/.."

shopt -s nullglob
tarballs=(xrayvision-server/target/xrayvision-*.tar.gz)
if [ ${#tarballs[@]} -ne 1 ]; then
  echo "container-test: one tarball is needed in xrayvision-server/target, there are ${#tarballs[@]}" >&2
  exit 1
fi
work=$(mktemp -d)
engine=(buildah --root "${BUILDAH_ROOT:-$work/root}" --runroot "$work/run" --storage-driver vfs)
container=
runner=

# of PID -> the processes below it
below() {
  local child
  for child in $(cat "/proc/$1"/task/*/children 2> /dev/null || true); do
    echo "$child"
    below "$child"
  done
}

finish() {
  local pid
  if [ -n "$runner" ]; then
    for pid in $(below "$runner") "$runner"; do
      kill -KILL "$pid" 2> /dev/null || true
    done
  fi
  [ -z "$container" ] || "${engine[@]}" rm "$container" > /dev/null 2>&1 || true
  rm -rf "$work"
}
trap finish EXIT

fail() {
  echo "container-test: $*" >&2
  [ ! -e "$work/output" ] || cat "$work/output" >&2
  exit 1
}

mkdir "$work/context"
tar -xzf "${tarballs[0]}" -C "$work/context" --strip-components=1
"${engine[@]}" bud --isolation chroot ${1:+--build-arg "BASE=$1"} -t xrayvision "$work/context" > "$work/output" 2>&1 \
  || fail "the image cannot be built"

container=$("${engine[@]}" from --pull-never localhost/xrayvision)
inspect() {
  "${engine[@]}" inspect --format "{{$1}}" "$container"
}
[ "$(inspect .OCIv1.Config.User)" = xrayvision ] || fail "the image runs as another user"
[ "$(inspect .OCIv1.Config.StopSignal)" = SIGTERM ] || fail "the image is stopped by another signal"
read -ra command <<< "$(inspect .OCIv1.Config.Entrypoint | tr -d '[]') $(inspect .OCIv1.Config.Cmd | tr -d '[]')"
"${engine[@]}" run --isolation chroot "$container" -- sh -c 'id -u; touch /opt/xrayvision/new 2> /dev/null && echo written; true' \
  > "$work/output" 2>&1 || true
[ "$(cat "$work/output")" = 4010 ] || fail "it must run as 4010, and must not change the program"

"${engine[@]}" run --isolation chroot "$container" -- "${command[@]}" --dicom-port 0 --http-port 0 > "$work/output" 2>&1 &
runner=$!
for _ in $(seq 150); do
  ! grep -q '^dicom: ' "$work/output" || break
  kill -0 "$runner" 2> /dev/null || fail "it did not start"
  sleep 0.2
done
port=$(tr -d '\r' < "$work/output" | sed -n 's/^dicom: .*:\([0-9]*\)$/\1/p')
[ -n "$port" ] || fail "it did not say where it is"
storescu -R -xe 127.0.0.1 "$port" testdata/ts/cr_explicit.dcm || fail "the image was not taken"

java=
for pid in $(below "$runner"); do
  [ "$(cat "/proc/$pid/comm" 2> /dev/null)" != java ] || java=$pid
done
[ -n "$java" ] || fail "its java cannot be found"
[ "$(awk '/^Uid:/ { print $2 }' "/proc/$java/status")" = 4010 ] || fail "java runs as another user"
kill -TERM "$java"
for _ in $(seq 50); do
  kill -0 "$runner" 2> /dev/null || break
  sleep 0.2
done
! kill -0 "$runner" 2> /dev/null || fail "it did not end within 10 s of SIGTERM"
runner=
echo "container-test: built, ran as 4010, stored an image, ended by SIGTERM"
