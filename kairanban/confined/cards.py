"""Household cards and posters to print: what stands on each, and the QR code as a drawing."""

from dataclasses import dataclass

import segno
from markupsafe import Markup

# ISO/IEC 18004 asks for four light modules around the code.
_QUIET = 4


@dataclass(frozen=True, slots=True)
class Card:
    """One card; `qr_svg` comes from `qr_svg()` and is the only field that is markup."""

    association: str
    label: str
    block: str
    qr_svg: Markup
    help_name: str
    help_phone: str


@dataclass(frozen=True, slots=True)
class CardSheet:
    """Cards in the order in which they are cut and put into envelopes."""

    cards: tuple[Card, ...]

    @property
    def sheets(self) -> tuple[tuple[Card, ...], ...]:
        """Give the cards eight to a sheet."""
        return tuple(self.cards[first : first + 8] for first in range(0, len(self.cards), 8))


@dataclass(frozen=True, slots=True)
class PosterSheet:
    """The poster of a building; `qr_svg` comes from `qr_svg()` and is the only field that is markup."""

    association: str
    building: str
    qr_svg: Markup
    address: str
    also: tuple[tuple[str, str], ...]
    """The invitation in other languages, each with its tag."""
    help_name: str
    help_phone: str


def qr_svg(address: str) -> Markup:
    """Draw an address as a QR code that fills its box; a quarter of it may be soiled (level Q)."""
    code = segno.make_qr(address, error="q", boost_error=False)
    drawn = code.svg_inline(
        border=_QUIET, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None
    )
    return Markup(drawn)
