# Sourced by scripts that use XRayVision as somebody outside the repository does: as Maven artifacts, in an empty folder.
# They need `mvn package` to have run. Nothing is installed into the user's own local repository; what Maven needs
# besides our artifacts is copied from there, and fetched from Central only where it is missing.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
work="$(mktemp -d "${TMPDIR:-/tmp}/xrayvision-outside.XXXXXX")"
trap 'outside_end' EXIT
own_repository="${MAVEN_LOCAL_REPOSITORY:-$HOME/.m2/repository}"
version="$(sed -n 's/.*<version>\(.*\)<\/version>.*/\1/p' "$root/pom.xml" | head -1)"
modules=(api dicom codecs core spi-openai spi-fhir spi-ntfy simulator testkit server)
background=()

outside_end() {
  local pid
  for pid in "${background[@]}"; do
    kill "$pid" 2>/dev/null || true
  done
  rm -rf "$work"
}

fail() {
  echo "$0: $*" >&2
  exit 1
}

# artifact pom [jar]
install_artifact() {
  local folder="$work/repository/org/xrayvision/$1/$version"
  mkdir -p "$folder"
  cp "$2" "$folder/$1-$version.pom"
  [ $# -lt 3 ] || cp "$3" "$folder/$1-$version.jar"
}

jar_of() {
  local jar
  for jar in "$root/xrayvision-$1/target/xrayvision-$1-$version.jar" "$root/xrayvision-$1/target/xrayvision-$1.jar"; do
    [ -f "$jar" ] && echo "$jar" && return
  done
  fail "xrayvision-$1 is not built: run mvn package first"
}

install_all() {
  local module jar
  install_artifact xrayvision-parent "$root/pom.xml"
  install_artifact xrayvision-bom "$root/xrayvision-bom/pom.xml"
  for module in "${modules[@]}"; do
    jar="$(jar_of "$module")"
    install_artifact "xrayvision-$module" "$root/xrayvision-$module/pom.xml" "$jar"
  done
  cat >"$work/settings.xml" <<SETTINGS
<settings>
  <localRepository>$work/repository</localRepository>
  <interactiveMode>false</interactiveMode>
  <profiles>
    <profile>
      <id>own</id>
      <repositories>
        <repository><id>own</id><url>file://$own_repository</url><snapshots><enabled>false</enabled></snapshots></repository>
      </repositories>
      <pluginRepositories>
        <pluginRepository><id>own</id><url>file://$own_repository</url><snapshots><enabled>false</enabled></snapshots></pluginRepository>
      </pluginRepositories>
    </profile>
  </profiles>
  <activeProfiles><activeProfile>own</activeProfile></activeProfiles>
</settings>
SETTINGS
}

mvn() {
  command mvn -B -q -ntp -Dstyle.color=never --global-settings "$work/settings.xml" --settings "$work/settings.xml" "$@"
}
