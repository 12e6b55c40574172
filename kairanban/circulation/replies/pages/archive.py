"""The archive of a household, with search."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulation.circulars.pages.archive_search import PAGE, asked, before
from kairanban.circulation.circulars.rules.archive_search import SOUGHT_CATEGORIES, Sought, years
from kairanban.circulation.replies.queries import inbox
from kairanban.circulation.replies.queries.inbox import InboxLine
from kairanban.core.actor import Home
from kairanban.web.app_context import actor, read
from kairanban.web.homes import chosen
from kairanban.web.render import kept_page, page
from kairanban.web.routing import Open, get


@dataclass(frozen=True, slots=True)
class ArchivePage:
    home: Home
    several: bool
    sought: Sought
    years: list[int]
    categories: dict[str, str]
    lines: list[InboxLine]
    further: str
    """Where the page goes on; empty at the end."""


async def show(request: Request) -> Response:
    homes = actor(request).homes
    home = chosen(request, request.query_params.get("home", "")) or homes[0]
    several = len(homes) > 1
    sought = asked(request)
    values = {
        **sought.values(),
        "household": home.household,
        "language": request.state.page_context.language,
        "before": before(request),
        "most": PAGE + 1,
    }
    async with read(request) as tx:
        found = await tx.all(inbox.ARCHIVE, **values)
        first = await tx.value(inbox.FIRST, household=home.household)
        now = tx.now
    where = {"home": home.household} if several else {}
    view = ArchivePage(
        home=home,
        several=several,
        sought=sought,
        years=years(first, now),
        categories=SOUGHT_CATEGORIES,
        lines=found[:PAGE],
        further=sought.address("/circulars", before=found[PAGE - 1].id, **where) if found[PAGE:] else "",
    )
    # A device keeps the list for offline use, but no search results.
    return (
        page(request, "circulation/replies/archive.html", view)
        if sought
        else kept_page(request, "circulation/replies/archive.html", view)
    )


routes = [get("/circulars", show, Open.HOUSEHOLD)]
