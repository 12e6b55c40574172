"""The circular for officers and leaders, to read and to print for households on paper."""

from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulation.circulars.actions import attachments, drafts
from kairanban.circulation.circulars.actions.article import article
from kairanban.circulation.circulars.actions.print_view import (
    NO_SURVEY,
    TEMPLATE,
    PrintView,
    pictures,
    print_view,
)
from kairanban.circulation.circulars.pages.printing import circular_pdf
from kairanban.circulation.circulars.queries.attribution import OF_CIRCULAR
from kairanban.circulation.circulars.rules.article import Article
from kairanban.circulation.progress.actions import overview
from kairanban.circulation.progress.queries.overview import Circular
from kairanban.core.ids import CircularId
from kairanban.core.tasks import FOLLOWERS, Task
from kairanban.db.tx import Tx
from kairanban.web.app_context import app_context, read
from kairanban.web.render import printed_page
from kairanban.web.routing import get


async def show(request: Request) -> Response:
    async with read(request) as tx:
        circular = (await overview.find(tx, _id(request))).circular
        article = await printed(tx, circular)
    base = f"/circulars/{circular.id}"
    view = _view(request, circular, article)
    return printed_page(request, TEMPLATE, view, back=f"{base}/progress", pdf=f"{base}/paper.pdf")


async def show_pdf(request: Request) -> Response:
    async with read(request) as tx:
        circular = (await overview.find(tx, _id(request))).circular
        article = await printed(tx, circular)
        shown = await pictures(tx, article)
    return await circular_pdf(request, _view(request, circular, article), shown)


class Printable(Protocol):
    """What is known of a circular that is printed."""

    @property
    def id(self) -> CircularId: ...
    @property
    def edition(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def importance(self) -> str: ...
    @property
    def published(self) -> int: ...


async def printed(tx: Tx, circular: Printable) -> Article:
    """Return the current edition's article. The caller has asked for permission."""
    return article(
        await drafts.texts_of(tx, circular.id, circular.edition),
        await attachments.sheets(tx, circular.id),
        kind=circular.kind,
        category=circular.category,
        importance=circular.importance,
        published=circular.published,
        attribution=await tx.one(OF_CIRCULAR, circular=circular.id),
    )


def _view(request: Request, circular: Circular, article: Article) -> PrintView:
    survey = article.survey if circular.reply_kind == "survey" else NO_SURVEY
    return print_view(article, circular.id, app_context(request).settings.public_address, survey)


def _id(request: Request) -> CircularId:
    return CircularId(request.path_params["circular"])


_READERS = (*FOLLOWERS, Task.SEE_PROGRESS)

routes = [
    get("/circulars/{circular:int}/paper", show, _READERS),
    get("/circulars/{circular:int}/paper.pdf", show_pdf, _READERS),
]
