"""個人情報取扱規程: purposes, and the register of what is held, generated from the marks of the columns."""

from collections.abc import Sequence
from dataclasses import dataclass

from kairanban.i18n.marks import N as _n

MEASURES_MOST = 1_000

# A purpose for which an office is held at present.
CARE = _n("To look after households that have agreed to it, by the supporter and the welfare commissioner.")

# 利用目的.
PURPOSES = (
    _n("To bring circulars to every household, on paper or on a device, and to know that they arrived."),
    _n("To keep the roster of the households, and to do the work of the association."),
    _n(
        "To ask after a disaster, or for practice, whether everybody is safe, and to help whoever asks for help."
    ),
    _n("To ring a household that asks to be rung."),
    CARE,
    _n("To show each household who has looked at its data."),
)

# 安全管理措置, of the system itself.
MEASURES = (
    _n(
        "Only people with an office see the roster; each sees what the office needs, and each look is written down."
    ),
    _n("Whoever copies or erases much at once proves again who it is."),
    _n("Passwords and keys are stored so that nobody can read them. The connection is encrypted."),
    _n("What is past its term is deleted every night by itself."),
)

NEVER_ASKED = _n(
    "Never asked: birth date, sex, My Number, health, disability, whereabouts, time spent reading."
)


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """Fields of one kind that are kept equally long."""

    part: str
    fields: Sequence[str]
    days: int | None
    after: str

    @property
    def years(self) -> int:
        """Whole years, 0 where it is none."""
        return self.days // 365 if self.days and self.days % 365 == 0 else 0
