"""crop.py PEER SOURCE TARGET WIDTH HEIGHT QUALITY: a photo cut and scaled to a JPEG by a library from PyPI."""

import sys


def with_pyvips(source, target, size, quality):
    import pyvips

    picture = pyvips.Image.thumbnail(source, size[0], height=size[1], crop="attention")
    picture.jpegsave(target, Q=quality, strip=True)


def with_pillow(source, target, size, quality):
    from PIL import Image, ImageOps

    picture = Image.open(source)
    # The decoder may halve the picture as long as it stays large enough.
    picture.draft("RGB", size)
    ImageOps.fit(ImageOps.exif_transpose(picture), size, Image.LANCZOS).save(target, quality=quality)


def with_smartcrop(source, target, size, quality):
    import smartcrop
    from PIL import Image, ImageOps

    picture = ImageOps.exif_transpose(Image.open(source)).convert("RGB")
    best = smartcrop.SmartCrop().crop(picture, 100, 100 * size[1] // size[0])["top_crop"]
    x, y = best["x"], best["y"]
    box = (x, y, x + best["width"], y + best["height"])
    picture.resize(size, Image.LANCZOS, box=box).save(target, quality=quality)


def with_thumbor(source, target, size, quality):
    """The source is the address of a running server's picture; the quality is set there."""
    from urllib.request import urlopen

    with urlopen(source) as answer, open(target, "wb") as file:
        file.write(answer.read())


peer, source, target, width, height, quality = sys.argv[1:]
globals()[f"with_{peer}"](source, target, (int(width), int(height)), int(quality))
