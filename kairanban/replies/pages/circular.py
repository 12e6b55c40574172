"""One circular, read in large type, with one thing to press."""

import secrets
from contextlib import suppress
from dataclasses import dataclass, fields

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulars.actions.attachments import Sheet
from kairanban.circulars.actions.going_round import opened
from kairanban.circulars.article import Article
from kairanban.circulars.queries.attachments import PAGES
from kairanban.circulars.rules.timing import still_open
from kairanban.core.errors import NotFound, Unavailable
from kairanban.core.ids import CircularId, HouseholdId
from kairanban.db.tx import Tx
from kairanban.replies import queries
from kairanban.replies.actions import Standing
from kairanban.web.here import actor, glance, is_seen, observe
from kairanban.web.render import page
from kairanban.web.routing import Open, get


@dataclass(frozen=True, slots=True)
class Circular:
    """How a circular stands with a household; what it says is in the article."""

    id: CircularId
    reply_kind: str
    reply_by: int | None
    event_at: int | None
    withdrawn: int | None
    withdrawn_why: str
    edition: int
    asked_edition: int
    change: str
    note: str
    changed: int
    household: HouseholdId
    opened: int | None
    kind: str


# Where the columns of the article begin.
STATE = len(fields(Circular)) - 1


@dataclass(frozen=True, slots=True)
class CircularPage:
    circular: Circular
    article: Article
    reply: Standing | None
    """The reply that counts; one to an older question is in `before`."""
    before: Standing | None
    open: bool
    press: str
    wrong: str = ""
    typed: str = ""
    changing: bool = False


async def show(request: Request) -> Response:
    async with glance(request) as tx:
        view = await circular_page(tx, request)
    if view.circular.opened is None and is_seen(request):
        # On a full disk it can still be read; it is noted another time.
        with suppress(Unavailable):
            async with observe(request) as tx:
                await opened(tx, view.circular.id, view.circular.household)
    return page(request, "replies/circular.html", view)


async def circular_page(tx: Tx, request: Request, wrong: str = "", typed: str = "") -> CircularPage:
    """The page for the first of the actor's households that the circular is for."""
    id = CircularId(request.path_params["circular"])
    homes = actor(request).homes
    household = homes[0].household if homes else 0
    found, standing, sheets = await tx.together(
        (queries.CIRCULAR_PAGE, {"circular": id}),
        (queries.STANDING, {"circular": id, "household": household}),
        (PAGES, {"circular": id}),
    )
    if not found.rows:
        raise NotFound
    row = found.rows[0]
    circular = Circular(*row[: STATE + 1])
    if circular.household != household:
        standing = (await tx.together((queries.STANDING, {"circular": id, "household": circular.household})))[
            0
        ]
    reply = Standing(*standing.rows[0]) if standing.rows else None
    counts = reply is not None and reply.edition >= circular.asked_edition
    return CircularPage(
        circular=circular,
        article=Article(*(*row[STATE:], tuple(Sheet(*sheet) for sheet in sheets.rows))),
        reply=reply if counts else None,
        before=None if counts else reply,
        open=still_open(circular.reply_by, circular.withdrawn, tx.now),
        press=secrets.token_urlsafe(12),
        wrong=wrong,
        typed=typed,
        changing=request.query_params.get("change") == "1",
    )


routes = [get("/circulars/{circular:int}", show, Open.HOUSEHOLD)]
