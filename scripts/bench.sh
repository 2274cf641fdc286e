#!/usr/bin/env bash
# Benchmarks, each beside a peer measured in the same run. Loopback only; about twenty minutes.
#   scripts/bench.sh            all
#   scripts/bench.sh picture    DICOM to PNG beside OpenCV
#   scripts/bench.sh decode     each transfer syntax beside GDCM
#   scripts/bench.sh store      C-STORE and C-ECHO beside DCMTK and Orthanc, the wire and the disk
#   scripts/bench.sh api        /api/exams on 100,000 exams
#   scripts/bench.sh load       500 dashboards and 50 clients at once
#   scripts/bench.sh stats      statistics and the list on 100,000 and 1,000,000 exams
set -euo pipefail
cd "$(dirname "$0")/.."
what="${1:-all}"

# Debian package -> a command of it
packages=("dcmtk storescp" "orthanc Orthanc" "eatmydata eatmydata" "libgdcm-tools gdcmconv" "python3-gdcm" "python3-opencv" "python3-pydicom")
missing=()
for entry in "${packages[@]}"; do
  read -r package command <<< "$entry"
  if [ -n "${command:-}" ]; then
    PATH=$PATH:/usr/sbin command -v "$command" > /dev/null || missing+=("$package")
  else
    dpkg -s "$package" > /dev/null 2>&1 || missing+=("$package")
  fi
done
if [ ${#missing[@]} -gt 0 ]; then
  echo "first install: apt-get install --no-install-recommends ${missing[*]}" >&2
  exit 1
fi
PATH=$PATH:/usr/sbin

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
if [ "$what" = all ] || [ "$what" = decode ]; then
  image="$work/image.dcm"
  files="$work/decode"
  rm -rf "$files"
  mkdir -p "$files"
  java -cp "$classpath" org.xrayvision.bench.WriteImage "$image"
  dcmconv +te "$image" "$files/10.dcm"
  dcmconv +tb "$image" "$files/11.dcm"
  dcmconv +td "$image" "$files/12.dcm"
  dcmcrle "$image" "$files/20.dcm"
  dcmcjpeg +eb "$image" "$files/30.dcm"
  dcmcjpeg +ee "$image" "$files/31.dcm"
  dcmcjpeg +el +sv 1 "$image" "$files/32.dcm"
  dcmcjpeg +e1 "$image" "$files/33.dcm"
  dcmcjpls +el "$image" "$files/40.dcm"
  dcmcjpls +en "$image" "$files/41.dcm"
  gdcmconv --j2k "$image" "$files/50.dcm" 2> /dev/null
  gdcmconv --j2k --lossy --irreversible -r 10 "$image" "$files/51.dcm" > /dev/null 2>&1
  java -cp "$classpath" org.xrayvision.bench.DecodeBench scripts/bench_gdcm.py "$files" 2> "$work/gdcm.log"
fi
if [ "$what" = all ] || [ "$what" = store ]; then
  java -cp "$classpath" org.xrayvision.bench.StoreBench "$work"
fi
if [ "$what" = all ] || [ "$what" = api ]; then
  java -cp "$classpath" org.xrayvision.bench.ApiBench "$work"
fi
if [ "$what" = all ] || [ "$what" = load ]; then
  java -cp "$classpath" org.xrayvision.bench.LoadBench "$work"
fi
if [ "$what" = all ] || [ "$what" = stats ]; then
  java -cp "$classpath" org.xrayvision.bench.StatsBench "$work"
  java -cp "$classpath" org.xrayvision.bench.StatsWriteBench "$work"
fi
