"""One circular, read in large type, with one thing to press."""

import contextlib
import secrets
from dataclasses import dataclass, fields

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulation.circulars.actions.article import Article
from kairanban.circulation.circulars.actions.attachments import Sheet
from kairanban.circulation.circulars.actions.publishing import opened
from kairanban.circulation.circulars.queries.attachments import PAGES
from kairanban.circulation.circulars.rules.timing import still_open
from kairanban.circulation.replies.actions.answers import Standing
from kairanban.circulation.replies.queries import answers
from kairanban.core.actor import Home
from kairanban.core.errors import NotFound, Unavailable
from kairanban.core.ids import CircularId, HouseholdId
from kairanban.db.tx import Tx
from kairanban.web.app_context import actor, glance, is_seen, observe
from kairanban.web.homes import chosen
from kairanban.web.render import Ahead, kept_page
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
    replied: int | None
    kind: str


# Where the columns of the article begin.
STATE = len(fields(Circular)) - 1
HOUSEHOLD, REPLIED = STATE - 3, STATE - 1


@dataclass(frozen=True, slots=True)
class CircularPage:
    circular: Circular
    article: Article
    reply: Standing | None
    """The reply that counts; one to an older question is in `before`."""
    before: Standing | None
    open: bool
    home: Home
    others: tuple[Home, ...]
    """Other households of this device that it is for too."""
    press: str
    offer: bool = False
    """Whether to say, after an answer, that this device could be told of the next circular."""
    wrong: str = ""
    typed: str = ""
    changing: bool = False


async def show(request: Request) -> Response:
    async with glance(request) as tx:
        view = await circular_page(tx, request)
    if view.circular.opened is None and is_seen(request):
        # A full disk must not keep anybody from reading.
        with contextlib.suppress(Unavailable):
            async with observe(request) as tx:
                await opened(tx, view.circular.id, view.circular.household)
    sheets = [f"/attachments/{one.attachment}/pages/{one.number}" for one in view.article.sheets]
    return kept_page(request, "circulation/replies/circular.html", view, Ahead(pictures=sheets))


async def circular_page(
    tx: Tx, request: Request, household: HouseholdId | None = None, wrong: str = "", typed: str = ""
) -> CircularPage:
    """The page for one of the actor's households: the one named, else the first that has not answered."""
    id = CircularId(request.path_params["circular"])
    homes = actor(request).homes
    asked = chosen(request, request.query_params.get("home", ""))
    household = household or (asked or homes[0]).household if asked or len(homes) == 1 else household
    found, sheets = await tx.together(
        (answers.CIRCULAR_PAGE, {"circular": id, "language": request.state.frame.language}),
        (PAGES, {"circular": id}),
    )
    rows = [row for row in found.rows if household in (None, row[HOUSEHOLD])]
    if not rows:
        raise NotFound
    row = next((row for row in rows if row[REPLIED] is None), rows[0])
    circular = Circular(*row[: STATE + 1])
    standing, told = await tx.together(
        (answers.STANDING, {"circular": id, "household": circular.household}), (answers.TOLD_HERE, {})
    )
    reply = Standing(*standing.rows[0]) if standing.rows else None
    counts = reply is not None and reply.edition >= circular.asked_edition
    return CircularPage(
        circular=circular,
        article=Article(*(*row[STATE:], tuple(Sheet(*sheet) for sheet in sheets.rows))),
        reply=reply if counts else None,
        before=None if counts else reply,
        open=still_open(circular.reply_by, circular.withdrawn, tx.now),
        home=next((home for home in homes if home.household == circular.household), homes[0]),
        others=tuple(
            home
            for home in homes
            if home.household != circular.household
            and home.household in {other[HOUSEHOLD] for other in found.rows}
        ),
        press=secrets.token_urlsafe(12),
        wrong=wrong,
        typed=typed,
        offer=counts and not told.rows and not getattr(actor(request), "kiosk", False),
        changing=request.query_params.get("change") == "1",
    )


routes = [get("/circulars/{circular:int}", show, Open.HOUSEHOLD)]
