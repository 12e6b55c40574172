"""Decode photographs and scanned pictures."""

import contextlib
from io import BytesIO

import pillow_heif
from PIL import Image, ImageCms, ImageOps

from kairanban.confined.file_kinds import Kind
from kairanban.confined.inside.refusals import Page, Refusal
from kairanban.confined.limits import MOST_DOTS

_LONGEST_SIDE = 2_000
_PLUGIN = {Kind.JPEG: "JPEG", Kind.PNG: "PNG", Kind.HEIC: "HEIF"}


def picture(kind: Kind, file: bytes) -> Page:
    """Decode a picture upright, in sRGB, at most 2,000 pixels long, without its metadata."""
    if kind == Kind.HEIC:
        pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)
    try:
        opened = Image.open(BytesIO(file), formats=[_PLUGIN[kind]])
    except Image.DecompressionBombError as error:
        raise _too_fine(2 * MOST_DOTS) from error
    if opened.width * opened.height > MOST_DOTS:
        raise _too_fine(opened.width * opened.height)

    # JPEG can be decoded at half or a quarter of its size, which saves memory.
    opened.draft(None, (_LONGEST_SIDE, _LONGEST_SIDE))
    profile = opened.info.get("icc_profile")
    upright = _flat(ImageOps.exif_transpose(opened))
    upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return Page(_plain_colours(upright, profile), "")


def _too_fine(dots: int) -> Refusal:
    return Refusal("dots", megapixels=-(-dots // 1_000_000), most=MOST_DOTS // 1_000_000)


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
