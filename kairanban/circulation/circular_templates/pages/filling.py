"""定型回覧: choose a template, fill in its slots, and start a draft in every language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.permission import require
from kairanban.circulation.circular_templates import actions
from kairanban.circulation.circular_templates.actions import Filling
from kairanban.circulation.circular_templates.queries import OwnTemplate
from kairanban.circulation.circular_templates.rules.delivered import RAIN, delivered, listed, word
from kairanban.circulation.circular_templates.rules.slots import CircularTemplate, Slot, slots_of
from kairanban.circulation.circulars.rules.events import When, of_fields
from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.community.places.actions.places import find_place
from kairanban.community.places.queries.places import Place
from kairanban.core.clock import Moment, at, end_of
from kairanban.core.errors import Invalid, NotFound
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx
from kairanban.i18n import dates
from kairanban.i18n.languages import DEFAULT
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import read, write
from kairanban.web.forms import Form, read_form
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post

_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class ListPage:
    association: PlaceId
    delivered: dict[str, CircularTemplate]
    own: list[OwnTemplate]
    done: str


@dataclass(frozen=True, slots=True)
class FillPage:
    association: Place
    key: str
    pattern: CircularTemplate
    slots: frozenset[Slot]
    sample: Texts
    bring: dict[str, str]
    what: dict[str, str]
    rain: dict[str, str]
    typed: dict[str, object] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)


async def show(request: Request) -> Response:
    association = PlaceId(request.path_params["association"])
    async with read(request) as tx:
        own = await actions.own(tx, association)
    return staff_page(
        request,
        "circulation/circular_templates/list.html",
        ListPage(association, delivered(), own, request.query_params.get("done", "")),
    )


async def show_filling(request: Request) -> Response:
    return await _fill_page(request)


async def fill(request: Request) -> Response:
    association, key = PlaceId(request.path_params["association"]), request.path_params["pattern"]
    form = await read_form(request)
    filling, typed = _filling(form)
    try:
        form.check()
        async with write(request) as tx:
            template = await _template(tx, association, key)
            circular = await actions.use(tx, association, template, filling)
    except Invalid as invalid:
        return await _fill_page(request, typed, dict(invalid.fields))
    return see(f"/circulars/{circular}/audience")


def _filling(form: Form) -> tuple[Filling, dict[str, object]]:
    """Return the values, and the form as submitted."""
    day, new_day, reply_by = form.day("day"), form.day("new_day"), form.day("reply_by")
    place = form.text("place", longest=100)
    choices = delivered().values()
    bring = tuple(one for one in form.many("bring") if any(one in kind.bring for kind in choices))
    what = form.choice("what", tuple({one for kind in choices for one in kind.what}))
    rain = form.choice("rain", RAIN)
    free_what, free_bring = form.text("free_what", longest=60), form.text("free_bring", longest=100)
    times = {name: form.text(name, longest=5) for name in ("from", "until")}
    typed: dict[str, object] = {
        "day": form.text("day"), "new_day": form.text("new_day"), "reply_by": form.text("reply_by"), **times, "place": place, "bring": bring,
        "what": what, "rain": rain, "free_what": free_what, "free_bring": free_bring,
        "ask": form.text("ask", longest=100), "phone": form.text("phone", longest=30),
    }  # fmt: skip
    moments: dict[str, Moment | None] = {}
    for name, written in times.items():
        clock = _CLOCK.fullmatch(written)
        if written and not clock:
            form.wrong[name] = _n("Please write a time.")
        # A time is read even without a valid day; any date will do.
        moments[name] = at(day or date(2000, 1, 1), int(clock[1]), int(clock[2])) if clock else None

    def values(language: str) -> Mapping[Slot, str]:
        return {
            Slot.WHAT: word(language, what) if what else free_what,
            Slot.DAY: dates.day(language, at(day)) if day else "",
            Slot.NEW_DAY: dates.day(language, at(new_day)) if new_day else "",
            Slot.FROM: _hour(language, moments["from"]),
            Slot.UNTIL: _hour(language, moments["until"]),
            Slot.PLACE: place,
            Slot.BRING: listed(language, bring) if bring else free_bring,
            Slot.RAIN: word(language, rain) if rain else "",
        }

    whole_day = new_day or day
    when = When(moments["from"], moments["until"]) if day and moments["from"] is not None else When()
    if when.begins is None and whole_day:
        when = When(at(whole_day), end_of(whole_day))
    ends = end_of(reply_by) if reply_by else None
    return Filling(values, str(typed["ask"]), str(typed["phone"]), of_fields(*when), ends), typed


def _hour(language: str, moment: Moment | None) -> str:
    return dates.hour(language, moment) if moment is not None else ""


async def _template(tx: Tx, association: PlaceId, key: str) -> CircularTemplate:
    await require(tx, Task.DRAFT, association)
    if key in delivered():
        return delivered()[key]
    if not (key.isascii() and key.isdecimal() and len(key) < 16):
        raise NotFound
    return (await actions.find(tx, association, int(key))).template()


async def _fill_page(
    request: Request, typed: dict[str, object] | None = None, wrong: dict[str, str] | None = None
) -> Response:
    association, key = PlaceId(request.path_params["association"]), request.path_params["pattern"]
    async with read(request) as tx:
        template = await _template(tx, association, key)
        place = await find_place(tx, association)
    texts = template.texts[DEFAULT]
    say = partial(word, DEFAULT)
    view = FillPage(
        association=place,
        key=key,
        pattern=template,
        slots=slots_of(texts),
        sample=texts,
        bring={name: say(name) for name in template.bring},
        what={name: say(name) for name in template.what},
        rain={name: say(name) for name in RAIN},
        typed=typed or {"ask": place.help_name, "phone": place.help_phone, "from": "09:00"},
        wrong=wrong or {},
    )
    return staff_page(request, "circulation/circular_templates/fill.html", view, 422 if wrong else 200)


_LIST = "/associations/{association:int}/patterns"

routes = [
    get(_LIST, show, Task.DRAFT),
    get(f"{_LIST}/{{pattern}}", show_filling, Task.DRAFT),
    post(f"{_LIST}/{{pattern}}", fill, Task.DRAFT),
]
