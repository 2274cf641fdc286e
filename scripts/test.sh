#!/usr/bin/env bash
# The one test command: installs the peers and browsers that the tests talk to, then builds and runs everything.
#   scripts/test.sh          everything
#   scripts/test.sh --quick  without the peers (no DCMTK, no browser, no python)
set -euo pipefail
cd "$(dirname "$0")/.."

# Debian package -> a file that tells whether it is there
packages=(
  "dcmtk /usr/bin/storescu"
  "strace /usr/bin/strace"
  "chromium /usr/bin/chromium"
  "python3-opencv /usr/lib/python3/dist-packages/cv2.*"
  "python3-pydicom /usr/lib/python3/dist-packages/pydicom"
  "python3-gdcm /usr/lib/python3/dist-packages/gdcm.py"
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

profile=()
if [ "${1:-}" != "--quick" ]; then
  install_peers
  profile=(-Pit)
fi
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
mvn -B -ntp "${profile[@]}" verify
# What somebody outside the repository does with the built artifacts.
scripts/embed-check.sh
scripts/plugin-walkthrough.sh
scripts/dependencies.sh --check
