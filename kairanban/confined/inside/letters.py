"""The letters of a PDF page with their places.

PDFium looks a kanji beyond 16 bits in a font the file lacks up as two letters, which no font has: `marks` draws it.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

MOST_LETTERS = 20_000
_SPACE = 0x3000
# Damaged tables of a font name signs that there are not.
_NO_SIGN = 0x110000


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter and its box in points from the lower left corner; `generated` where PDFium put it in."""

    sign: str
    left: float
    bottom: float
    right: float
    top: float
    generated: bool = False
    apart: bool = False
    """A kanji beyond 16 bits whose font is not in the file."""
    em: float = 0.0
    """The room it takes, where that is known."""

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    @property
    def size(self) -> float:
        return max(self.right - self.left, self.top - self.bottom, 0.1)


def letters(page: pdfium.PdfPage) -> list[Letter]:
    """Return at most 20,000 letters in file order, pairs of surrogates as one letter."""
    textpage = page.get_textpage()
    halved = _halved(textpage)
    if halved:
        # Each pair becomes one wide space, so that the letters behind it stand where they should.
        textpage.close()
        textpage = page.get_textpage()
    found = list(_pairs(_read(textpage, halved)))
    textpage.close()
    return found


def _read(textpage: pdfium.PdfTextPage, halved: dict[int, dict[int, str]]) -> Iterator[Letter]:
    box = raw.FS_RECTF()
    counted: dict[int, int] = {}
    for at in range(min(textpage.count_chars(), MOST_LETTERS)):
        generated = raw.FPDFText_IsGenerated(textpage, at) == 1
        code = raw.FPDFText_GetUnicode(textpage, at)
        sign = chr(code) if code < _NO_SIGN else "\ufffd"
        apart = False
        if halved and not generated and (owner := _owner(textpage, at)) in halved:
            place = counted[owner] = counted.get(owner, -1) + 1
            apart = place in halved[owner]
            sign = halved[owner].get(place, sign)
        raw.FPDFText_GetLooseCharBox(textpage, at, box)
        yield Letter(sign, box.left, box.bottom, box.right, box.top, generated, apart)


def _pairs(read: Iterator[Letter]) -> Iterator[Letter]:
    first: Letter | None = None
    for letter in read:
        if "\ud800" <= letter.sign <= "\udbff":
            first = letter
        elif first is not None and "\udc00" <= letter.sign <= "\udfff":
            sign = (first.sign + letter.sign).encode("utf-16", "surrogatepass").decode("utf-16")
            yield Letter(sign, first.left, first.bottom, first.right, first.top)
            first = None
        else:
            first = None
            yield letter


def _owner(textpage: pdfium.PdfTextPage, at: int) -> int:
    return ctypes.addressof(found.contents) if (found := raw.FPDFText_GetTextObject(textpage, at)) else 0


def _halved(textpage: pdfium.PdfTextPage) -> dict[int, dict[int, str]]:
    """Put the halves of surrogates together in each text whose font is not in the file; return them by place."""
    signs: dict[int, list[int]] = {}
    owners = {}
    many = min(textpage.count_chars(), MOST_LETTERS)
    if not any(_is_half(textpage, at) for at in range(many)):
        return {}
    for at in range(many):
        if raw.FPDFText_IsGenerated(textpage, at) != 1 and (
            found := raw.FPDFText_GetTextObject(textpage, at)
        ):
            owner = ctypes.addressof(found.contents)
            owners[owner] = found
            signs.setdefault(owner, []).append(raw.FPDFText_GetUnicode(textpage, at))
    return {
        owner: whole
        for owner, units in signs.items()
        if any(0xD800 <= unit < 0xDC00 for unit in units)
        and not raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(owners[owner]))
        and (whole := _joined(owners[owner], units))
    }


def _is_half(textpage: pdfium.PdfTextPage, at: int) -> bool:
    """Tell whether it is the first half of a kanji whose second half has a place of its own on the page."""
    if not 0xD800 <= raw.FPDFText_GetUnicode(textpage, at) < 0xDC00:
        return False
    one, other = raw.FS_RECTF(), raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(textpage, at, one)
    raw.FPDFText_GetLooseCharBox(textpage, at + 1, other)
    return (one.left, one.top) != (other.left, other.top)


def _joined(text: object, units: list[int]) -> dict[int, str]:
    """Set the text anew with a wide space for each pair; return the kanji by their places."""
    codes: list[int] = []
    whole: dict[int, str] = {}
    for unit in units:
        if codes and 0xDC00 <= unit < 0xE000 and 0xD800 <= codes[-1] < 0xDC00:
            whole[len(codes) - 1] = chr(0x10000 + ((codes[-1] - 0xD800) << 10) + unit - 0xDC00)
            codes[-1] = _SPACE
        else:
            codes.append(unit)
    given = (ctypes.c_uint32 * len(codes))(*codes)
    return whole if whole and raw.FPDFText_SetCharcodes(text, given, len(codes)) else {}
