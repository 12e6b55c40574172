"""Convert HTML to PDF without fetching anything."""

from collections.abc import Sequence

from kairanban.confined import child, errors
from kairanban.confined.errors import MissingPart, Unreadable
from kairanban.confined.limits import PRINT, PRINT_PARTS
from kairanban.i18n.marks import N as _n

NO_PANGO = _n(
    "PDFs cannot be made, because Pango is missing. Please install libpango-1.0-0 and libpangoft2-1.0-0."
)
NO_FONT = _n("PDFs cannot be made, because there is no Japanese font. Please install fonts-noto-cjk.")
_MISSING = {"pango": NO_PANGO, "font": NO_FONT}


async def print_pdf(html: str, pages: Sequence[int] = (), *, in_parts: bool = False) -> bytes:
    """Return the HTML document as a PDF; only data: URLs in it are loaded.

    With `pages` these pages in this order, counted from 0: five hundred copies are laid out once.
    `in_parts` is for long work that nobody watches: it does not stand in the way of a sheet that is waited for.
    Raises MissingPart when the machine cannot print at all, Unreadable when this document exceeds the limits.
    """
    page = html.encode()
    header, blobs = await child.run(
        child.Worker("kairanban.confined.inside.printing"),
        {"pages": list(pages)},
        (page,),
        PRINT_PARTS if in_parts else PRINT,
    )
    if missing := _MISSING.get(str(header.get("missing"))):
        raise MissingPart(missing)
    if len(blobs) != 1 or not blobs[0].startswith(b"%PDF-"):
        raise Unreadable(errors.DAMAGED)
    return blobs[0]
