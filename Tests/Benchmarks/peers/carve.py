"""carve.py SOURCE TARGET WIDTH HEIGHT: the PyPI package seam-carving."""

import sys

import numpy
import seam_carving
from PIL import Image

source, target, width, height = sys.argv[1:]
pixels = numpy.asarray(Image.open(source).convert("RGB"))
carved = seam_carving.resize(pixels, (int(width), int(height)), energy_mode="backward")
Image.fromarray(carved).save(target, compress_level=1)
