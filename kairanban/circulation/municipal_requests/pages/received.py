"""市からの依頼: the requests an association received, and its decisions."""

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulation.circulars.actions import attachments
from kairanban.circulation.circulars.actions.article import article
from kairanban.circulation.circulars.queries.attribution import Attribution
from kairanban.circulation.circulars.rules.article import Article
from kairanban.circulation.municipal_requests.actions import decisions
from kairanban.circulation.municipal_requests.rules.decisions import NOTE_MOST, REASONS, WORDS_MOST
from kairanban.circulation.municipal_requests.rules.received import Received
from kairanban.community.places.actions.places import find_place
from kairanban.community.places.queries.places import Place
from kairanban.core.errors import Invalid
from kairanban.core.ids import CircularId, PlaceId
from kairanban.core.tasks import Task
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import read, write
from kairanban.web.forms import read_form
from kairanban.web.render import apart, see, staff_page
from kairanban.web.routing import get, post

PATH = "/associations/{association:int}/requests"
ONE = PATH + "/{municipal_request:int}"


@dataclass(frozen=True, slots=True)
class ReceivedPage:
    place: Place
    requests: list[Received]


@dataclass(frozen=True, slots=True)
class AnswerPage:
    place: Place
    request: Received
    article: Article
    late: bool
    """The reply deadline has passed: a circular published now has none."""
    note: str
    reason: str
    words: str
    done: str
    wrong: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=lambda: REASONS)


async def listing(request: Request) -> Response:
    association = PlaceId(request.path_params["association"])
    async with read(request) as tx:
        requests = await decisions.received(tx, association)
        view = ReceivedPage(await find_place(tx, association), requests)
    return staff_page(request, "circulation/municipal_requests/received.html", view)


async def show(request: Request) -> Response:
    return await _page(request)


async def pass_on(request: Request) -> Response:
    association, id = _ids(request)
    form = await read_form(request)
    note = form.paragraphs("note", longest=NOTE_MOST)
    at_once = form.choice("go", ("now", "draft")) != "draft"
    try:
        form.check()
        async with write(request) as tx:
            circular = await decisions.pass_on(tx, association, id, note, at_once=at_once)
    except Invalid as invalid:
        wrong = invalid.fields if "note" in invalid.fields else {"pass": next(iter(invalid.fields.values()))}
        return await _page(request, note=note, wrong=wrong)
    if at_once:
        return see(f"/associations/{association}/requests/{id}?done=passed")
    return see(f"/circulars/{circular}/audience")


async def decline(request: Request) -> Response:
    association, id = _ids(request)
    form = await read_form(request)
    reason = form.choice("reason", tuple(REASONS), needed=_n("Please choose a reason."))
    words = form.text("words", longest=WORDS_MOST)
    try:
        form.check()
        async with write(request) as tx:
            await decisions.decline(tx, association, id, reason, words)
    except Invalid as invalid:
        return await _page(request, reason=reason, words=words, wrong=invalid.fields)
    return see(f"/associations/{association}/requests/{id}?done=declined")


def _ids(request: Request) -> tuple[PlaceId, CircularId]:
    return PlaceId(request.path_params["association"]), CircularId(request.path_params["municipal_request"])


async def _page(
    request: Request,
    note: str | None = None,
    reason: str | None = None,
    words: str | None = None,
    wrong: dict[str, str] | None = None,
) -> Response:
    association, id = _ids(request)
    async with read(request) as tx:
        found = await decisions.find(tx, association, id)
        place = await find_place(tx, association)
        view = AnswerPage(
            place=place,
            request=found,
            article=article(
                await decisions.texts_of(tx, found),
                await attachments.sheets(tx, id),
                kind="ordinary",
                category="municipality",
                importance=found.importance,
                published=found.sent,
                attribution=Attribution(found.issuer, place.name, found.own_note),
            ),
            late=found.reply_by is not None and found.reply_by < tx.now,
            note=found.own_note if note is None else note,
            reason=found.reason if reason is None else reason,
            words=found.words if words is None else words,
            done=request.query_params.get("done", ""),
            wrong=wrong or {},
        )
    return await apart(
        len(view.article.body),
        staff_page,
        request,
        "circulation/municipal_requests/answer.html",
        view,
        422 if wrong else 200,
    )


routes = [
    get(PATH, listing, Task.ANSWER_REQUESTS),
    get(ONE, show, Task.ANSWER_REQUESTS),
    post(f"{ONE}/circulation", pass_on, Task.ANSWER_REQUESTS),
    post(f"{ONE}/refusal", decline, Task.ANSWER_REQUESTS),
]
