"""What is held about the household, on its own device: to look at, to print, to keep."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.accountability.disclosure.actions.own import own_bundle
from kairanban.accountability.disclosure.pages.files import PAPER, json_file, paper_page
from kairanban.accountability.disclosure.rules.bundle import Bundle
from kairanban.accountability.disclosure.rules.labels import NAMES
from kairanban.accountability.disclosure.rules.reading import ReadPart, read_part
from kairanban.core.actor import Home
from kairanban.core.errors import NotFound
from kairanban.web.app_context import actor, read
from kairanban.web.homes import chosen
from kairanban.web.printing import paper
from kairanban.web.render import page
from kairanban.web.routing import Open, get

# In full on the page; of the others their number.
SHOWN = ("household", "people", "addresses", "consents")


@dataclass(frozen=True, slots=True)
class OwnPage:
    home: Home
    several: bool
    shown: Sequence[ReadPart]
    numbers: Sequence[tuple[str, int]]
    notes_left_out: int

    @property
    def query(self) -> str:
        return f"?home={self.home.household}" if self.several else ""


async def show(request: Request) -> Response:
    home, bundle = await _bundle(request)
    parts = {part.name: part for part in bundle.filled()}
    view = OwnPage(
        home=home,
        several=len(actor(request).homes) > 1,
        shown=[read_part(parts[name]) for name in SHOWN if name in parts],
        numbers=[(NAMES[name], len(part.rows)) for name, part in parts.items() if name not in SHOWN],
        notes_left_out=bundle.notes_left_out,
    )
    return page(request, "accountability/disclosure/own.html", view)


async def print_all(request: Request) -> Response:
    home, bundle = await _bundle(request)
    back = f"/own-data?home={home.household}"
    return await paper(request, PAPER, paper_page(bundle), back=back, name="kaiji")


async def save(request: Request) -> Response:
    _home, bundle = await _bundle(request)
    return json_file(bundle)


async def _bundle(request: Request) -> tuple[Home, Bundle]:
    homes = actor(request).homes
    if not homes:
        raise NotFound
    home = chosen(request, request.query_params.get("home", "")) or homes[0]
    async with read(request) as tx:
        return home, await own_bundle(tx, home.household)


routes = [
    get("/own-data", show, Open.HOUSEHOLD),
    get("/own-data/paper", print_all, Open.HOUSEHOLD),
    get("/own-data/paper.pdf", print_all, Open.HOUSEHOLD),
    get("/own-data/file", save, Open.HOUSEHOLD),
]
