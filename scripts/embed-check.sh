#!/usr/bin/env bash
# Runs the 30-line example of docs/embedding.md as somebody outside the repository does: with xrayvision-core and
# xrayvision-spi-openai as its only dependencies, on native and JPEG Lossless files, against an endpoint in another process.
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

cat >"$work/Endpoint.java" <<'JAVA'
/** An OpenAI-compatible endpoint that makes its answers up, until standard input ends. */
class Endpoint {
  public static void main(String[] args) throws Exception {
    try (var endpoint = new org.xrayvision.simulator.vision.VisionModelSimulator(0, java.time.Duration.ZERO)) {
      System.out.println(endpoint.endpoint());
      System.in.read();
    }
  }
}
JAVA
endpoint_jars="$(jar_of api):$(jar_of dicom):$(jar_of simulator)"
mkfifo "$work/until" "$work/address"
java -cp "$endpoint_jars" "$work/Endpoint.java" <"$work/until" >"$work/address" &
background+=($!)
exec 3>"$work/until"
read -r address <"$work/address" || fail "the endpoint did not start"

# what is tried -> reads the files and expects so many reports
read_with() {
  local reports
  timeout 60 java -Djava.awt.headless=true -cp "$work/project/target/classes:$work/lib/*" \
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
