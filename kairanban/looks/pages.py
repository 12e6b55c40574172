"""だれが見たか: who looked at this household's data, on which day, and what for."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response

from kairanban.core.clock import Moment, at, day_of
from kairanban.i18n.marks import N as _n
from kairanban.looks import queries
from kairanban.web.here import read
from kairanban.web.render import page
from kairanban.web.routing import Open, get

# The record is kept for three years; the page shows what is lately of interest.
SHOWN_DAYS = 365
MOST = 200

WORDS = {
    "audience": _n("%(name)s chose whom a circular goes to"),
    "building": _n("%(name)s looked at who lives in the building"),
    "call": _n("%(name)s looked at your wish to be rung"),
    "cards": _n("%(name)s printed household cards"),
    "follow_up": _n("%(name)s looked at who in the block has a circular"),
    "group": _n("%(name)s looked at who belongs to the group"),
    "household": _n("%(name)s looked at your household's page in the roster"),
    "joining": _n("%(name)s answered somebody who asks to join"),
    "languages": _n("%(name)s looked at which languages are read"),
    "roster": _n("%(name)s looked at the roster"),
    "route_sheet": _n("%(name)s looked at the round of the paper circular"),
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
class LooksPage:
    days: list[tuple[Moment, list[Look]]]
    several: bool


async def show(request: Request) -> Response:
    async with read(request) as tx:
        since = day_of(tx.now).toordinal() - SHOWN_DAYS
        found = await tx.all(queries.MINE, Look, since=since, most=MOST)
        several = len(tx.actor.homes) > 1
    days = [
        (at(date.fromordinal(day)), list(looks)) for day, looks in groupby(found, key=lambda look: look.day)
    ]
    return page(request, "looks/looks.html", LooksPage(days, several))


routes = [get("/looks", show, Open.HOUSEHOLD)]
