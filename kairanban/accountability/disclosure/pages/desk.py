"""開示 at the desk. A press makes the copy, since it is recorded and the household is told."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.accountability.disclosure.actions import desk
from kairanban.accountability.disclosure.pages.files import PAPER, json_file, paper_page
from kairanban.accountability.disclosure.queries.asking import Subject
from kairanban.accountability.disclosure.rules.bundle import Bundle
from kairanban.accountability.disclosure.rules.notes import Lived
from kairanban.core.errors import Invalid
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.i18n.languages import LANGUAGES
from kairanban.i18n.templating import render
from kairanban.web.app_context import read, write
from kairanban.web.forms import Form, read_form
from kairanban.web.looks import record_look
from kairanban.web.path_ids import household_of_association
from kairanban.web.printing import pdf
from kairanban.web.render import staff_page
from kairanban.web.routing import get, post

WHOLE = "household"


@dataclass(frozen=True, slots=True)
class DeskPage:
    association: PlaceId
    subject: Subject
    may_name: bool
    people: Sequence[Lived]
    whose: str
    language: str
    wrong: dict[str, str] = field(default_factory=dict)


async def show(request: Request) -> Response:
    return await _page(request)


async def make(request: Request) -> Response:
    form = await read_form(request)
    try:
        bundle = await _made(request, form.text("whose"))
    except Invalid as invalid:
        return await _page(request, form, invalid.fields)
    if form.text("form") == "file":
        return json_file(bundle)
    language = form.choice("language", tuple(LANGUAGES)) or request.state.page_context.language
    return await pdf(render(language, PAPER, page=paper_page(bundle)), "kaiji")


async def _made(request: Request, whose: str) -> Bundle:
    association, household = household_of_association(request)
    async with write(request) as tx:
        if whose == WHOLE:
            return await desk.bundle_of_household(tx, association, household)
        adult = int(whose) if whose.isascii() and whose.isdecimal() and len(whose) < 16 else 0
        return await desk.bundle_of_adult(tx, association, household, adult)


async def _page(request: Request, form: Form | None = None, wrong: dict[str, str] | None = None) -> Response:
    association, household = household_of_association(request)
    async with read(request) as tx:
        found = await desk.subject(tx, association, household)
        view = DeskPage(
            association=association,
            subject=found,
            may_name=await desk.may_name(tx, found),
            people=await desk.people(tx, found),
            whose=form.text("whose") if form else "",
            language=form.text("language") if form else request.state.page_context.language,
            wrong=wrong or {},
        )
    await record_look(request, "household", association, household)
    return staff_page(request, "accountability/disclosure/desk.html", view, 422 if wrong else 200)


_DISCLOSURE = "/associations/{association:int}/households/{household:int}/disclosure"

routes = [get(_DISCLOSURE, show, Task.EXPORT_ROSTER), post(_DISCLOSURE, make, Task.EXPORT_ROSTER)]
