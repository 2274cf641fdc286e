#!/usr/bin/env bash
# Writes docs/dependencies.md: what each module brings along, with version, licence and size. It fails if an embedder of core with the
# OpenAI plugin gets 12 MB or more besides sqlite-jdbc, if xrayvision-api is 150 KB or more, or if a licence is not known.
#   scripts/dependencies.sh           writes the page
#   scripts/dependencies.sh --check   fails if the page is not up to date (sizes of our own jars may differ)
# `mvn package` must have run.
set -euo pipefail
. "$(dirname "$0")/outside.sh"
page="$root/docs/dependencies.md"
listed=(api dicom codecs core spi-openai spi-fhir spi-ntfy server)
MOST_EMBEDDED=$((12 * 1024 * 1024))
MOST_API=$((150 * 1024))

# From their POMs, read by hand: group and artifact, as a pattern -> licence
licence() {
  case "$1" in
    org.xrayvision:*) echo "Apache-2.0" ;;
    org.jspecify:jspecify) echo "Apache-2.0" ;;
    com.zaxxer:HikariCP) echo "Apache-2.0" ;;
    org.xerial:sqlite-jdbc) echo "Apache-2.0; SQLite itself: public domain" ;;
    org.jdbi:*) echo "Apache-2.0" ;;
    com.fasterxml.jackson.*:*) echo "Apache-2.0" ;;
    io.github.resilience4j:*) echo "Apache-2.0" ;;
    com.twelvemonkeys.*:*) echo "BSD-3-Clause" ;;
    com.github.jai-imageio:jai-imageio-core) echo "BSD-3-Clause, not for nuclear facilities" ;;
    com.github.jai-imageio:jai-imageio-jpeg2000) echo "BSD-3-Clause and the JJ2000 terms" ;;
    org.slf4j:*) echo "MIT" ;;
    ch.qos.logback:*) echo "EPL-1.0 or LGPL-2.1" ;;
    info.picocli:picocli) echo "Apache-2.0" ;;
    io.undertow:*) echo "Apache-2.0" ;;
    org.jboss.*:* | org.wildfly.*:*) echo "Apache-2.0" ;;
    com.bucket4j:*) echo "Apache-2.0" ;;
    com.nimbusds:nimbus-jose-jwt) echo "Apache-2.0" ;;
    at.favre.lib:*) echo "Apache-2.0" ;;
    org.webjars.npm:picocss__pico | org.webjars.npm:chart.js) echo "MIT" ;;
    io.leangen.geantyref:geantyref) echo "Apache-2.0" ;;
    io.micrometer:*) echo "Apache-2.0" ;;
    io.prometheus:*) echo "Apache-2.0" ;;
    org.hdrhistogram:HdrHistogram) echo "CC0-1.0 or BSD-2-Clause" ;;
    io.smallrye.common:*) echo "Apache-2.0" ;;
    *) return 1 ;;
  esac
}

project() {
  echo "<project xmlns=\"http://maven.apache.org/POM/4.0.0\"><modelVersion>4.0.0</modelVersion><groupId>com.example</groupId>"
  echo "<artifactId>deps-$1</artifactId><version>1</version><dependencies>"
  shift
  printf "<dependency><groupId>org.xrayvision</groupId><artifactId>xrayvision-%s</artifactId><version>$version</version></dependency>\n" "$@"
  echo "</dependencies></project>"
}

install_all
mkdir -p "$work/deps"
{
  echo "<project xmlns=\"http://maven.apache.org/POM/4.0.0\"><modelVersion>4.0.0</modelVersion><groupId>com.example</groupId>"
  echo "<artifactId>deps</artifactId><version>1</version><packaging>pom</packaging><modules>"
  printf "<module>%s</module>" "${listed[@]}" embedded
  echo "</modules></project>"
} >"$work/deps/pom.xml"
for module in "${listed[@]}"; do
  mkdir "$work/deps/$module"
  project "$module" "$module" >"$work/deps/$module/pom.xml"
