"""outpaint.py PEER CANVAS MASK TARGET: fills what the mask shows in white."""

import sys

import numpy
from PIL import Image


def with_cv(canvas, hidden, method):
    import cv2

    return cv2.inpaint(numpy.ascontiguousarray(canvas), hidden.astype(numpy.uint8) * 255, 3, method)


def with_telea(canvas, hidden):
    return with_cv(canvas, hidden, 1)


def with_ns(canvas, hidden):
    return with_cv(canvas, hidden, 0)


def with_patchmatch(canvas, hidden):
    from patchmatch import patch_match

    mask = hidden.astype(numpy.uint8)[:, :, None] * 255
    return patch_match.inpaint(canvas.copy(), mask, patch_size=3)


def padded(canvas, hidden, mode):
    rows, columns = numpy.where(~hidden.all(1))[0], numpy.where(~hidden.all(0))[0]
    known = canvas[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    around = [(part[0], length - 1 - part[-1]) for part, length in zip((rows, columns), hidden.shape)]
    return numpy.pad(known, [*around, (0, 0)], mode=mode)


def with_mirror(canvas, hidden):
    return padded(canvas, hidden, "symmetric")


def with_edge(canvas, hidden):
    return padded(canvas, hidden, "edge")


peer, canvas, mask, target = sys.argv[1:]
canvas = numpy.asarray(Image.open(canvas).convert("RGB"))
hidden = numpy.asarray(Image.open(mask).convert("L")) > 127
Image.fromarray(globals()[f"with_{peer}"](canvas, hidden)).save(target, compress_level=1)
