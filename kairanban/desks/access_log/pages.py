"""だれが見たか: accesses to this household's data, by day, viewer and purpose."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response

from kairanban.core.clock import DAY, Moment, at, day_of
from kairanban.desks.access_log import queries
from kairanban.desks.access_log.queries import Emergency, Look
from kairanban.web.app_context import read
from kairanban.web.render import page
from kairanban.web.routing import Open, get

# Records are kept for three years; the page shows the last one.
SHOWN_DAYS = 365
MOST = 200


@dataclass(frozen=True, slots=True)
class LooksPage:
    emergencies: list[Emergency]
    days: list[tuple[Moment, list[Look]]]
    several: bool


async def show(request: Request) -> Response:
    async with read(request) as tx:
        since = day_of(tx.now).toordinal() - SHOWN_DAYS
        found = await tx.all(queries.MINE, since=since, most=MOST)
        emergencies = await tx.all(queries.EMERGENCIES, since=tx.now - SHOWN_DAYS * DAY)
        several = len(tx.actor.homes) > 1
    days = [
        (at(date.fromordinal(day)), list(looks)) for day, looks in groupby(found, key=lambda look: look.day)
    ]
    return page(request, "desks/access_log/access_log.html", LooksPage(emergencies, days, several))


routes = [get("/looks", show, Open.HOUSEHOLD)]
