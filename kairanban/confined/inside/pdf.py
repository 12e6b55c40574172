"""Render PDF pages to pictures, with the fields of their forms, and extract their text."""

import contextlib
import math
from collections.abc import Iterator

import pypdfium2 as pdfium
from PIL import Image
from pypdfium2.raw import FORMTYPE_XFA_FULL, FPDF_ERR_PASSWORD

from kairanban.confined.inside import cutting
from kairanban.confined.inside.covering import covered
from kairanban.confined.inside.form_values import TICKS, Value, values
from kairanban.confined.inside.letters import Letter, letters
from kairanban.confined.inside.marks import draw
from kairanban.confined.inside.page_text import text_of
from kairanban.confined.inside.refusals import Page, Refusal
from kairanban.confined.inside.straighten import straighten
from kairanban.confined.limits import MOST_PAGES, PAGE_MOST_DOTS
from kairanban.confined.sheets import Sheet

# 1,640 pixels across A4 are sharp on a tablet 820 points wide; 2,400 on the long side fit A4 and A3.
_SHORT_SIDE = 1_640
_LONG_SIDE = 2_400
_SHARPEST = 300 / 72
# Dots across a banner while it is decided where to cut it.
_GLANCE = 200
# A stamp, a page number or a line of the copier on a picture of a page.
_STAMPED = 120
_MOSTLY = 0.5
# Boxes to tick that have no frame are not seen until they are ticked.
_UNSEEN = "".join(TICKS) + " \u3000\n"


def pages(file: bytes) -> Iterator[Page]:
    """Render at most 20 pages, one at a time, each checked for its size before it is drawn."""
    try:
        paper = pdfium.PdfDocument(file)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == FPDF_ERR_PASSWORD:
            raise Refusal("locked") from error
        raise
    with contextlib.suppress(pdfium.PdfiumError):
        if paper.get_formtype() == FORMTYPE_XFA_FULL:
            raise Refusal("living")
        # Before the first page: what was typed is drawn from then on.
        paper.init_forms()
    if len(paper) > MOST_PAGES:
        raise Refusal("pages", pages=len(paper), most=MOST_PAGES)
    for number in range(len(paper)):
        page = paper[number]
        yield from _pages(paper, page)
        page.close()


def _pages(paper: pdfium.PdfDocument, page: pdfium.PdfPage) -> Iterator[Page]:
    width, height = page.get_size()
    found = letters(page)
    filled = list(values(paper, page))
    text = text_of(found, filled)
    long = _is_usable(width, height) and cutting.is_long(width, height)
    drawn = _long_page(page, width, height) if long else _page(page, width, height, found, filled)
    sheet = _sheet(page, text, found, drawn)
    typed = [one.text for one in filled if one.text not in TICKS]
    for number, picture in enumerate(drawn):
        straight = straighten(picture) if sheet is Sheet.SCAN and not long else picture
        own = "" if number else text
        yield Page(straight, own, sheet, "\n".join(typed) if own and sheet is Sheet.SCAN else "")


def _sheet(page: pdfium.PdfPage, text: str, found: list[Letter], drawn: list[Image.Image]) -> Sheet:
    """Decide what a page is, each for itself: a scan may lie behind a typed letter."""
    if all(map(cutting.is_even, drawn)):
        return Sheet.UNDRAWN if text.strip(_UNSEEN) else Sheet.EMPTY
    typed = sum(not one.generated and bool(one.sign.strip()) for one in found)
    if not text or (typed <= _STAMPED and covered(page) > _MOSTLY):
        return Sheet.SCAN
    return Sheet.TYPED


def _page(
    page: pdfium.PdfPage, width: float, height: float, found: list[Letter], filled: list[Value]
) -> list[Image.Image]:
    picture: Image.Image = page.render(scale=_scale(width, height)).to_pil()
    draw(page, picture, found, filled)
    return [picture]


def _long_page(page: pdfium.PdfPage, width: float, height: float) -> list[Image.Image]:
    """Draw a banner in pieces, from the top or from the left; those with nothing on them are left out."""
    cutting.check_pieces(width, height)
    short, long = sorted((width, height))
    scale = min(_SHORT_SIDE / short, _SHARPEST)
    small: Image.Image = page.render(scale=_GLANCE / short).to_pil()
    wide = width > height
    upright = small.transpose(Image.Transpose.TRANSPOSE) if wide else small
    drawn = []
    for top, bottom in cutting.bands(upright):
        before, behind = long * top / upright.height, long * (1 - bottom / upright.height)
        crop = (before, 0, behind, 0) if wide else (0, behind, 0, before)
        drawn.append(page.render(scale=scale, crop=crop).to_pil())
    return [one for one in drawn if not cutting.is_even(one)] or drawn


def _is_usable(width: float, height: float) -> bool:
    return math.isfinite(width) and math.isfinite(height) and min(width, height) > 1


def _scale(width: float, height: float) -> float:
    """Return pixels per point (1/72 inch); raise ValueError for a page without a usable size."""
    short, long = sorted((width, height))
    if not (math.isfinite(long) and short > 0):
        raise ValueError("a page needs a size")
    scale = min(_SHORT_SIDE / short, _LONG_SIDE / long, _SHARPEST)
    if math.ceil(width * scale) * math.ceil(height * scale) > PAGE_MOST_DOTS:
        raise Refusal("dots", megapixels=round(width * height * scale * scale / 1e6), most=12)
    return scale
