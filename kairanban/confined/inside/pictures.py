"""Decode photographs and scanned pictures of up to 50 megapixels, small in memory."""

import contextlib
import math
from collections.abc import Iterator
from io import BytesIO

import pillow_heif
from PIL import Image, ImageCms

from kairanban.confined.file_kinds import Kind
from kairanban.confined.inside import cutting
from kairanban.confined.inside.paper import is_paper
from kairanban.confined.inside.refusals import Page, Refusal
from kairanban.confined.limits import MOST_DOTS, NAMED_DOTS
from kairanban.confined.sheets import Sheet

_LONGEST_SIDE = 2_000
# A piece of a long screenshot is as wide as a page of a PDF.
_SHORT_SIDE = 1_640
# Above this a second copy of the same size would not fit: the dots are put together by two at least.
_TWICE = 24_000_000
_PLUGIN = {Kind.JPEG: "JPEG", Kind.PNG: "PNG"}
_BAND = 256
_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def pages(kind: Kind, file: bytes) -> Iterator[Page]:
    """Decode a picture upright, in sRGB, at most 2,000 pixels long, without its metadata; a long one in pieces."""
    small, profile = _heic(file) if kind == Kind.HEIC else _opened(kind, file)
    sheet = Sheet.SCAN if is_paper(small) else Sheet.PICTURE
    for piece in cutting.pieces(small):
        plain = _plain_colours(piece, profile)
        yield Page(plain, "", Sheet.EMPTY if cutting.is_even(plain) else sheet)


def _opened(kind: Kind, file: bytes) -> tuple[Image.Image, bytes | None]:
    opened = Image.open(BytesIO(file), formats=[_PLUGIN[kind]])
    target = _target(*opened.size)
    # JPEG can be decoded at half or a quarter of its size, which saves memory.
    opened.draft(None, target)
    turned = _UPRIGHT.get(opened.getexif().get(_ORIENTATION, 1))
    profile = opened.info.get("icc_profile")
    factor = _factor(opened.size, target)
    bands = (opened.crop((0, top, opened.width, bottom)) for top, bottom in _bands(opened.height, factor))
    small = _reduced(opened.size, target, factor, bands)
    return (small if turned is None else small.transpose(turned)), profile


def _heic(file: bytes) -> tuple[Image.Image, bytes | None]:
    """Decode a HEIC upright; its dots are read in bands, so that no second whole copy is made."""
    found = pillow_heif.open_heif(BytesIO(file), convert_hdr_to_8bit=True)
    one = found[found.primary_index]
    target = _target(*one.size)
    factor = _factor(one.size, target)
    dots, row = memoryview(one.data), one.stride
    bands = (
        Image.frombytes(
            one.mode,
            (one.size[0], bottom - top),
            bytes(dots[top * row : bottom * row]),
            "raw",
            one.mode,
            row,
        )
        for top, bottom in _bands(one.size[1], factor)
    )
    profile = one.info.get("icc_profile")
    return _reduced(one.size, target, factor, bands), profile if isinstance(profile, bytes) else None


def _target(width: int, height: int) -> tuple[int, int]:
    """Return the size a picture is stored in; raise Refusal for too many dots or pieces."""
    if width * height > MOST_DOTS:
        raise Refusal("dots", megapixels=math.ceil(width * height / 1e6), most=NAMED_DOTS // 1_000_000)
    cutting.check_pieces(width, height)
    if cutting.is_long(width, height):
        scale = min(1.0, _SHORT_SIDE / min(width, height))
    else:
        scale = min(1.0, _LONGEST_SIDE / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _factor(size: tuple[int, int], target: tuple[int, int]) -> int:
    """Return by how much each side is reduced first; the rest has twice the dots to choose from where there is room."""
    width, height = size
    return max(2 if width * height > _TWICE else 1, width // (2 * target[0]))


def _bands(height: int, factor: int) -> Iterator[tuple[int, int]]:
    band = _BAND * factor
    return ((top, min(top + band, height)) for top in range(0, height, band))


def _reduced(
    size: tuple[int, int], target: tuple[int, int], factor: int, bands: Iterator[Image.Image]
) -> Image.Image:
    """Put the bands of a picture together, each flat on white and reduced, then bring it to its size."""
    out: Image.Image | None = None
    at = 0
    for band in bands:
        small = _flat(band)
        if factor > 1:
            small = small.reduce(factor)
        out = out or Image.new(small.mode, (small.width, -(-size[1] // factor)))
        out.paste(small, (0, at))
        at += small.height
    assert out is not None
    if out.width <= target[0]:
        return out
    return out.resize(target, Image.Resampling.LANCZOS)


def _flat(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda depth: depth / 256).convert("L")
    if picture.mode in ("L", "RGB"):
        return picture
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    see_through = picture.convert("RGBA")
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(see_through, mask=see_through.getchannel("A"))
    return paper


def _plain_colours(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert to sRGB: phones use a wider gamut, and dropping their profile alone would dull the colours."""
    plain = Image.new(picture.mode, picture.size)
    plain.paste(picture)
    if profile and plain.mode == "RGB":
        with contextlib.suppress(ImageCms.PyCMSError, OSError):
            given = ImageCms.ImageCmsProfile(BytesIO(profile))
            ImageCms.profileToProfile(plain, given, ImageCms.createProfile("sRGB"), inPlace=True)
    return plain
