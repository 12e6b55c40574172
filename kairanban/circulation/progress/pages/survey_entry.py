"""The answers of one household to a survey, written down by an officer or the block's leader."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulation.progress.actions import overview
from kairanban.circulation.progress.pages.block import HOUSE, METHODS, ids
from kairanban.circulation.progress.queries.overview import Circular
from kairanban.circulation.progress.rules import HouseholdState
from kairanban.circulation.replies.actions.answers import answer_for
from kairanban.circulation.replies.actions.surveys import parts_of, survey_of
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.circulation.surveys.pages.fields import read_filled
from kairanban.circulation.surveys.rules.answers import Filled, Parts, as_filled
from kairanban.circulation.surveys.rules.shown import Survey
from kairanban.core.errors import Invalid, NotFound
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import FOLLOWERS
from kairanban.web.app_context import read, write
from kairanban.web.forms import read_form
from kairanban.web.looks import record_look
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post


@dataclass(frozen=True, slots=True)
class SurveyEntryPage:
    circular: Circular
    block: PlaceId
    household: HouseholdState
    survey: Survey
    parts: Parts
    """The household's answers that count."""
    press: str
    filled: Filled = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)

    @property
    def base(self) -> str:
        return f"/circulars/{self.circular.id}/blocks/{self.block}"


async def show(request: Request) -> Response:
    return await _page(request)


async def enter(request: Request) -> Response:
    circular, block, household = ids(request)
    form = await read_form(request)
    filled = read_filled(form)
    given = Answer(
        # Nothing filled in means that it was only seen.
        choice="survey" if filled else "acknowledged",
        client_id=form.text("press", longest=64) or secrets.token_urlsafe(12),
        edition=form.whole("edition", 1, 100_000),
        filled=filled,
    )
    try:
        form.check()
        async with write(request) as tx:
            await answer_for(tx, circular, household, given, form.choice("method", METHODS) or "paper", block)
    except Invalid as invalid:
        return await _page(request, None if "edition" in invalid.fields else filled, dict(invalid.fields))
    return see(f"/circulars/{circular}/blocks/{block}#h{household}")


async def _page(
    request: Request, filled: Filled | None = None, wrong: Mapping[str, str] | None = None
) -> Response:
    circular, block, household = ids(request)
    async with read(request) as tx:
        found = await overview.find(tx, circular)
        households = await overview.households(tx, circular, found.place, block)
        one = next((one for one in households if one.id == household), None)
        if one is None or found.circular.reply_kind != "survey" or found.circular.counted is not None:
            raise NotFound
        parts = await parts_of(tx, circular, household) if one.choice else ()
        view = SurveyEntryPage(
            circular=found.circular,
            block=block,
            household=one,
            survey=await survey_of(tx, circular),
            parts=parts,
            press=secrets.token_urlsafe(12),
            filled=as_filled(parts) if filled is None else filled,
            wrong=wrong or {},
        )
    # Access to the answers is recorded before the page is sent.
    if found.circular.group:
        await record_look(request, "follow_up_group", found.place)
    else:
        await record_look(request, "follow_up", block)
    return staff_page(request, "circulation/progress/survey_entry.html", view, 422 if wrong else 200)


routes = [
    get(f"{HOUSE}/survey", show, FOLLOWERS),
    post(f"{HOUSE}/survey", enter, FOLLOWERS),
]
