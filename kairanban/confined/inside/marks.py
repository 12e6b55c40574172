"""Draw into the picture of a page what PDFium does not: kanji beyond 16 bits, ticks and notes without a shape."""

import ctypes
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image, ImageDraw, ImageFont

from kairanban.confined.inside.cutting import is_even
from kairanban.confined.inside.form_values import TICKS, Value
from kairanban.confined.inside.letters import Letter
from kairanban.confined.inside.readable import FONTS

# Looked through in this order, so that a Japanese face is found first.
_NAMED = ("cjk", "jp", "gothic", "mincho", "ipa", "takao", "vl")
_MOST_FONTS = 40
# A tick in a square of 1, from the left.
_TICK = ((0.2, 0.55), (0.42, 0.78), (0.82, 0.22))
_SMALLEST = 6
_OF_FIELD = 0.6

_Box = tuple[float, float, float, float]


def draw(
    page: pdfium.PdfPage, picture: Image.Image, letters: Iterable[Letter], values: Iterable[Value]
) -> None:
    """Draw what is missing, in black and upright."""
    pen = ImageDraw.Draw(picture)
    for letter, beside in _in_line(list(letters)):
        # What is covered, or written to be unseen, stays so.
        if beside is None or _is_seen(picture, _box(page, picture, beside)):
            _write(pen, letter.sign, _box(page, picture, letter), 1.0)
    for value in values:
        if value.drawn:
            continue
        box = _box(page, picture, value)
        if value.text in TICKS:
            _tick(pen, box)
        else:
            left, top, right, bottom = box
            pen.rectangle((left + 2, top + 2, right - 2, bottom - 2), "white")
            _write(pen, value.text.partition("\n")[0][:200], box, _OF_FIELD)


def _in_line(letters: list[Letter]) -> Iterator[tuple[Letter, Letter | None]]:
    """Yield the kanji to draw, and a letter beside it; in a column PDFium makes the place of a space too wide."""
    for at, letter in enumerate(letters):
        if not letter.apart:
            continue
        near = letters[at + 1 : at + 3] + letters[max(0, at - 2) : at][::-1]
        beside = next((one for one in near if one.sign.strip() and not one.apart), None)
        if beside is not None:
            (x, y), (other_x, other_y) = letter.middle, beside.middle
            size = min(letter.right - letter.left, letter.top - letter.bottom)
            if 0.6 * size < abs(other_y - y) < 2.4 * size and abs(other_x - x) < 1.2 * size:
                letter = replace(letter, left=other_x - size / 2, right=other_x + size / 2)
        yield letter, beside


def _is_seen(picture: Image.Image, box: _Box) -> bool:
    left, top, right, bottom = map(round, box)
    return not is_even(picture.crop((left, top, max(right, left + 1), max(bottom, top + 1))))


def _box(page: pdfium.PdfPage, picture: Image.Image, place: Letter | Value) -> _Box:
    """Return left, top, right and bottom in the picture."""
    x, y = ctypes.c_int(), ctypes.c_int()
    corners = []
    for corner in ((place.left, place.bottom), (place.right, place.top)):
        raw.FPDF_PageToDevice(page, 0, 0, picture.width, picture.height, 0, *corner, x, y)
        corners.append((x.value, y.value))
    (one, other), (two, another) = corners
    return min(one, two), min(other, another), max(one, two), max(other, another)


def _write(pen: ImageDraw.ImageDraw, text: str, box: _Box, part: float) -> None:
    """Write into a box, in that part of its height or as large as fits its width."""
    left, top, right, bottom = box
    if not (path := font_with(text[:1])):
        return
    size = max(_SMALLEST, round(part * (bottom - top)))
    face = ImageFont.truetype(path, size)
    wide = face.getlength(text)
    if wide > right - left:
        face = ImageFont.truetype(path, max(_SMALLEST, int(size * (right - left) / wide)))
    pen.text((left + (1 - part) * 8, (top + bottom) / 2), text, "black", face, "lm")


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
    ranked = sorted(found, key=_rank)
    return tuple(ranked[:_MOST_FONTS])


def _rank(path: str) -> tuple[bool, bool, str]:
    name = path.lower()
    return not any(part in name for part in _NAMED), "regular" not in name, path
