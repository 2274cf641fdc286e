#!/usr/bin/env bash
# The one test command: installs the peers and browsers that the tests talk to, then builds and runs everything.
#   scripts/test.sh          everything
#   scripts/test.sh --quick  without the peers (no DCMTK, no browser, no python)
set -euo pipefail
cd "$(dirname "$0")/.."

# Debian package -> a file that tells whether it is there
packages=(
  "dcmtk /usr/bin/storescu"
  "orthanc /usr/sbin/Orthanc"
  "strace /usr/bin/strace"
  "chromium /usr/bin/chromium"
  "python3-opencv /usr/lib/python3/dist-packages/cv2.*"
  "python3-pydicom /usr/lib/python3/dist-packages/pydicom"
  "python3-gdcm /usr/lib/python3/dist-packages/gdcm.py"
  "buildah /usr/bin/buildah"
  "systemd /usr/bin/systemd-analyze"
)

install_peers() {
  local missing=() entry
  for entry in "${packages[@]}"; do
    compgen -G "${entry#* }" >/dev/null || missing+=("${entry%% *}")
  done
  [ ${#missing[@]} -eq 0 ] && return
  echo "installing: ${missing[*]}"
  local sudo=()
  [ "$(id -u)" -eq 0 ] || sudo=(sudo)
  "${sudo[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# The home of a JDK that is too new for Error Prone, if there is one.
newer_jdk() {
  local home version
  for home in /usr/lib/jvm/*/; do
    [ -x "${home}bin/javac" ] && [ -e "${home}release" ] || continue
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "${home}release")
    if [ "${version:-0}" -ge 25 ]; then
      echo "${home%/}"
      return
    fi
  done
}

# In a copy, so that what this build has made stays what it is.
compile_with_newer_jdk() {
  local home copy
  home=$(newer_jdk)
  if [ -z "$home" ]; then
    echo "there is no JDK 25 or newer in /usr/lib/jvm: whether it compiles there was not tried"
    return
  fi
  copy=$(mktemp -d)
  # shellcheck disable=SC2064 # the folder of now
  trap "rm -rf '$copy'" EXIT
  tar -c --exclude=./.git --exclude=target . | tar -x -C "$copy"
  JAVA_HOME=$home mvn -q -B -ntp -f "$copy/pom.xml" -Dmaven.test.skip=true package
  echo "compiles with $home"
}

container() {
  if [ "$(id -u)" -eq 0 ] && unshare --mount true 2> /dev/null; then
    scripts/container-test.sh --own-base
  else
    echo "whether the container runs was not tried: buildah needs root for it, and to be allowed to mount"
  fi
}

export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
if [ "${1:-}" = "--quick" ]; then
  exec mvn -B -ntp verify
fi
install_peers
rm -f xrayvision-server/target/xrayvision-*.tar.gz
# What ran in an earlier run does not count.
find . -path '*/target/*-reports/TEST-*.xml' -delete
mvn -B -ntp -Pit,dist "-Dbuild.commit=$(scripts/commit.sh)" verify
scripts/features-check.sh
# What somebody outside the repository does with what was built.
scripts/dist-test.sh --built
container
scripts/embed-check.sh
scripts/plugin-walkthrough.sh
scripts/dependencies.sh --check
# What a release has besides, up to the signatures; a warning of Javadoc ends it.
mvn -B -q -ntp -Prelease -DskipTests verify
compile_with_newer_jdk
