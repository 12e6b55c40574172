"""The exact wording of each consent, on the screen and on the signed sheet."""

from dataclasses import dataclass

from kairanban.core.purposes import Purpose
from kairanban.i18n.marks import N as _n


@dataclass(frozen=True, slots=True)
class Wording:
    name: str
    says: str


WORDS: dict[str, Wording] = {
    Purpose.SUPPORTER.value: Wording(
        _n("The settlement supporter"),
        _n(
            "May see the household's name, telephone number and address and whether circulars arrive, and may ring or come by."
        ),
    ),
    Purpose.COMMISSIONER.value: Wording(
        _n("The welfare commissioner"),
        _n(
            "May see the household's name, telephone number and address and whether circulars arrive, and may ring or come by."
        ),
    ),
    Purpose.CHECK_IN.value: Wording(
        _n("A word when there has been no sign"),
        _n("When three circulars in a row had no sign over 30 days, somebody may look in."),
    ),
    Purpose.PHONE_TO_LEADER.value: Wording(
        _n("The telephone number for the block leader"),
        _n("The block leader may see the telephone number, and ring when something is to be passed on."),
    ),
}

HOW = {
    "screen": _n("on the screen"),
    "paper": _n("on paper"),
    "spoken": _n("by word, before a witness"),
}
