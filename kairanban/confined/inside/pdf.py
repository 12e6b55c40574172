"""Render PDF pages to pictures and extract their text."""

import math
import re
import unicodedata
from collections.abc import Iterator

import pypdfium2 as pdfium
from pypdfium2.raw import FPDF_ERR_PASSWORD

from kairanban.confined.inside.refusals import Page, Refusal
from kairanban.confined.inside.straighten import straighten
from kairanban.confined.limits import MOST_PAGES, PAGE_MOST_DOTS

# 1,640 pixels across A4 are sharp on a tablet 820 points wide; 2,400 on the long side fit A4 and A3.
_SHORT_SIDE = 1_640
_LONG_SIDE = 2_400
_SHARPEST = 300 / 72
_MOST_TEXT = 20_000

# Some PDF writers use look-alikes from the radicals block, which no search would find.
_RADICALS = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


def pages(file: bytes) -> Iterator[Page]:
    """Render at most 20 pages, one at a time, each checked for its size before it is drawn."""
    try:
        paper = pdfium.PdfDocument(file)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == FPDF_ERR_PASSWORD:
            raise Refusal("locked") from error
        raise
    if len(paper) > MOST_PAGES:
        raise Refusal("pages", pages=len(paper), most=MOST_PAGES)

    for number in range(len(paper)):
        page = paper[number]
        text = _text(page)
        picture = page.render(scale=_scale(*page.get_size())).to_pil()
        page.close()
        yield Page(picture if text else straighten(picture), text)


def _scale(width: float, height: float) -> float:
    """Return pixels per point (1/72 inch); raise ValueError for a page without a usable size."""
    short, long = sorted((width, height))
    if not (math.isfinite(long) and short > 0):
        raise ValueError("a page needs a size")
    scale = min(_SHORT_SIDE / short, _LONG_SIDE / long, _SHARPEST)
    if math.ceil(width * scale) * math.ceil(height * scale) > PAGE_MOST_DOTS:
        raise Refusal("dots", megapixels=round(width * height * scale * scale / 1e6), most=12)
    return scale


def _text(page: pdfium.PdfPage) -> str:
    """Return the text in file order, which word processors keep as reading order."""
    textpage = page.get_textpage()
    text = textpage.get_text_range(0, min(textpage.count_chars(), _MOST_TEXT))
    textpage.close()
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _RADICALS.sub(lambda letter: unicodedata.normalize("NFKC", letter[0]), text).strip()
