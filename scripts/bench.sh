#!/usr/bin/env bash
# Benchmarks, each beside a peer measured in the same run. Loopback only; about ten minutes.
#   scripts/bench.sh            all
#   scripts/bench.sh picture    DICOM to PNG beside OpenCV
#   scripts/bench.sh store      durable C-STORE beside DCMTK's storescp
#   scripts/bench.sh api        /api/exams on 100,000 exams
set -euo pipefail
cd "$(dirname "$0")/.."
what="${1:-all}"
mvn -B -q -ntp -pl xrayvision-bench -am -Dmaven.test.skip=true package
classpath="xrayvision-bench/target/classes:xrayvision-bench/target/lib/*"
work=xrayvision-bench/target/work
mkdir -p "$work"

if [ "$what" = all ] || [ "$what" = picture ]; then
  java -cp "$classpath" org.xrayvision.bench.WriteImage "$work/image.dcm"
  # An image's own OPENBLAS settings slow numpy down; the peer gets its best.
  env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE /usr/bin/python3 scripts/bench_opencv.py "$work/image.dcm"
  java -cp "$classpath" org.openjdk.jmh.Main PictureBench -rf text -rff "$work/picture.txt" | grep -E "p0.50|p0.00|p1.00|PictureBench.dicomToPng +sample"
  env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE /usr/bin/python3 scripts/bench_opencv.py "$work/image.dcm"
fi
if [ "$what" = all ] || [ "$what" = store ]; then
  java -cp "$classpath" org.xrayvision.bench.StoreBench "$work"
fi
if [ "$what" = all ] || [ "$what" = api ]; then
  java -cp "$classpath" org.xrayvision.bench.ApiBench "$work"
fi
