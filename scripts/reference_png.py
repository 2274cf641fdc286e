#!/usr/bin/python3
"""The picture of a DICOM file, made the slow and plain way, to compare the engine's with.

    reference_png.py IN.dcm OUT.png [IN.dcm OUT.png ...]

Needs pydicom, GDCM, OpenCV, numpy and DCMTK (Debian: python3-pydicom python3-gdcm
python3-opencv dcmtk).
Everything is floating point until the last step:

    stored values -> modality LUT or rescale -> VOI LUT or first window -> polarity
    -> area averaging to 896 pixels -> 1st to 99th percentile -> gamma -> 8 bits
"""
import math
import subprocess
import sys
import tempfile

import cv2
import numpy as np
import pydicom

MAX_SIDE = 896

# Spectral selection and full progression.
RETIRED_JPEG = ("1.2.840.10008.1.2.4.53", "1.2.840.10008.1.2.4.55")


def stored_values(ds):
    """The first frame, masked, shifted down to bit 0 and sign-extended."""
    if not ds.file_meta.TransferSyntaxUID.is_compressed:
        length = ds.Rows * ds.Columns * ds.SamplesPerPixel * (ds.BitsAllocated // 8)
        ds.NumberOfFrames = 1
        ds.PixelData = ds.PixelData[: length + length % 2]
    pixels = ds.pixel_array
    if int(getattr(ds, "NumberOfFrames", 1) or 1) > 1 and pixels.ndim == 3:
        pixels = pixels[0]
    if pixels.ndim != 2:
        raise ValueError("not a grey picture")
    bits = ds.BitsStored
    cells = pixels.astype(np.int64) & ((1 << ds.BitsAllocated) - 1)
    values = (cells >> (ds.HighBit + 1 - bits)) & ((1 << bits) - 1)
    if ds.PixelRepresentation == 1:
        values = np.where(values >= 1 << (bits - 1), values - (1 << bits), values)
    return values


def lookup(item, values, signed):
    """A modality or VOI LUT; values outside it take its first or last entry."""
    count, first, bits = (int(x) for x in item.LUTDescriptor)
    if signed and first >= 1 << 15:
        first -= 1 << 16
    data = item.LUTData
    if isinstance(data, (bytes, bytearray)):
        order = "<" if item.is_little_endian is not False else ">"
        data = np.frombuffer(data, "u1" if bits <= 8 and len(data) == count else order + "u2")
    table = np.asarray(data, dtype=np.float64)[: count or 1 << 16]
    index = np.rint(values).astype(np.int64) - first
    return table[np.clip(index, 0, len(table) - 1)]


def first_number(value):
    """The first of several values, or the only one; None if there is none."""
    if value is None or value == "":
        return None
    if isinstance(value, pydicom.multival.MultiValue):
        return float(value[0]) if len(value) else None
    return float(value)


def modality(ds, values):
    if getattr(ds, "ModalityLUTSequence", None):
        return lookup(ds.ModalityLUTSequence[0], values, ds.PixelRepresentation == 1)
    slope = first_number(getattr(ds, "RescaleSlope", None)) or 1.0
    return values * slope + (first_number(getattr(ds, "RescaleIntercept", None)) or 0.0)


def voi(ds, values):
    """PS3.3 C.11.2: a LUT if there is one, else the first window, else nothing."""
    if getattr(ds, "VOILUTSequence", None):
        return lookup(ds.VOILUTSequence[0], values, values.min() < 0)
    center = first_number(getattr(ds, "WindowCenter", None))
    width = first_number(getattr(ds, "WindowWidth", None))
    if center is None or width is None or width < 1:
        return values
    function = getattr(ds, "VOILUTFunction", "") or "LINEAR"
    if function == "SIGMOID":
        return 1 / (1 + np.exp(-4 * (values - center) / width))
    if function == "LINEAR_EXACT":
        return np.clip((values - center) / width + 0.5, 0, 1)
    if width == 1:
        return (values > center - 0.5).astype(np.float64)
    return np.clip((values - (center - 0.5)) / (width - 1) + 0.5, 0, 1)


def inverted(ds):
    return (
        ds.PhotometricInterpretation == "MONOCHROME1"
        or getattr(ds, "PresentationLUTShape", "") == "INVERSE"
    )


def padding(ds, values):
    """Where PixelPaddingValue or a value up to PixelPaddingRangeLimit stands."""
    value = getattr(ds, "PixelPaddingValue", None)
    if value is None:
        return np.zeros(values.shape, dtype=bool)
    limit = getattr(ds, "PixelPaddingRangeLimit", None)
    ends = [int(value), int(value if limit is None else limit)]
    if ds.PixelRepresentation == 1:
        ends = [end - (1 << 16) if end >= 1 << 15 else end for end in ends]
    return (values >= min(ends)) & (values <= max(ends))


def shrink(picture):
    height, width = picture.shape
    longer = max(height, width)
    if longer <= MAX_SIDE:
        return picture
    size = [max(1, int(math.floor(side * MAX_SIDE / longer + 0.5))) for side in (width, height)]
    return cv2.resize(picture, tuple(size), interpolation=cv2.INTER_AREA)


def contrast(picture, padded):
    counted = picture[~padded] if not padded.all() else picture.ravel()
    low, high = np.percentile(counted, (1, 99))
    if high - low <= 1e-9 * max(1.0, abs(low), abs(high)):
        low, high = counted.min(), counted.max()
    if high - low <= 1e-9 * max(1.0, abs(low), abs(high)):
        return np.zeros(picture.shape, dtype=np.uint8)
    stretched = np.clip((picture - low) / (high - low) * 255, 0, 255)
    mean = stretched.mean()
    gamma = 1.0
    if 0 < mean < 255:
        gamma = min(2.0, max(0.5, math.log(0.5) / math.log(mean / 255)))
    return np.rint(255 * (stretched / 255) ** gamma).astype(np.uint8)


def read(path):
    """The file; decoded by DCMTK where pydicom knows no decoder."""
    ds = pydicom.dcmread(path, force=True)
    if ds.file_meta.get("TransferSyntaxUID", "") not in RETIRED_JPEG:
        return ds
    with tempfile.NamedTemporaryFile(suffix=".dcm") as decoded:
        subprocess.run(["dcmdjpeg", path, decoded.name], check=True)
        return pydicom.dcmread(decoded.name)


def render(path):
    ds = read(path)
    values = stored_values(ds)
    greys = voi(ds, modality(ds, values.astype(np.float64)))
    if inverted(ds):
        greys = greys.max() + greys.min() - greys
    padded = shrink(padding(ds, values).astype(np.float64)) > 1e-6
    return contrast(shrink(greys), padded)


def main(arguments):
    if not arguments or len(arguments) % 2:
        sys.exit(__doc__)
    failed = False
    for source, target in zip(arguments[::2], arguments[1::2]):
        try:
            cv2.imwrite(target, render(source))
        except Exception as error:  # one bad file must not hide the others
            print(f"{source}: {type(error).__name__}: {error}", file=sys.stderr)
            failed = True
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
