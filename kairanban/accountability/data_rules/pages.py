"""個人情報取扱規程: printed for residents, and set by the chair."""

from dataclasses import dataclass, field
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from kairanban.accountability.data_requests.rules import ANSWERED_WITHIN
from kairanban.accountability.data_rules import actions
from kairanban.accountability.data_rules.actions import Document
from kairanban.accountability.data_rules.queries import Rules
from kairanban.accountability.data_rules.rules import MEASURES, MEASURES_MOST, NEVER_ASKED, PURPOSES
from kairanban.community.consents.rules import WORDS, Wording
from kairanban.community.people.rules.offices import ROLE_NAMES
from kairanban.core.clock import DAY, at
from kairanban.core.errors import Invalid, NotFound
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.web.app_context import actor, read, write
from kairanban.web.forms import Form, read_form
from kairanban.web.homes import chosen
from kairanban.web.printing import paper
from kairanban.web.render import see, staff_page
from kairanban.web.routing import Open, get, post

PAPER = "accountability/data_rules/paper.html"


@dataclass(frozen=True, slots=True)
class PaperPage:
    document: Document
    decided: int | None
    roles: dict[str, str]
    consents: dict[str, Wording]
    purposes: tuple[str, ...] = PURPOSES
    measures: tuple[str, ...] = MEASURES
    never_asked: str = NEVER_ASKED
    answered_days: int = ANSWERED_WITHIN // DAY


@dataclass(frozen=True, slots=True)
class SetPage:
    rules: Rules
    contact: str
    contact_phone: str
    decided: str
    measures: str
    done: str
    most: int = MEASURES_MOST
    wrong: dict[str, str] = field(default_factory=dict)


async def print_own(request: Request) -> Response:
    """Print the rules of the household's association."""
    homes = actor(request).homes
    if not homes:
        raise NotFound
    home = chosen(request, request.query_params.get("home", "")) or homes[0]
    return await _print(request, home.association, "/own-data")


async def print_paper(request: Request) -> Response:
    association = PlaceId(request.path_params["association"])
    return await _print(request, association, f"/associations/{association}/data-rules")


async def _print(request: Request, association: PlaceId, back: str) -> Response:
    async with read(request) as tx:
        found = await actions.document(tx, association)
    decided = found.rules.decided
    view = PaperPage(found, at(date.fromordinal(decided)) if decided else None, ROLE_NAMES, WORDS)
    return await paper(request, PAPER, view, back=back, name="kitei")


async def show(request: Request) -> Response:
    return await _page(request)


async def save(request: Request) -> Response:
    association = PlaceId(request.path_params["association"])
    form = await read_form(request)
    try:
        contact, phone = form.text("contact", longest=60), form.text("contact_phone", longest=60)
        decided = form.day("decided")
        measures = form.paragraphs("measures", longest=MEASURES_MOST)
        form.check()
        async with write(request) as tx:
            await actions.save(
                tx, association, contact=contact, contact_phone=phone,
                decided=decided.toordinal() if decided else None, measures=measures,
            )  # fmt: skip
    except Invalid as invalid:
        return await _page(request, form, invalid.fields)
    return see(f"/associations/{association}/data-rules?done=saved")


async def _page(request: Request, form: Form | None = None, wrong: dict[str, str] | None = None) -> Response:
    async with read(request) as tx:
        rules = await actions.set_rules(tx, PlaceId(request.path_params["association"]))
    stored = date.fromordinal(rules.decided).isoformat() if rules.decided else ""
    view = SetPage(
        rules=rules,
        contact=form.text("contact", longest=10_000) if form else rules.own_contact,
        contact_phone=form.text("contact_phone", longest=10_000) if form else rules.own_phone,
        decided=form.text("decided", longest=10_000) if form else stored,
        measures=form.paragraphs("measures", longest=100_000) if form else rules.measures,
        done=request.query_params.get("done", ""),
        wrong=wrong or {},
    )
    return staff_page(request, "accountability/data_rules/set.html", view, 422 if wrong else 200)


_RULES = "/associations/{association:int}/data-rules"

routes = [
    get("/data-rules/paper", print_own, Open.HOUSEHOLD),
    get("/data-rules/paper.pdf", print_own, Open.HOUSEHOLD),
    get(_RULES, show, Task.KEEP_RECORDS),
    post(_RULES, save, Task.KEEP_RECORDS),
    get(f"{_RULES}/paper", print_paper, Task.KEEP_RECORDS),
    get(f"{_RULES}/paper.pdf", print_paper, Task.KEEP_RECORDS),
]
