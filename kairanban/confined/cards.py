"""Household cards and posters for printing: their contents, and the QR code as SVG."""

from dataclasses import dataclass

import segno
from markupsafe import Markup

# ISO/IEC 18004 asks for four light modules around the code.
_QUIET = 4


@dataclass(frozen=True, slots=True)
class CardWords:
    """What a card says, in the household's language beside Japanese."""

    tag: str
    """Of the language, for the `lang` attribute."""
    steps: tuple[str, ...]
    help: str
    """Empty, like any of the steps, where Japanese says the same."""
    key: str


@dataclass(frozen=True, slots=True)
class Card:
    """One card; `qr_svg` comes from `qr_svg()` and is the only field that is markup."""

    association: str
    label: str
    block: str
    qr_svg: Markup
    help_name: str
    help_phone: str
    also: CardWords | None = None
    """In the household's language; None where it is Japanese."""


@dataclass(frozen=True, slots=True)
class CardSheet:
    """Cards in the order in which they are cut and put into envelopes, eight a sheet."""

    cards: tuple[Card, ...]

    @property
    def sheets(self) -> tuple[tuple[Card, ...], ...]:
        return tuple(self.cards[first : first + 8] for first in range(0, len(self.cards), 8))


@dataclass(frozen=True, slots=True)
class PosterSheet:
    """The poster of a building; `qr_svg` comes from `qr_svg()` and is the only field that is markup."""

    association: str
    building: str
    qr_svg: Markup
    address: str
    also: tuple[tuple[str, str], ...]
    """The invitation in other languages, as (language tag, text)."""
    help_name: str
    help_phone: str


def qr_svg(address: str) -> Markup:
    """Return an address as a QR code scaled to its box; error correction level Q, a quarter may be soiled."""
    code = segno.make_qr(address, error="q", boost_error=False)
    drawn = code.svg_inline(
        border=_QUIET, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None
    )
    return Markup(drawn)
