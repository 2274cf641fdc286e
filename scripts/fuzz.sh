#!/usr/bin/env bash
# Coverage-guided fuzzing of everything that reads bytes from outside (Jazzer), one target after the other.
#   scripts/fuzz.sh [SECONDS_PER_TARGET [TARGET...]]    600 seconds, all targets
# Inputs that do harm are written to xrayvision-fuzz/crashers/<target>/, where CrashersTest replays them: give them a name that says what
# was the matter, and fix it. What the runs have learnt is kept in xrayvision-fuzz/target/corpus.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-600}
shift || true
declare -A classes=(
  [pdu]=org.xrayvision.dicom.net.PduTarget
  [association]=org.xrayvision.dicom.net.AssociationTarget
  [dataset]=org.xrayvision.fuzz.DataSetTarget
  [file]=org.xrayvision.fuzz.FileTarget
  [characterset]=org.xrayvision.fuzz.CharacterSetTarget
  [rle]=org.xrayvision.fuzz.RleTarget
  [jpegls]=org.xrayvision.fuzz.JpegLsTarget
  [jpegextended]=org.xrayvision.fuzz.JpegExtendedTarget
  [j2kheader]=org.xrayvision.codecs.J2kHeaderTarget
  [jpeg2000]=org.xrayvision.fuzz.Jpeg2000Target
  [jpeglossless]=org.xrayvision.fuzz.JpegLosslessTarget
  [picture]=org.xrayvision.fuzz.PictureTarget
)
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
  targets=(pdu association dataset file characterset rle jpegls jpegextended j2kheader jpeg2000 jpeglossless picture)
fi

mvn -B -q -ntp -Pnightly -pl xrayvision-fuzz -am -Dmaven.test.skip=true package
module=$PWD/xrayvision-fuzz
classpath="$module/target/classes:$module/target/lib/*"
work=$module/target
java -cp "$classpath" org.xrayvision.fuzz.Seeds testdata "$work/seeds"

found=0
for target in "${targets[@]}"; do
  class=${classes[$target]:?"no target $target"}
  corpus=$work/corpus/$target
  crashers=$module/crashers/$target
  mkdir -p "$corpus" "$crashers" "$work/logs"
  options=(-max_total_time="$seconds" -timeout=20 -rss_limit_mb=2500 -use_value_profile=1 -print_final_stats=1 -max_len=65536)
  if [ -f "$module/dictionaries/$target.dict" ]; then
    options+=(-dict="$module/dictionaries/$target.dict")
  fi
  echo "$target: $seconds s"
  code=0
  (
    cd "$work"
    java -Xmx1g -XX:+UseSerialGC -Djava.awt.headless=true -cp "$classpath" com.code_intelligence.jazzer.Jazzer \
      --target_class="$class" --instrumentation_includes='org.xrayvision.**:jj2000.**' --keep_going=20 \
      --reproducer_path="$work" "$corpus" "$work/seeds/$target" "${options[@]}" -artifact_prefix="$crashers/"
  ) >"$work/logs/$target.log" 2>&1 || code=$?
  grep -aE '^(stat::number_of_executed_units|stat::average_exec|stat::peak_rss)|DONE' "$work/logs/$target.log" | tail -4 || true
  grep -a -B1 -A6 '^== Java Exception' "$work/logs/$target.log" | head -60 || true
  if [ "$code" -ne 0 ]; then
    found=1
    echo "$target: something was found, see $work/logs/$target.log"
  fi
  rmdir "$crashers" 2>/dev/null || true
done
exit $found
