"""The archive of an association, for those who write its circulars."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.permission import may
from kairanban.circulation.circulars.actions import archive
from kairanban.circulation.circulars.pages.archive_search import PAGE, asked, before
from kairanban.circulation.circulars.queries.archive import Kept
from kairanban.circulation.circulars.rules.archive_search import SOUGHT_CATEGORIES, Sought
from kairanban.community.places.actions.places import find_place
from kairanban.community.places.queries.places import Place
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.web.app_context import read
from kairanban.web.render import staff_page
from kairanban.web.routing import get


@dataclass(frozen=True, slots=True)
class ArchivePage:
    place: Place
    sought: Sought
    years: list[int]
    categories: dict[str, str]
    lines: list[Kept]
    may_follow_up: bool
    further: str
    """Where the page goes on; empty at the end."""


async def show(request: Request) -> Response:
    association = PlaceId(request.path_params["association"])
    sought = asked(request)
    async with read(request) as tx:
        found = await archive.of_place(tx, association, sought, before(request), PAGE + 1)
        view = ArchivePage(
            place=await find_place(tx, association),
            sought=sought,
            years=await archive.years_of(tx, association),
            categories=SOUGHT_CATEGORIES,
            lines=found[:PAGE],
            may_follow_up=await may(tx, Task.FOLLOW_UP, association),
            further=sought.address(request.url.path, before=found[PAGE - 1].id) if found[PAGE:] else "",
        )
    return staff_page(request, "circulation/circulars/archive.html", view)


routes = [get("/associations/{association:int}/circulars", show, Task.DRAFT)]
