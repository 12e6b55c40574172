"""The circular itself, for those who look after it: to read again, and to print for the households that take paper."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulars.actions import attachments, drafts
from kairanban.circulars.article import Article, Voice, article
from kairanban.circulars.queries.voice import OF_CIRCULAR
from kairanban.core.ids import CircularId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx
from kairanban.followup import actions
from kairanban.followup.actions import Circular
from kairanban.followup.boards import Notice
from kairanban.web.here import read
from kairanban.web.render import printed_page
from kairanban.web.routing import get


@dataclass(frozen=True, slots=True)
class PaperPage:
    article: Article


async def show(request: Request) -> Response:
    async with read(request) as tx:
        circular, _association, _why = await actions.find(tx, CircularId(request.path_params["circular"]))
        view = await printed(tx, circular)
    return printed_page(request, "followup/paper.html", view)


async def printed(tx: Tx, circular: Circular | Notice) -> PaperPage:
    """Its present edition. The caller has asked for permission."""
    return PaperPage(
        article(
            await drafts.texts_of(tx, circular.id, circular.edition),
            await attachments.sheets(tx, circular.id),
            kind=circular.kind,
            category=circular.category,
            importance=circular.importance,
            published=circular.published,
            voice=await tx.one(OF_CIRCULAR, Voice, circular=circular.id),
        )
    )


routes = [get("/circulars/{circular:int}/paper", show, (Task.FOLLOW_UP, Task.FOLLOW_UP_BLOCK))]
