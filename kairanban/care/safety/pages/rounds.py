"""The round of a block on a phone, household by household, also offline."""

import secrets
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.care.safety.actions import boards
from kairanban.care.safety.actions.answers import Given, tick
from kairanban.care.safety.actions.boards import Board
from kairanban.care.safety.queries.boards import Block, House
from kairanban.care.safety.rules import WORDS_MOST, Source, State
from kairanban.core.errors import NotFound
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.tasks import FOLLOWERS
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import read, write
from kairanban.web.forms import read_form
from kairanban.web.looks import record_look
from kairanban.web.render import road_page, see
from kairanban.web.routing import get, post

# Buttons for what was seen at a door.
SEEN = {
    "safe": (State.SAFE, Source.WALK),
    "help": (State.HELP, Source.WALK),
    "sign": (State.SAFE, Source.SIGN),
    "nobody": (State.UNKNOWN, Source.WALK),
}


@dataclass(frozen=True, slots=True)
class RoundPage:
    board: Board
    block: Block
    houses: list[House]
    help_first: bool
    press: str


async def show(request: Request) -> Response:
    first = request.query_params.get("order") == "help"
    async with read(request) as tx:
        board, block, houses = await boards.round_of(tx, request.path_params["check"], _block(request))
    await record_look(request, "safety", block.id or board.check.association)
    view = RoundPage(
        board, block, boards.help_first(houses) if first else houses, first, secrets.token_urlsafe(9)
    )
    return road_page(request, "care/safety/round.html", view)


async def see_household(request: Request) -> Response:
    """Record what was seen at the door, with its time."""
    form = await read_form(request)
    seen = form.choice("seen", tuple(SEEN), needed=_n("Please press one of the buttons."))
    made = form.whole("made", 0, 2**53)
    words = form.text("words", longest=WORDS_MOST)
    household = HouseholdId(request.path_params["household"])
    if form.wrong:
        # Without permission nothing is told, not even what is invalid.
        async with read(request) as tx:
            _, _, houses = await boards.round_of(tx, request.path_params["check"], _block(request))
        if household not in {house.id for house in houses}:
            raise NotFound
    form.check()
    state, source = SEEN[seen]
    press = f"{form.text('press', longest=40) or secrets.token_urlsafe(9)}.{seen}.{made or ''}"
    check = request.path_params["check"]
    async with write(request) as tx:
        given = Given(state, source, press, words=words, made=made)
        await tick(tx, check, household, given, _block(request))
    return see(f"/safety/{check}/blocks/{_block(request)}#h{household}")


def _block(request: Request) -> PlaceId:
    return PlaceId(request.path_params["block"])


_BLOCK = "/safety/{check:int}/blocks/{block:int}"

routes = [
    get(_BLOCK, show, FOLLOWERS),
    post(f"{_BLOCK}/households/{{household:int}}/sighting", see_household, FOLLOWERS),
]
