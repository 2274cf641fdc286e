#!/usr/bin/env bash
# Runs the 30-line example of docs/embedding.md as somebody outside the repository does: with xrayvision-core and
# xrayvision-spi-openai as its only dependencies, on native and JPEG Lossless files, against WireMock in another process.
# `mvn package` must have run.
set -euo pipefail
. "$(dirname "$0")/outside.sh"
install_all

mkdir -p "$work/project/src/main/java" "$work/files"
cp -r "$root/examples/embed-minimal/src/main/java/." "$work/project/src/main/java/"
for file in ro/olteanu_torace_1 ro/olteanu_torace_2 ts/cr_jpeg57; do
  cp "$root/testdata/$file.dcm" "$work/files/"
done
cat >"$work/project/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>com.example</groupId>
  <artifactId>embedder</artifactId>
  <version>1</version>
  <properties>
    <maven.compiler.release>17</maven.compiler.release>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <dependencies>
    <dependency><groupId>org.xrayvision</groupId><artifactId>xrayvision-core</artifactId><version>$version</version></dependency>
    <dependency><groupId>org.xrayvision</groupId><artifactId>xrayvision-spi-openai</artifactId><version>$version</version></dependency>
  </dependencies>
  <build>
    <pluginManagement>
      <plugins>
        <plugin><artifactId>maven-resources-plugin</artifactId><version>3.3.1</version></plugin>
        <plugin><artifactId>maven-compiler-plugin</artifactId><version>3.14.1</version></plugin>
        <plugin><artifactId>maven-dependency-plugin</artifactId><version>3.8.1</version></plugin>
      </plugins>
    </pluginManagement>
  </build>
</project>
POM
mvn -f "$work/project/pom.xml" compile dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$work/lib"
if ls "$work/lib" | grep -iE 'junit|simulator|testkit|undertow|logback'; then
  fail "an embedder gets what he did not ask for"
fi

wiremock_version="$(sed -n 's/.*<wiremock.version>\(.*\)<\/wiremock.version>.*/\1/p' "$root/pom.xml")"
wiremock="$own_repository/org/wiremock/wiremock-standalone/$wiremock_version/wiremock-standalone-$wiremock_version.jar"
[ -f "$wiremock" ] || fail "the tests of core have not run: $wiremock is missing"
mkdir -p "$work/wiremock/mappings"
# name, what the question must hold, what is said -> a stub
stub() {
  cat >"$work/wiremock/mappings/$1.json" <<STUB
{"priority": $2,
 "request": {"method": "POST", "urlPath": "/v1/chat/completions", "bodyPatterns": [{"contains": "$3"}]},
 "response": {"status": 200, "jsonBody": {"model": "stub", "choices": [
   {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "$4"}}]}}}
STUB
}
stub picture 1 image_url 'FINDINGS:\nNone.\n\nIMPRESSION:\nNormal.'
stub report 2 messages '{\"severity\": 0, \"confidence\": 90, \"summary\": \"\"}'
cat >"$work/wiremock/mappings/health.json" <<'STUB'
{"request": {"method": "GET", "urlPath": "/v1/models"}, "response": {"status": 200, "jsonBody": {"data": []}}}
STUB
java -jar "$wiremock" --port 0 --bind-address 127.0.0.1 --root-dir "$work/wiremock" >"$work/wiremock.log" 2>&1 &
background+=($!)
port=
for _ in $(seq 600); do
  port="$(sed -n 's/^port: *\([0-9][0-9]*\).*/\1/p' "$work/wiremock.log")"
  [ -z "$port" ] || break
  kill -0 "${background[0]}" 2>/dev/null || break
  sleep 0.2
done
[ -n "$port" ] || { cat "$work/wiremock.log"; fail "WireMock did not start"; }
address="http://127.0.0.1:$port/v1/chat/completions"

# what is tried -> reads the files and expects so many reports
read_with() {
  local reports
  timeout 180 java -Djava.awt.headless=true -cp "$work/project/target/classes:$work/lib/*" \
    org.xrayvision.examples.minimal.EmbedMinimal "$address" simulated-medgemma "$work/$1" "$work/files" >"$work/out" 2>"$work/err" ||
    { cat "$work/out" "$work/err"; fail "$1: the example failed"; }
  reports="$(grep -c 'IMPRESSION' "$work/out" || true)"
  [ "$reports" -eq "$2" ] || { cat "$work/out" "$work/err"; fail "$1: $2 reports were expected, not $reports"; }
}

read_with all 3
jars="$(ls "$work/lib" | wc -l)"
# An embedder who does not want the terms of JJ2000 leaves it out, and loses JPEG 2000 only.
rm "$work"/lib/jai-imageio-*.jar
cp "$root/testdata/ts/cr_j2k90.dcm" "$work/files/"
read_with without_jpeg2000 3
grep -qE ': ERROR |: (CANNOT|SOP)' "$work/out" || { cat "$work/out"; fail "nothing is said of the JPEG 2000 file"; }
echo "embed-check: 3 files in, 3 reports out, with $jars jars; without JPEG 2000, too"
