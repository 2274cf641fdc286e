#!/usr/bin/env python3
"""DICOM to PNG with OpenCV on one thread: the steps that XRayVision's ImagePreparer does, for bench.sh to stand beside it.

Usage: bench_opencv.py FILE.dcm [runs]   prints the median in milliseconds and the spread.
"""
import statistics
import sys
import time

import cv2
import numpy
import pydicom


def prepare(path):
    dataset = pydicom.dcmread(path)
    image = numpy.frombuffer(dataset.PixelData, numpy.uint16).reshape(dataset.Rows, dataset.Columns)
    image = image.astype(numpy.float32)
    centre, width = float(dataset.WindowCenter), float(dataset.WindowWidth)
    low = centre - 0.5 - (width - 1) / 2
    image -= low
    image *= 1.0 / (width - 1)
    numpy.clip(image, 0, 1, out=image)
    if dataset.PhotometricInterpretation == "MONOCHROME1":
        numpy.subtract(1, image, out=image)
    scale = 896 / max(image.shape)
    image = cv2.resize(
        image,
        (round(image.shape[1] * scale), round(image.shape[0] * scale)),
        interpolation=cv2.INTER_AREA,
    )
    low, high = numpy.percentile(image, (1, 99))
    image = numpy.clip((image - low) * (255.0 / max(high - low, 1e-9)), 0, 255)
    mean = float(image.mean())
    if 0 < mean < 255:
        gamma = min(2.0, max(0.5, numpy.log(0.5) / numpy.log(mean / 255)))
        image = 255 * (image / 255) ** gamma
    ok, png = cv2.imencode(".png", numpy.rint(image).astype(numpy.uint8))
    assert ok
    return png


def main():
    path = sys.argv[1]
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    cv2.setNumThreads(1)
    for _ in range(10):
        prepare(path)
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        png = prepare(path)
        times.append((time.perf_counter() - start) * 1000)
    times.sort()
    print(
        f"OpenCV, one thread: {statistics.median(times):.2f} ms "
        f"({times[0]:.2f} to {times[-1]:.2f}), PNG of {len(png)} bytes"
    )


if __name__ == "__main__":
    main()
