"""Worker that renders HTML to PDF."""

import gc
from collections.abc import Sequence
from typing import Any

from kairanban.confined import frames

# Each of these covers the characters of Japanese names; the templates use this order.
_JAPANESE = ("Noto Sans CJK JP", "Noto Sans JP", "BIZ UDPGothic", "IPAexGothic", "IPAGothic", "TakaoGothic")


def work(header: dict[str, Any], blobs: Sequence[bytes]) -> bytes:
    """Return a PDF, or the name of the part that is not installed."""
    try:
        from weasyprint import HTML
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import URLFetcher
    except OSError:
        return frames.pack({"missing": "pango"})

    # The process ends with the page, so collecting garbage only costs time.
    gc.disable()
    fonts = FontConfiguration()
    if not _has_japanese():
        return frames.pack({"missing": "font"})
    fetcher = URLFetcher(allowed_protocols={"data"}, allow_redirects=False)
    page = HTML(string=blobs[0].decode(), base_url="about:blank", url_fetcher=fetcher)
    laid_out = page.render(font_config=fonts)
    if header["pages"]:
        laid_out = laid_out.copy([laid_out.pages[number] for number in header["pages"]])
    # Headings, lists, tables and texts of pictures for screen readers (a copied page has one structure alone).
    return frames.pack({}, laid_out.write_pdf(pdf_tags=not header["pages"]))


def _has_japanese() -> bool:
    from weasyprint.text.ffi import ffi, fontconfig

    config = fontconfig.FcInitLoadConfigAndFonts()
    found = fontconfig.FcConfigGetFonts(config, fontconfig.FcSetSystem)
    name = ffi.new("FcChar8 **")
    for place in range(found.nfont if found != ffi.NULL else 0):
        number = 0
        while fontconfig.FcPatternGetString(found.fonts[place], b"family", number, name) == 0:
            if ffi.string(name[0]).decode("utf-8", "replace") in _JAPANESE:
                return True
            number += 1
    return False
