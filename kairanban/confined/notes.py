"""What is said to the author of how a paper was read."""

from collections.abc import Sequence

from kairanban.confined.scans import NO_READER, NOTHING_READ, READ_BY_MACHINE
from kairanban.confined.sheets import Reading
from kairanban.i18n.marks import N as _n

# The first that some page has is said.
_SAID_FIRST = (
    Reading.UNDRAWN,
    Reading.BUSY,
    Reading.NO_READER,
    Reading.NOTHING,
    Reading.BY_MACHINE,
    Reading.PHOTOGRAPH,
)

SAID = {
    Reading.BY_MACHINE: READ_BY_MACHINE,
    Reading.NOTHING: NOTHING_READ,
    Reading.NO_READER: NO_READER,
    Reading.BUSY: _n(
        "This is a scan. The server is busy just now and did not read it; the paper is all right. Take it off and add it once more in a few minutes, or type the text."
    ),
    Reading.PHOTOGRAPH: _n("This is a photograph."),
    Reading.EMPTY: _n("This paper is empty: nothing is on it."),
    Reading.UNDRAWN: _n(
        "The letters of this paper cannot be shown: the file has no fonts of its own. Please take it off, print it as PDF on the computer that made it, and add that one."
    ),
}
SAID_OF_PAGES = {
    Reading.BY_MACHINE: _n(
        "Page %(pages)s is a scan. Its text was read by a machine, so please compare it with the paper."
    ),
    Reading.NOTHING: _n(
        "Page %(pages)s is a scan, and no text could be read from it. Please type what stands there."
    ),
    Reading.NO_READER: _n(
        "Page %(pages)s is a scan, a picture of letters. This server cannot read scans, so please type what stands there."
    ),
    Reading.BUSY: _n(
        "Page %(pages)s is a scan. The server is busy just now and did not read it; the paper is all right. Take it off and add it once more in a few minutes, or type what stands there."
    ),
    Reading.UNDRAWN: _n(
        "The letters of page %(pages)s cannot be shown: the file has no fonts of its own. Please take the paper off, print it as PDF on the computer that made it, and add that one."
    ),
}
# With these the author expects words that are not there.
UNREAD = (Reading.UNDRAWN, Reading.BUSY, Reading.NO_READER, Reading.NOTHING)


def of_paper(readings: Sequence[Reading]) -> tuple[Reading, str]:
    """Return the reading of a paper, and the pages it is about, as "2, 3"; no pages where it holds for all."""
    for reading in _SAID_FIRST:
        about = [number for number, one in enumerate(readings, 1) if one is reading]
        if about:
            rest = {one for one in readings if one not in (reading, Reading.EMPTY)}
            some = bool(rest) and reading in SAID_OF_PAGES
            return reading, ", ".join(map(str, about)) if some else ""
    return (Reading.TYPED if Reading.TYPED in readings else Reading.EMPTY), ""


def said(reading: str, pages: str) -> str:
    """Return the msgid for the author, "" for a paper whose words are all there."""
    if reading not in set(Reading):
        return ""
    known = Reading(reading)
    return SAID_OF_PAGES[known] if pages and known in SAID_OF_PAGES else SAID.get(known, "")
