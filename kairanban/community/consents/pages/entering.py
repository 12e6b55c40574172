"""Entry of a block's signed sheets in one save, as for a route sheet."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.consents import actions
from kairanban.community.consents.actions import Entered, HomeConsents
from kairanban.community.consents.rules import HOW, WORDS, Wording
from kairanban.community.places.actions.places import find_place, places_within
from kairanban.community.places.queries.places import Place, Within
from kairanban.community.places.rules import DWELLING
from kairanban.core.errors import Invalid
from kairanban.core.ids import HouseholdId, PlaceId, ResidentId
from kairanban.core.purposes import Purpose
from kairanban.core.tasks import Task
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import read, write
from kairanban.web.forms import Form, read_form
from kairanban.web.looks import record_look
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post

# Enough for a large block: 300 households of three adults.
FORM_BYTES = 1024 * 1024
MOST_FIELDS = 20_000
PAPERS = ("paper", "spoken")
# The saved households are named in the redirect's URL.
MOST_NAMED = 50


@dataclass(frozen=True, slots=True)
class EnteringPage:
    place: Place
    blocks: list[Within]
    block: PlaceId | None
    homes: list[HomeConsents]
    words: dict[str, Wording]
    how: dict[str, str]
    done: str
    number: int
    taken_back: int
    saved: frozenset[int]
    """The households whose ticks were just saved."""
    typed: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)

    def ticked(self, resident: int, purpose: str, stands: bool) -> bool:
        """Tell whether to tick the box: as submitted, else as stored."""
        return f"{resident}:{purpose}" in self.typed if self.typed else stands


async def show(request: Request) -> Response:
    return await _page(request)


async def save(request: Request) -> Response:
    association = PlaceId(request.path_params["association"])
    form = await read_form(request, fields=MOST_FIELDS)
    block = PlaceId(form.whole("block", 1, 2**53) or 0)
    try:
        entered = _entered(form)
        form.check()
        async with write(request) as tx:
            number, taken_back = await actions.enter(tx, association, block, entered)
            saved = _households(entered, await actions.of_place(tx, association, block))
    except Invalid as invalid:
        return await _page(request, block, _typed(form), dict(invalid.fields))
    named = "".join(f"&home={home}" for home in saved[:MOST_NAMED])
    place = f"#h{saved[0]}" if saved else ""
    return see(
        f"/associations/{association}/consents?place={block}&done=entered&number={number}&taken_back={taken_back}{named}{place}"
    )


def _households(entered: Entered, homes: list[HomeConsents]) -> list[HouseholdId]:
    """Return the households with entries, in the order of the page."""
    residents = {resident for resident, _ in entered.given | entered.withdrawn}
    new = {household for household, _, _ in entered.added}
    return [
        home.household
        for home in homes
        if home.household in new or any(adult.id in residents for adult in home.adults)
    ]


def _entered(form: Form) -> Entered:
    """Read the differences from the page as it was shown: a resident may have changed others meanwhile."""
    ticks, was = set(form.many("tick")), set(form.many("was"))
    added = []
    for name in form.names("new_name_"):
        number = name.removeprefix("new_name_")
        typed = form.text(name, longest=60)
        if number.isascii() and number.isdecimal() and len(number) < 16 and typed:
            household = HouseholdId(int(number))
            added.append((household, typed, _purposes(form.many(f"new_tick_{household}"))))
    return Entered(
        how=form.choice("how", PAPERS, needed=_n("Please choose how it was said.")),
        witness=form.text("witness", longest=60),
        given={pair for tick in ticks - was if (pair := _pair(tick))},
        withdrawn={pair for tick in was - ticks if (pair := _pair(tick))},
        added=added,
    )


def _pair(tick: str) -> tuple[ResidentId, Purpose] | None:
    resident, _, purpose = tick.partition(":")
    if resident.isascii() and resident.isdecimal() and len(resident) < 16 and purpose in WORDS:
        return ResidentId(int(resident)), Purpose(purpose)
    return None


def _purposes(values: list[str]) -> set[Purpose]:
    return {Purpose(value) for value in values if value in WORDS}


def _typed(form: Form) -> dict[str, str]:
    """Return the submitted ticks and names, to show the form again after an error."""
    found = dict.fromkeys(form.many("tick"), "yes")
    for name in form.names("new_name_"):
        found[name] = form.text(name)
        found |= {
            f"new:{name.rsplit('_', 1)[1]}:{value}": "yes"
            for value in form.many(name.replace("name", "tick"))
        }
    return found | {"how": form.choice("how", PAPERS), "witness": form.text("witness")}


async def _page(
    request: Request,
    block: PlaceId | None = None,
    typed: dict[str, str] | None = None,
    wrong: dict[str, str] | None = None,
) -> Response:
    association = PlaceId(request.path_params["association"])
    chosen = block or PlaceId(_number(request, "place")) or None
    async with read(request) as tx:
        place = await find_place(tx, association)
        blocks = [one for one in await places_within(tx, association) if one.kind in DWELLING]
        if chosen is None and blocks:
            chosen = blocks[0].id
        homes = await actions.of_place(tx, association, chosen or association)
    if homes and chosen:
        await record_look(request, "consents", chosen)
    view = EnteringPage(
        place,
        blocks,
        chosen,
        homes,
        WORDS,
        HOW,
        request.query_params.get("done", ""),
        _number(request, "number"),
        _number(request, "taken_back"),
        frozenset(int(home) for home in _asked(request, "home")),
        typed or {},
        wrong or {},
    )
    return staff_page(request, "community/consents/entering.html", view, 422 if wrong else 200)


def _number(request: Request, name: str) -> int:
    return int(next(_asked(request, name), "0"))


def _asked(request: Request, name: str) -> Iterator[str]:
    found = request.query_params.getlist(name)
    return (value for value in found if value.isascii() and value.isdecimal() and len(value) < 16)


routes = [
    get("/associations/{association:int}/consents", show, Task.CHANGE_ROSTER),
    post("/associations/{association:int}/consents", save, Task.CHANGE_ROSTER, body=FORM_BYTES),
]