done
mkdir "$work/deps/embedded"
project embedded core spi-openai >"$work/deps/embedded/pom.xml"
# group:artifact:jar:version:scope:file
mvn -f "$work/deps/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:list \
  -DincludeScope=runtime -DoutputAbsoluteArtifactFilename=true -DoutputFile=list.txt

# folder of the project -> group:artifact version bytes
artifacts() {
  local group artifact type rest scope_and_file jar version_here
  while IFS=: read -r group artifact type version_here rest; do
    jar="${rest#*:}"
    jar="${jar%% -- *}"
    echo "$group:$artifact $version_here $(stat -c %s "${jar%% }")"
  done < <(sed 's/\x1b\[[0-9;]*m//g; s/^ *//' "$work/deps/$1/list.txt" | grep -E '^[a-z][^ ]*:jar:' | sort -u)
}

total() {
  awk -v leave="$2" '!leave || $1 !~ leave { sum += $3 } END { print sum + 0 }' "$1"
}

kb() {
  echo "$((($1 + 1023) / 1024))"
}

section() {
  local name version_here bytes terms
  echo
  echo "## xrayvision-$1"
  echo
  echo "| artifact | version | licence | KB |"
  echo "|---|---|---|---|"
  while read -r name version_here bytes; do
    terms="$(licence "$name")" || fail "the licence of $name is not in the table of this script"
    echo "| $name | $version_here | $terms | $(kb "$bytes") |"
  done <"$work/$1.sizes"
  echo "| **all $(wc -l <"$work/$1.sizes")** | | | **$(kb "$(total "$work/$1.sizes" "")")** |"
}

for module in "${listed[@]}" embedded; do
  artifacts "$module" >"$work/$module.sizes"
  [ -s "$work/$module.sizes" ] || fail "no dependency of $module was listed"
done
embedded="$(total "$work/embedded.sizes" 'sqlite-jdbc')"
api="$(awk '$1 == "org.xrayvision:xrayvision-api" { print $3 }' "$work/api.sizes")"
{
  echo "# Dependencies"
  echo
  echo "What each module brings along on the class path, itself included; \`scripts/dependencies.sh\` writes this page. Nothing else is needed at run time but a JDK."
  echo
  echo "A program with \`xrayvision-core\` and \`xrayvision-spi-openai\` gets $(wc -l <"$work/embedded.sizes") jars, $(kb "$embedded") KB in all besides sqlite-jdbc ($(kb "$(awk '/sqlite-jdbc/ { print $3 }' "$work/embedded.sizes")") KB, which holds its native library for some twenty platforms); the limit is $((MOST_EMBEDDED / 1024)) KB."
  echo
  echo "JPEG 2000 is decoded by jai-imageio-jpeg2000, which comes with the terms of JJ2000 besides its BSD licence. Who does not want them excludes \`com.github.jai-imageio:jai-imageio-jpeg2000\` and \`jai-imageio-core\`: the engine then offers every other transfer syntax, and tells a JPEG 2000 file that it cannot be decoded (\`scripts/embed-check.sh\` tries it)."
  for module in "${listed[@]}"; do
    section "$module"
  done
} >"$work/dependencies.md"

[ "$embedded" -lt "$MOST_EMBEDDED" ] || fail "core and spi-openai bring $embedded bytes besides sqlite-jdbc, the limit is $MOST_EMBEDDED"
[ "$api" -lt "$MOST_API" ] || fail "xrayvision-api has $api bytes, the limit is $MOST_API"

# Our own sizes, and with them the sums, change with every commit.
settled() {
  sed -E '/^\| (org\.xrayvision:|\*\*)/s/\| [*0-9]+ \|$//; s/[0-9]+ KB in all/KB in all/' "$1"
}

if [ "${1:-}" = "--check" ]; then
  diff <(settled "$page") <(settled "$work/dependencies.md") || fail "$page is not up to date: run scripts/dependencies.sh"
else
  cp "$work/dependencies.md" "$page"
fi
echo "dependencies: $(kb "$embedded") KB embedded besides sqlite-jdbc, api $(kb "$api") KB"
