"""Draw into the picture of a page what PDFium does not: kanji beyond 16 bits, ticks and notes without a shape."""

import ctypes
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image, ImageDraw, ImageFont

from kairanban.confined.inside.form_values import TICKS, Value
from kairanban.confined.inside.letters import Letter
from kairanban.confined.inside.readable import FONTS

# Looked through in this order, so that a Japanese face is found first.
_NAMED = ("cjk", "jp", "gothic", "mincho", "ipa", "takao", "vl")
_MOST_FONTS = 40
# A tick in a square of 1, from the left.
_TICK = ((0.2, 0.55), (0.42, 0.78), (0.82, 0.22))
_SMALLEST = 6

_Box = tuple[float, float, float, float]


def draw(
    page: pdfium.PdfPage, picture: Image.Image, letters: Iterable[Letter], values: Iterable[Value]
) -> None:
    """Draw what is missing, in black and upright."""
    pen = ImageDraw.Draw(picture)
    for letter in letters:
        if letter.apart:
            _write(pen, letter.sign, _box(page, picture, letter))
    for value in values:
        if not value.drawn and value.text in TICKS:
            _tick(pen, _box(page, picture, value))
        elif not value.drawn:
            _write(pen, value.text.partition("\n")[0][:200], _box(page, picture, value))


def _box(page: pdfium.PdfPage, picture: Image.Image, place: Letter | Value) -> _Box:
    """Return left, top, right and bottom in the picture."""
    x, y = ctypes.c_int(), ctypes.c_int()
    corners = []
    for corner in ((place.left, place.bottom), (place.right, place.top)):
        raw.FPDF_PageToDevice(page, 0, 0, picture.width, picture.height, 0, *corner, x, y)
        corners.append((x.value, y.value))
    (one, other), (two, another) = corners
    return min(one, two), min(other, another), max(one, two), max(other, another)


def _write(pen: ImageDraw.ImageDraw, text: str, box: _Box) -> None:
    """Write into a box as large as fits."""
    left, top, right, bottom = box
    if not (path := font_with(text[:1])):
        return
    size = max(_SMALLEST, round(bottom - top))
    face = ImageFont.truetype(path, size)
    wide = face.getlength(text)
    if wide > right - left:
        face = ImageFont.truetype(path, max(_SMALLEST, int(size * (right - left) / wide)))
    pen.text((left, (top + bottom) / 2), text, "black", face, "lm")


def _tick(pen: ImageDraw.ImageDraw, box: _Box) -> None:
    left, top, right, bottom = box
    side = min(right - left, bottom - top)
    points = [(left + x * side, top + y * side) for x, y in _TICK]
    pen.line(points, "black", max(2, round(side / 10)), joint="curve")


@cache
def font_with(sign: str) -> str:
    """Return the path of an installed font that has this letter, else ""."""
    for path in _fonts():
        try:
            face = ImageFont.truetype(path, 40)
            if bytes(face.getmask(sign)) != bytes(face.getmask("\U0010fffd")):
                return path
        except (OSError, ValueError):
            continue
    return ""


@cache
def _fonts() -> tuple[str, ...]:
    found = (str(path) for folder in FONTS for path in Path(folder).rglob("*.[to]t[fc]"))
    ranked = sorted(found, key=lambda path: (not any(name in path.lower() for name in _NAMED), path))
    return tuple(ranked[:_MOST_FONTS])
