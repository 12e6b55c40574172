"""Encode a page as small as it stays readable, without metadata."""

from io import BytesIO

from PIL import Image, ImageChops

_TARGET = 250_000
_GREYS = 16
_FAINT_COLOUR = 40
_LOOK = (400, 400)


def compact(picture: Image.Image) -> tuple[str, bytes]:
    """Encode as WebP of at most about 250 kB: exact for text on paper, lossy for photographs."""
    picture = _without_needless_colour(picture)
    if picture.mode == "L" and _is_text(picture):
        exact = _webp(picture.point(_SIXTEEN), lossless=True, quality=20, method=1)
        if len(exact) <= _TARGET:
            return "image/webp", exact
    for quality in (82, 68, 50):
        encoded = _webp(picture, quality=quality, method=2)
        if len(encoded) <= _TARGET:
            break
    return "image/webp", encoded


# Sixteen greys keep the edges of letters smooth and take half the room of 256.
_SIXTEEN = [round(round(grey * (_GREYS - 1) / 255) * 255 / (_GREYS - 1)) for grey in range(256)]


def _without_needless_colour(picture: Image.Image) -> Image.Image:
    if picture.mode == "L":
        return picture
    picture = picture.convert("RGB")
    small = picture.copy()
    small.thumbnail(_LOOK, Image.Resampling.BOX)
    red, green, blue = small.split()
    strayed = ImageChops.lighter(ImageChops.difference(red, green), ImageChops.difference(green, blue))
    coloured = sum(strayed.histogram()[_FAINT_COLOUR:])
    return picture if coloured else picture.convert("L")


def _is_text(picture: Image.Image) -> bool:
    """Tell whether the picture is a page of text: most of it is one bright grey."""
    counts = picture.histogram()
    return sum(counts[240:]) > 0.6 * sum(counts)


def _webp(picture: Image.Image, **options: int | bool) -> bytes:
    out = BytesIO()
    picture.save(out, "WEBP", **options)
    return out.getvalue()
