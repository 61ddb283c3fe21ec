"""score.py TRUTH LEFT RIGHT PICTURE...: how near pictures come to the truth left of column LEFT and from RIGHT on.

Prints a JSON list with, for each picture: "haarpsi", the Haar wavelet-based perceptual similarity of the whole
pictures (Reisenhofer, Bosse, Kutyniok and Wiegand 2018; 1 is equal); "seam", the step across the borders, and
"sharpness", the mean gradient of what was filled, both as ratios to the truth's own.
"""

import json
import sys

import numpy
from PIL import Image

YIQ = numpy.array([[0.299, 0.587, 0.114], [0.596, -0.274, -0.322], [0.211, -0.523, 0.312]])
C, ALPHA = 30, 4.2


def read(path):
    return numpy.asarray(Image.open(path).convert("RGB")).astype(float)


def box_sums(plane, height, width, top, left):
    """For each pixel the sum of the box whose corner lies at (top, left) from it; there is nothing outside."""
    around = max(height, width) * 2
    sums = numpy.pad(numpy.pad(plane, around).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    y, x = around + top, around + left
    rows, columns = plane.shape

    def corner(down, right):
        return sums[y + down : y + down + rows, x + right : x + right + columns]

    return corner(height, width) - corner(0, width) - corner(height, 0) + corner(0, 0)


def haar(plane, scale, axis):
    """The magnitude of the response to the Haar filter of 2^scale pixels along an axis."""
    size = 2**scale
    half, start = size // 2, 1 - size // 2
    shape = (half, size) if axis == 0 else (size, half)
    step = (half, 0) if axis == 0 else (0, half)
    first = box_sums(plane, *shape, start, start)
    return numpy.abs(first - box_sums(plane, *shape, start + step[0], start + step[1])) / size


def similarity(a, b):
    return (2 * a * b + C) / (a * a + b * b + C)


def halved(picture):
    """Channels of luma and chroma at half the size, as the metric looks at pictures."""
    planes = numpy.moveaxis(picture @ YIQ.T, 2, 0)
    return [box_sums(plane, 2, 2, 0, 0)[::2, ::2] / 4 for plane in planes]


def haarpsi(truth, picture):
    (first, *first_chroma), (second, *second_chroma) = halved(truth), halved(picture)
    similarities, weights = [], []
    for axis in (0, 1):
        scales = [(haar(first, scale, axis), haar(second, scale, axis)) for scale in (1, 2, 3)]
        similarities.append((similarity(*scales[0]) + similarity(*scales[1])) / 2)
        weights.append(numpy.maximum(*scales[2]))
    chroma = [
        similarity(*(numpy.abs(box_sums(plane, 2, 2, 0, 0)) / 4 for plane in pair))
        for pair in zip(first_chroma, second_chroma)
    ]
    similarities.append((chroma[0] + chroma[1]) / 2)
    weights.append((weights[0] + weights[1]) / 2)
    weights = numpy.array(weights)
    mean = (weights / (1 + numpy.exp(-ALPHA * numpy.array(similarities)))).sum() / weights.sum()
    return (numpy.log(mean / (1 - mean)) / ALPHA) ** 2


def seam(picture, left, right):
    return numpy.mean([numpy.abs(picture[:, x] - picture[:, x - 1]).mean() for x in (left, right)])


def sharpness(picture, left, right):
    down, across = numpy.gradient(picture @ YIQ[0])
    magnitude = numpy.hypot(down, across)
    # Two columns at the borders are the seam's.
    return numpy.concatenate([magnitude[:, : left - 2], magnitude[:, right + 2 :]], 1).mean()


truth, left, right = read(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
scores = []
for picture in map(read, sys.argv[4:]):
    scores.append(
        {
            "haarpsi": haarpsi(truth, picture),
            "seam": seam(picture, left, right) / max(0.5, seam(truth, left, right)),
            "sharpness": sharpness(picture, left, right) / max(0.1, sharpness(truth, left, right)),
        }
    )
print(json.dumps(scores))
