#!/usr/bin/env bash
# Builds the Containerfile of the distribution with buildah, without a daemon and without namespaces, and runs the
# image: as its own user, an image is stored over DICOM, and SIGTERM ends it.
#   scripts/container-test.sh              on the image that the file names
#   scripts/container-test.sh BASE         on another one with Java 17
#   scripts/container-test.sh --own-base   on one that is made of this machine's Java and shell: no registry is asked
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

# The file system of an image: the programs that the launcher and the Containerfile call, and a Java.
own_base() {
  local tree=$work/base java_home program
  mkdir -p "$tree"/usr/{bin,sbin,lib,lib64} "$tree"/{etc,proc,sys,dev,var,home,tmp}
  chmod 1777 "$tree/tmp"
  for link in bin sbin lib lib64; do
    ln -s "usr/$link" "$tree/$link"
  done
  java_home=$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")
  local programs=()
  for program in sh bash env id touch readlink dirname mkdir chown useradd; do
    programs+=("$(PATH=$PATH:/usr/sbin:/sbin command -v "$program")")
  done
  {
    # What is built for an older C library, SQLite's driver say, asks for parts that are empty in a newer one.
    printf '%s\n' "${programs[@]}" /etc/login.defs /etc/nsswitch.conf /lib/*-linux-gnu/lib{dl,pthread,rt}.so.*
    find "${programs[@]}" "$java_home/bin/java" "$java_home/lib" \( -name '*.so' -o -perm /111 \) \
      \( -type f -o -type l \) -exec ldd {} + 2> /dev/null \
      | grep -oE '/[^ :]+\.so[^ :]*' | grep -v "^$java_home" | sort -u || true
  } | while read -r file; do
    [ ! -e "$file" ] || cp -L --parents "$file" "$tree"
  done
  # Debian keeps apart what conf/ and lib/security of its Java point to.
  local config=(/etc/java-*-openjdk)
  tar -c --exclude="$java_home/jmods" --exclude="$java_home/lib/src.zip" "$java_home" "${config[@]}" 2> /dev/null \
    | tar -x -C "$tree"
  if [ -e /etc/ssl/certs/java/cacerts ]; then
    install -D -m 644 /etc/ssl/certs/java/cacerts "$tree/etc/ssl/certs/java/cacerts"
  fi
  ln -s "$java_home/bin/java" "$tree/usr/bin/java"
  echo 'root:x:0:0:root:/:/bin/sh' > "$tree/etc/passwd"
  echo 'root:x:0:' > "$tree/etc/group"
  local scratch
  scratch=$("${engine[@]}" from scratch)
  "${engine[@]}" add -q "$scratch" "$tree" / > /dev/null
  "${engine[@]}" commit -q "$scratch" localhost/xrayvision-base > /dev/null
  "${engine[@]}" rm "$scratch" > /dev/null
  rm -rf "$tree"
}

base=${1:-}
if [ "$base" = --own-base ]; then
  own_base
  base=localhost/xrayvision-base
fi
mkdir "$work/context"
tar -xzf "${tarballs[0]}" -C "$work/context" --strip-components=1
"${engine[@]}" bud --isolation chroot ${base:+--build-arg "BASE=$base"} -t xrayvision "$work/context" > "$work/output" 2>&1 \
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
for _ in $(seq 600); do
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
for _ in $(seq 150); do
  kill -0 "$runner" 2> /dev/null || break
  sleep 0.2
done
! kill -0 "$runner" 2> /dev/null || fail "it did not end within 30 s of SIGTERM"
runner=
echo "container-test: built, ran as 4010, stored an image, ended by SIGTERM"
