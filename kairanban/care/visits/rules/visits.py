"""One household to visit, what a visit can be, and what is searched in an emergency."""

import unicodedata
from dataclasses import dataclass

from kairanban.circulation.surveys.rules.shown import Survey, survey
from kairanban.core.hidden_households import shown_as
from kairanban.core.ids import CircularId, HouseholdId, PlaceId
from kairanban.i18n.marks import N as _n


@dataclass(frozen=True, slots=True)
class Visited:
    """A household as its visitors see it."""

    id: HouseholdId
    association: PlaceId
    label: str
    hidden: int
    place: PlaceId
    place_name: str
    route_order: int
    phone: str
    second_phone: str
    address: str
    entrusted: int

    @property
    def shown(self) -> str:
        return shown_as(self.label, self.hidden, self.place_name, self.route_order)


@dataclass(frozen=True, slots=True)
class OpenCircular:
    id: CircularId
    title: str
    reply_kind: str
    reply_by: int | None
    edition: int
    questions: str = ""
    """Of a survey, as its author wrote them."""

    @property
    def survey(self) -> Survey:
        return survey(self.questions) if self.reply_kind == "survey" else Survey()


KINDS = ("called", "no_answer", "met", "not_met", "paper")
# Nobody was spoken to: a plan to look in again stays.
NOT_REACHED = ("no_answer", "not_met")
KIND_NAMES = {
    "called": _n("Rang"),
    "no_answer": _n("Rang, nobody answered"),
    "met": _n("Met"),
    "not_met": _n("Did not meet"),
    "paper": _n("Handed over on paper"),
}
# How a reply came that was written down on such an occasion.
METHOD_OF = {"called": "phone", "met": "visit", "paper": "paper"}

NOTE_MOST = 300
# What may be added later, all together.
NOTES_MOST = 1_500
# Days until the next visit, one button each.
AGAIN_DAYS = (1, 3, 7, 14, 30)


def closed_up(text: str) -> str:
    """Return a name or number as it is searched: NFKC, without spaces and hyphens."""
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("-", "")
