"""An association's name, its own words, and its help contact."""

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.permission import require
from kairanban.community.places.actions.places import change_association, find_place
from kairanban.core.errors import Invalid
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import read, write
from kairanban.web.forms import read_form
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post

# Suggestions; any other word is accepted.
BLOCK_WORDS = ("班", "組", "隣組", "区", "部", "集落")
CHAIR_WORDS = ("会長", "区長", "自治会長", "町内会長", "総代", "常会長")
# Three at least: the town's requests, which circulars refer to, are kept for as long.
CIRCULAR_YEARS = ("3", "5", "10")


@dataclass(frozen=True, slots=True)
class AssociationPage:
    association: PlaceId
    typed: dict[str, str]
    block_words: tuple[str, ...] = BLOCK_WORDS
    chair_words: tuple[str, ...] = CHAIR_WORDS
    circular_years: tuple[str, ...] = CIRCULAR_YEARS
    done: str = ""
    wrong: dict[str, str] = field(default_factory=dict)


async def show(request: Request) -> Response:
    association = PlaceId(request.path_params["association"])
    async with read(request) as tx:
        await require(tx, Task.CHANGE_ROSTER, association)
        place = await find_place(tx, association)
    typed = {
        "name": place.name,
        "block_word": place.block_word,
        "chair_word": place.chair_word,
        "help_name": place.help_name,
        "help_phone": place.help_phone,
        "circular_years": str(place.circular_years),
    }
    return staff_page(
        request,
        "community/roster/association.html",
        AssociationPage(association, typed, done=request.query_params.get("done", "")),
    )


async def change(request: Request) -> Response:
    association = PlaceId(request.path_params["association"])
    form = await read_form(request)
    years = form.choice("circular_years", CIRCULAR_YEARS)
    typed = {
        "name": form.text("name", longest=60, needed=_n("Please write a name.")),
        "block_word": form.text("block_word", longest=10, needed=_n("Please write the word you use.")),
        "chair_word": form.text("chair_word", longest=10, needed=_n("Please write the word you use.")),
        "help_name": form.text("help_name", longest=60, needed=_n("Please write who can be rung.")),
        "help_phone": form.text("help_phone", longest=30, needed=_n("Please write a telephone number.")),
    }
    try:
        form.check()
        async with write(request) as tx:
            await change_association(tx, association, **typed, circular_years=int(years) if years else None)
    except Invalid as invalid:
        async with read(request) as tx:
            await require(tx, Task.CHANGE_ROSTER, association)
        typed["circular_years"] = years
        view = AssociationPage(association, typed, wrong=dict(invalid.fields))
        return staff_page(request, "community/roster/association.html", view, 422)
    return see(f"/associations/{association}?done=changed")


routes = [
    get("/associations/{association:int}", show, Task.CHANGE_ROSTER),
    post("/associations/{association:int}", change, Task.CHANGE_ROSTER),
]
