#!/usr/bin/env python3
"""Reads and decodes each DICOM file whose path comes on a line of standard input, with GDCM, and answers the milliseconds; the
best of three, or -1 if GDCM cannot. For bench.sh to stand beside XRayVision's decoders."""
import sys
import time

import gdcm


def millis(path):
    start = time.perf_counter()
    reader = gdcm.ImageReader()
    reader.SetFileName(path)
    if not reader.Read():
        return -1.0
    image = reader.GetImage()
    change = gdcm.ImageChangeTransferSyntax()
    change.SetTransferSyntax(gdcm.TransferSyntax(gdcm.TransferSyntax.ExplicitVRLittleEndian))
    change.SetInput(image)
    if not change.Change():
        return -1.0
    return (time.perf_counter() - start) * 1000


for line in sys.stdin:
    print(min(millis(line.strip()) for _ in range(3)), flush=True)
