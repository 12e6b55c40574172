"""だれが見たか: who looked at this household's data, on which day, and what for."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response

from kairanban.core.clock import DAY, Moment, at, day_of
from kairanban.desks.access_log import queries
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import read
from kairanban.web.render import page
from kairanban.web.routing import Open, get

# The record is kept for three years; the page shows what is lately of interest.
SHOWN_DAYS = 365
MOST = 200

WORDS = {
    "audience": _n("%(name)s chose whom a circular goes to"),
    "board": _n("%(name)s saw on the day's list that a word with you might be kind"),
    "building": _n("%(name)s looked at who lives in the building"),
    "call": _n("%(name)s looked at your wish to be rung"),
    "consents": _n("%(name)s entered or printed the sheets of consent"),
    "cards": _n("%(name)s printed household cards"),
    "emergency": _n("%(name)s looked up your household in an emergency"),
    "follow_up": _n("%(name)s looked at who in the block has a circular"),
    "group": _n("%(name)s looked at who belongs to the group"),
    "help": _n("%(name)s saw that you asked for help"),
    "household": _n("%(name)s looked at your household's page in the roster"),
    "joining": _n("%(name)s answered somebody who asks to join"),
    "languages": _n("%(name)s looked at which languages are read"),
    "reachability": _n("%(name)s looked at how your household can be reached"),
    "roster": _n("%(name)s looked at the roster"),
    "safety": _n("%(name)s looked at who is safe"),
    "route_sheet": _n("%(name)s looked at the round of the paper circular"),
    "visit": _n("%(name)s looked at your household's page before or after a visit or call"),
    "silence": _n("%(name)s looked at whom a circular may not have reached"),
}


@dataclass(frozen=True, slots=True)
class Look:
    day: int
    purpose: str
    viewer: str
    place: str
    label: str
    at: int

    @property
    def words(self) -> str:
        return WORDS[self.purpose]


@dataclass(frozen=True, slots=True)
class Emergency:
    """緊急閲覧: who opened the household's page to save a life, and why."""

    at: int
    viewer: str
    reason: str
    label: str


@dataclass(frozen=True, slots=True)
class LooksPage:
    emergencies: list[Emergency]
    days: list[tuple[Moment, list[Look]]]
    several: bool


async def show(request: Request) -> Response:
    async with read(request) as tx:
        since = day_of(tx.now).toordinal() - SHOWN_DAYS
        found = await tx.all(queries.MINE, Look, since=since, most=MOST)
        emergencies = await tx.all(queries.EMERGENCIES, Emergency, since=tx.now - SHOWN_DAYS * DAY)
        several = len(tx.actor.homes) > 1
    days = [
        (at(date.fromordinal(day)), list(looks)) for day, looks in groupby(found, key=lambda look: look.day)
    ]
    return page(request, "desks/access_log/access_log.html", LooksPage(emergencies, days, several))


routes = [get("/looks", show, Open.HOUSEHOLD)]
