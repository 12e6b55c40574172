"""Step 3 of a request: preview as it will be read, and sending."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.rules import LEAST_SHOWN
from kairanban.circulation.circulars.actions import attachments, drafts
from kairanban.circulation.circulars.actions.article import article
from kairanban.circulation.circulars.queries.attribution import Attribution
from kairanban.circulation.circulars.rules.article import Article
from kairanban.circulation.circulars.rules.drafts import Work
from kairanban.circulation.circulars.rules.texts import Missing
from kairanban.circulation.municipal_requests.actions import sending
from kairanban.circulation.municipal_requests.queries.sending import MunicipalRequest
from kairanban.core.errors import Invalid
from kairanban.core.ids import CircularId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import read, write
from kairanban.web.forms import read_form
from kairanban.web.render import apart, see, staff_page
from kairanban.web.routing import get, post


@dataclass(frozen=True, slots=True)
class ProofPage:
    request: MunicipalRequest
    work: Work
    article: Article
    missing: list[Missing]
    number: int
    households: int
    to_all: bool
    """Every association there is: that is asked once more before it goes."""
    least: int
    wrong: str


async def show(request: Request) -> Response:
    return await _page(request)


async def send(request: Request) -> Response:
    id = CircularId(request.path_params["municipal_request"])
    form = await read_form(request)
    try:
        async with write(request) as tx:
            await sending.send(tx, id, sure=form.text("sure", longest=3) == "yes")
    except Invalid as invalid:
        return await _page(request, invalid.fields.get("sure", _n("Something is still missing.")))
    return see(f"/requests/{id}?done=sent")


async def article_of(tx: Tx, request: MunicipalRequest) -> Article:
    """Return the article of a request as it will be read."""
    work = await drafts.find(tx, request.id)
    return article(
        await drafts.texts_of(tx, work.id, work.edition),
        await attachments.sheets(tx, work.id),
        kind="ordinary",
        category="municipality",
        importance=work.importance,
        published=request.sent,
        attribution=Attribution(request.issuer),
    )


async def _page(request: Request, wrong: str = "") -> Response:
    id = CircularId(request.path_params["municipal_request"])
    async with read(request) as tx:
        found = await sending.find(tx, id)
        work = await drafts.find(tx, id)
        chosen = await sending.chosen(tx, id)
        associations = await sending.associations(tx, found.municipality)
        view = ProofPage(
            request=found,
            work=work,
            article=await article_of(tx, found),
            missing=await sending.what_is_missing(tx, work),
            number=len(chosen),
            households=sum(one.households for one in associations if one.id in chosen),
            to_all=sending.to_all(chosen, associations),
            least=LEAST_SHOWN,
            wrong=wrong,
        )
    if found.sent is not None:
        return see(f"/requests/{id}")
    return await apart(
        len(view.article.body),
        staff_page,
        request,
        "circulation/municipal_requests/proof.html",
        view,
        422 if wrong else 200,
    )


routes = [
    get("/requests/{municipal_request:int}/proof", show, Task.ASK_ASSOCIATIONS),
    post("/requests/{municipal_request:int}/dispatch", send, Task.ASK_ASSOCIATIONS),
]
