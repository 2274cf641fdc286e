#!/usr/bin/env bash
# Tests the distribution as a hospital uses it: unpacked as a user without rights into a folder that is
# then made read-only, an image stored over DICOM, an upgrade with the data kept, and the way back. Each
# jar must have its licence in licenses/, and the systemd unit must be one that systemd takes and holds for safe.
#   scripts/dist-test.sh          builds target/xrayvision-VERSION.tar.gz first
#   scripts/dist-test.sh --built  takes the one that is there
# Needs storescu (DCMTK), python3 and systemd-analyze; no systemd has to run.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "${1:-}" != "--built" ]; then
  rm -f xrayvision-server/target/xrayvision-*.tar.gz
  mvn -q -B -ntp -Pdist -pl xrayvision-server -am -Dmaven.test.skip=true "-Dbuild.commit=$(scripts/commit.sh)" package
fi
shopt -s nullglob
tarballs=(xrayvision-server/target/xrayvision-*.tar.gz)
if [ ${#tarballs[@]} -ne 1 ]; then
  echo "dist-test: one tarball is needed in xrayvision-server/target, there are ${#tarballs[@]}" >&2
  exit 1
fi
tarball=$(realpath "${tarballs[0]}")
version=$(basename "$tarball" .tar.gz)
version=${version#xrayvision-}
next=99.0.0
image=$(realpath testdata/ts/cr_explicit.dcm)
password='correct horse battery'

work=$(mktemp -d)
server=
finish() {
  [ -z "$server" ] || kill -KILL "$server" 2> /dev/null || true
  chmod -R u+w "$work"
  rm -rf "$work"
}
trap finish EXIT
mkdir "$work/opt" "$work/data"
cp "$image" "$work/image.dcm"

# Root is not stopped by read-only folders, and proves nothing.
as_user=()
if [ "$(id -u)" -eq 0 ]; then
  as_user=(setpriv "--reuid=$(id -u nobody)" "--regid=$(id -g nobody)" --clear-groups)
  chmod 755 "$work"
  chown -R "$(id -u nobody):$(id -g nobody)" "$work/opt" "$work/data"
fi

fail() {
  echo "dist-test: $*" >&2
  [ ! -e "$work/output" ] || cat "$work/output" >&2
  exit 1
}

# unpack TARBALL VERSION: makes the folder read-only, too.
unpack() {
  local folder=$work/opt/xrayvision-$2
  "${as_user[@]}" tar -xzf - -C "$work/opt" < "$1"
  "${as_user[@]}" chmod -R a-w "$folder"
  if "${as_user[@]}" touch "$folder/lib/new" 2> /dev/null; then
    fail "$folder can be written"
  fi
}

# What is promised to lie in it, once each or more.
contents() {
  local pattern found
  for pattern in bin/xrayvision 'lib/xrayvision-server*.jar' conf/xrayvision.cfg 'prompts/*' plugins/README.txt \
    'demo/*.png' systemd/xrayvision.service Containerfile LICENSE licenses/INDEX.txt; do
    # shellcheck disable=SC2206 # a pattern, on purpose
    found=("$1"/$pattern)
    [ ${#found[@]} -gt 0 ] && [ -s "${found[0]}" ] || fail "there is no $pattern in the tarball"
  done
}

# Each jar has a line in the index, each text that the index names is there, and what a jar says of licences
# itself lies below licenses/jars.
licenses() {
  python3 - "$1" << 'PYTHON'
import fnmatch, pathlib, re, sys, zipfile
home = pathlib.Path(sys.argv[1])
folder = home / "licenses"
index = [line.split() for line in (folder / "INDEX.txt").read_text().splitlines() if line and line[0] != "#"]
said = re.compile(r"(^|/)(LICEN[CS]E[^/]*|NOTICE[^/]*|[^/]*-LICENSE)$", re.I)
missing, used = [], set()
for jar in sorted((home / "lib").glob("*.jar")):
    lines = [line for line in index if fnmatch.fnmatchcase(jar.name, line[0])]
    if len(lines) != 1:
        missing.append(f"{jar.name} has {len(lines)} lines in INDEX.txt in place of one")
    for pattern, *texts in lines:
        used.add(pattern)
        for text in texts:
            # A pattern that is one for many jars must be met for this one.
            own = text.replace(pattern, jar.stem + "-jar") if text.startswith("jars/" + pattern) else text
            found = list(folder.glob(own)) if not own.startswith("../") else [folder / own]
            if not found or any(file.stat().st_size < 100 for file in found):
                missing.append(f"{jar.name}: there is no licenses/{own}")
    if jar.name.startswith("xrayvision-"):
        continue
    with zipfile.ZipFile(jar) as entries:
        for name in entries.namelist():
            if said.search(name) and not name.endswith((".class", "/")):
                if not (folder / "jars" / (jar.stem + "-jar") / name).is_file():
                    missing.append(f"{jar.name} holds {name}, licenses/jars does not")
missing += [f"INDEX.txt: no jar is {line[0]}" for line in index if line[0] not in used]
jj2000 = list(folder.glob("jars/jai-imageio-jpeg2000-*/META-INF/LICENSE"))
if not jj2000 or "JJ2000 Partners" not in jj2000[0].read_text(encoding="utf-8", errors="replace"):
    missing.append("the terms of JJ2000 are missing")
sys.exit("\n".join(missing) or 0)
PYTHON
}

# exposed UNIT THRESHOLD: whether systemd holds it for more open than that, in tenths of its 0 to 10.
exposed() {
  ! systemd-analyze security --offline=true "--threshold=$2" "$1" > "$work/output" 2>&1
}

# What systemd says of the unit, with the program where this tarball has it: an unknown key is a warning to systemd, and
# an error here. That both checks can fail is seen with a unit that is wrong.
unit() {
  local unit=$work/xrayvision.service said
  sed "s#/opt/xrayvision/#$1/#" "$1/systemd/xrayvision.service" > "$unit"
  grep -qF "ExecStart=$1/bin/xrayvision " "$unit" || fail "the unit does not start /opt/xrayvision/bin/xrayvision"
  systemd-analyze verify --man=no --recursive-errors=no "$unit" > "$work/output" 2>&1 || fail "systemd does not take the unit"
  said=$(grep -F xrayvision.service "$work/output" || true)
  [ -z "$said" ] || fail "systemd has something to say about the unit"
  ! exposed "$unit" 20 || fail "systemd holds the unit for too open"
  mkdir "$work/wrong"
  sed -e 's/^ProtectClock=/ProtectClok=/' -e '/^Capability/d' -e '/^SystemCall/d' "$unit" > "$work/wrong/xrayvision.service"
  said=$(systemd-analyze verify --man=no --recursive-errors=no "$work/wrong/xrayvision.service" 2>&1 || true)
  [[ "$said" == *ProtectClok* ]] || fail "a key that does not exist is not noticed"
  exposed "$work/wrong/xrayvision.service" 20 || fail "a unit with all capabilities is held for safe"
  rm "$work/output"
}

# A second release of the same tree: the first under another number.
repack() {
  mkdir "$work/repack"
  tar -xzf "$tarball" -C "$work/repack"
  mv "$work/repack/xrayvision-$version" "$work/repack/xrayvision-$next"
  python3 - "$work/repack/xrayvision-$next/lib/xrayvision-server.jar" "$version" "$next" << 'PYTHON'
import os, sys, zipfile
jar, version, following = sys.argv[1:]
with zipfile.ZipFile(jar) as old, zipfile.ZipFile(jar + ".new", "w", zipfile.ZIP_DEFLATED) as new:
    for entry in old.infolist():
        data = old.read(entry)
        if entry.filename == "META-INF/MANIFEST.MF":
            before = f"Implementation-Version: {version}".encode()
            assert before in data, "the manifest names no version"
            data = data.replace(before, f"Implementation-Version: {following}".encode())
        new.writestr(entry, data)
os.replace(jar + ".new", jar)
PYTHON
  tar -czf "$work/next.tar.gz" -C "$work/repack" "xrayvision-$next"
  rm -rf "$work/repack"
}

# start VERSION: runs serve, and waits until it has said where it is.
start() {
  local bin=$work/opt/xrayvision-$1/bin/xrayvision
  "${as_user[@]}" "$bin" --version | grep -qxF "XRayVision $1" || fail "$bin is not version $1"
  : > "$work/output"
  (cd / && XRAYVISION_ADMIN_PASSWORD=$password exec "${as_user[@]}" "$bin" serve \
    --data "$work/data" --http-port 0 --dicom-port 0 > "$work/output" 2>&1) &
  server=$!
  for _ in $(seq 600); do
    ! grep -q '^dicom: ' "$work/output" || break
    kill -0 "$server" 2> /dev/null || fail "version $1 did not start"
    sleep 0.2
  done
  dicom=$(sed -n 's/^dicom: .*:\([0-9]*\)$/\1/p' "$work/output")
  http=$(sed -n 's/^dashboard: \(.*\)$/\1/p' "$work/output")
  [ -n "$dicom" ] && [ -n "$http" ] || fail "version $1 did not say where it is"
}

# What of the exam is kept through all versions: its UID and when it was received.
exam() {
  python3 - "$http" "$password" << 'PYTHON'
import base64, json, sys, urllib.request
http, password = sys.argv[1:]
key = base64.b64encode(f"admin:{password}".encode()).decode()
request = urllib.request.Request(http + "api/exams", headers={"Authorization": "Basic " + key})
with urllib.request.urlopen(request, timeout=60) as answer:
    exams = json.load(answer)["exams"]
assert len(exams) == 1, f"{len(exams)} exams in place of one"
print(exams[0]["uid"], exams[0]["patient"]["name"], exams[0]["exam"]["created"])
PYTHON
}

# SIGTERM; what is acknowledged is on disk, so nothing takes long.
stop() {
  kill -TERM "$server"
  for _ in $(seq 150); do
    kill -0 "$server" 2> /dev/null || break
    sleep 0.2
  done
  ! kill -0 "$server" 2> /dev/null || fail "it did not end within 30 s of SIGTERM"
  local code=0
  wait "$server" || code=$?
  [ "$code" -eq 143 ] || fail "it ended with $code in place of 143"
  server=
}

unpack "$tarball" "$version"
contents "$work/opt/xrayvision-$version"
licenses "$work/opt/xrayvision-$version" || fail "licences are missing"
unit "$work/opt/xrayvision-$version"
start "$version"
storescu -R -xe 127.0.0.1 "$dicom" "$work/image.dcm" || fail "the image was not taken"
first=$(exam) || fail "the exam is not there"
stop

repack
unpack "$work/next.tar.gz" "$next"
for release in "$next" "$version"; do
  start "$release"
  [ "$(exam)" = "$first" ] || fail "version $release does not show the exam of before"
  stop
done
echo "dist-test: stored with $version, kept by $next and by $version again; each jar has its licence; systemd takes the unit"
