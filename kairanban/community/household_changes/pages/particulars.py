"""The data of one household on one form."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.household_changes.actions import particulars
from kairanban.community.household_changes.actions.particulars import METHODS, Particulars
from kairanban.community.household_changes.pages.form_values import Typed, particular, typed_in
from kairanban.community.household_changes.rules import changed_on
from kairanban.community.places.actions.places import places_within
from kairanban.community.places.queries.places import Within
from kairanban.community.places.rules import DWELLING
from kairanban.community.roster.queries.current import StoredHousehold
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.names import MEMBERSHIP_NAMES, METHOD_NAMES
from kairanban.core.clock import day_of
from kairanban.core.errors import Invalid
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.i18n.languages import LANGUAGES
from kairanban.web.app_context import read, write
from kairanban.web.forms import Form, read_form
from kairanban.web.looks import record_look
from kairanban.web.path_ids import household_of_association
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post


@dataclass(frozen=True, slots=True)
class ParticularsPage(Typed):
    base: str
    now: StoredHousehold
    places: list[Within]
    place: PlaceId
    methods: Mapping[str, str]
    standings: Mapping[str, str]


async def show(request: Request) -> Response:
    return await _page(request)


async def put_right(request: Request) -> Response:
    association, household = household_of_association(request)
    form = await read_form(request)
    right = Particulars(
        # A hidden household is asked only where it lives.
        name=form.text("name", longest=60),
        reading=particular(form, Field.READING),
        label=form.text("label", longest=60),
        postal=particular(form, Field.POSTAL),
        address=particular(form, Field.ADDRESS, 200),
        phone=particular(form, Field.PHONE),
        second_phone=particular(form, Field.SECOND_PHONE),
        email=particular(form, Field.EMAIL, 254),
        language=form.choice("language", tuple(LANGUAGES)) or "ja",
        method=form.choice("method", METHODS) or "both",
        standing=form.choice("membership", tuple(MEMBERSHIP_NAMES)) or "full",
        place=PlaceId(next(iter(form.ids("place")), 0)),
        route_order=form.whole("route_order", 0, 9999) or 0,
    )
    try:
        async with write(request) as tx:
            day = changed_on(form.day("day"), tx.now)
            form.check()
            await particulars.put_right(tx, association, household, right, day)
    except Invalid as invalid:
        return await _page(request, form, invalid.fields)
    return see(f"{_base(request)}?done=right")


async def _page(
    request: Request, form: Form | None = None, wrong: Mapping[str, str] | None = None
) -> Response:
    association, household = household_of_association(request)
    async with read(request) as tx:
        now = await particulars.particulars(tx, association, household)
        inside = [
            one for one in await places_within(tx, association) if one.kind in (*DWELLING, "association")
        ]
        view = ParticularsPage(
            base=_base(request),
            now=now,
            places=inside,
            place=now.place or association,
            # Only the household itself gives up paper.
            methods={
                name: words
                for name, words in METHOD_NAMES.items()
                if name != "digital" or now.method == "digital"
            },
            standings=MEMBERSHIP_NAMES,
            today=day_of(tx.now).isoformat(),
            typed=typed_in(form),
            wrong=wrong or {},
        )
    await record_look(request, "household", association, household)
    return staff_page(request, "community/household_changes/particulars.html", view, 422 if wrong else 200)


def _base(request: Request) -> str:
    association, household = household_of_association(request)
    return f"/associations/{association}/households/{household}"


_PARTICULARS = "/associations/{association:int}/households/{household:int}/particulars"

routes = [
    get(_PARTICULARS, show, Task.CHANGE_ROSTER),
    post(_PARTICULARS, put_right, Task.CHANGE_ROSTER),
]
