"""漏えい時の手引き: what to do, the dates, and the two reports as a form that is saved and printed."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.accountability.breach import actions
from kairanban.accountability.breach.queries import Association, Draft
from kairanban.accountability.breach.rules import (
    AT_ONCE,
    CASES,
    FIELDS,
    PEOPLE_MOST,
    TEXT_MOST,
    Due,
    due,
    holds,
)
from kairanban.core.clock import at, day_of
from kairanban.core.errors import Invalid
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.web.app_context import read, write
from kairanban.web.forms import Form, read_form
from kairanban.web.printing import paper
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post

DAYS = ("discovered", "first_reported", "final_reported")


@dataclass(frozen=True, slots=True)
class Report:
    """A draft with the dates that follow from it."""

    draft: Draft

    @property
    def cases(self) -> frozenset[str]:
        return holds(frozenset(filter(None, self.draft.cases.split(","))), self.draft.people)

    @property
    def _due(self) -> Due:
        return due(day_of(self.draft.discovered), self.cases)

    @property
    def early(self) -> int:
        return at(self._due.early)

    @property
    def first(self) -> int:
        return at(self._due.first)

    @property
    def final(self) -> int:
        return at(self._due.final)


@dataclass(frozen=True, slots=True)
class GuidePage:
    association: PlaceId
    reports: Sequence[Report]
    press: str
    today: int
    discovered: str
    done: str
    wrong: dict[str, str] = field(default_factory=dict)
    at_once: tuple[str, ...] = AT_ONCE
    cases: dict[str, str] = field(default_factory=lambda: CASES)


@dataclass(frozen=True, slots=True)
class ReportPage:
    report: Report
    typed: dict[str, str]
    """What the form shows: stored, or typed and not valid."""
    ticked: frozenset[str]
    today: int
    done: str
    wrong: dict[str, str] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=lambda: CASES)
    fields: dict[str, str] = field(default_factory=lambda: FIELDS)
    most: int = TEXT_MOST


@dataclass(frozen=True, slots=True)
class ChoosePage:
    associations: Sequence[Association]


async def choose(request: Request) -> Response:
    async with read(request) as tx:
        found = await actions.associations(tx)
    return staff_page(request, "accountability/breach/choose.html", ChoosePage(found))


async def show(request: Request) -> Response:
    return await _guide(request)


async def begin(request: Request) -> Response:
    association, form = _association(request), await read_form(request)
    try:
        day = form.day("discovered")
        form.check()
        async with write(request) as tx:
            made = await actions.begin(
                tx, association, at(day) if day else None, form.text("press", longest=60)
            )
    except Invalid as invalid:
        return await _guide(request, form, invalid.fields)
    return see(f"/associations/{association}/breaches/{made}")


async def edit(request: Request) -> Response:
    return await _report(request)


async def save(request: Request) -> Response:
    association, breach, form = _association(request), request.path_params["breach"], await read_form(request)
    try:
        values = _read(form)
        form.check()
        async with write(request) as tx:
            await actions.save(tx, association, breach, values)
    except Invalid as invalid:
        return await _report(request, form, invalid.fields)
    return see(f"/associations/{association}/breaches/{breach}?done=saved")


async def remove(request: Request) -> Response:
    association = _association(request)
    async with write(request) as tx:
        await actions.remove(tx, association, request.path_params["breach"])
    return see(f"/associations/{association}/breaches?done=removed")


async def print_report(request: Request) -> Response:
    association, breach = _association(request), request.path_params["breach"]
    async with read(request) as tx:
        report = Report(await actions.find(tx, association, breach))
        view = ReportPage(report, _stored(report.draft), report.cases, tx.now, "")
    back = f"/associations/{association}/breaches/{breach}"
    return await paper(request, "accountability/breach/paper.html", view, back=back, name="roei-hokoku")


def _association(request: Request) -> PlaceId:
    return PlaceId(request.path_params["association"])


def _read(form: Form) -> dict[str, object]:
    days = {name: form.day(name) for name in DAYS}
    return {
        **{name: at(day) if day else None for name, day in days.items()},
        **{name: form.paragraphs(name, longest=TEXT_MOST) for name in FIELDS},
        "cases": ",".join(case for case in CASES if case in form.many("case")),
        "people": form.whole("people", 0, PEOPLE_MOST),
    }


def _stored(draft: Draft) -> dict[str, str]:
    days = {
        "discovered": draft.discovered,
        "first_reported": draft.first_reported,
        "final_reported": draft.final_reported,
    }
    return {
        **{name: day_of(day).isoformat() if day else "" for name, day in days.items()},
        **draft.texts,
        "people": "" if draft.people is None else str(draft.people),
    }


async def _guide(request: Request, form: Form | None = None, wrong: dict[str, str] | None = None) -> Response:
    association = _association(request)
    async with read(request) as tx:
        view = GuidePage(
            association=association,
            reports=[Report(one) for one in await actions.drafts(tx, association)],
            press=(form.text("press") if form else "") or secrets.token_urlsafe(12),
            today=tx.now,
            discovered=form.text("discovered") if form else "",
            done=request.query_params.get("done", ""),
            wrong=wrong or {},
        )
    return staff_page(request, "accountability/breach/guide.html", view, 422 if wrong else 200)


async def _report(
    request: Request, form: Form | None = None, wrong: dict[str, str] | None = None
) -> Response:
    async with read(request) as tx:
        report = Report(await actions.find(tx, _association(request), request.path_params["breach"]))
        now = tx.now
    typed = _stored(report.draft)
    if form is not None:
        typed = {name: form.paragraphs(name, longest=100_000) for name in typed}
    ticked = frozenset(form.many("case")) if form else report.cases
    view = ReportPage(report, typed, ticked, now, request.query_params.get("done", ""), wrong or {})
    return staff_page(request, "accountability/breach/report.html", view, 422 if wrong else 200)


_NEEDS = (Task.KEEP_RECORDS, Task.OPERATE)
_BREACHES = "/associations/{association:int}/breaches"
_ONE = f"{_BREACHES}/{{breach:int}}"

routes = [
    get("/breaches", choose, _NEEDS),
    get(_BREACHES, show, _NEEDS),
    post(_BREACHES, begin, _NEEDS),
    get(_ONE, edit, _NEEDS),
    post(_ONE, save, _NEEDS),
    post(f"{_ONE}/removal", remove, _NEEDS),
    get(f"{_ONE}/paper", print_report, _NEEDS),
    get(f"{_ONE}/paper.pdf", print_report, _NEEDS),
]
