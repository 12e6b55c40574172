"""名簿更新: once a year each household is asked whether what is written down about it is right."""

from dataclasses import dataclass

from kairanban.core.clock import DAY
from kairanban.i18n.marks import N as _n

# A round ends by itself: nobody is asked for ever.
LASTS = 60 * DAY

HOW = {"screen": _n("on the screen"), "paper": _n("on paper")}


@dataclass(frozen=True, slots=True)
class Renewal:
    """The newest round of an association."""

    id: int
    started: int
    started_by: str
    ended: int | None

    @property
    def ends(self) -> int:
        """Return when it ends, or has ended."""
        return min(self.ended if self.ended is not None else self.started + LASTS, self.started + LASTS)

    def runs(self, now: int) -> bool:
        return now < self.ends
