"""Adding many associations from a list: sent as a file or pasted, looked at, taken over."""

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.places.queries.places import Place
from kairanban.community.roster.rules.sheets import MAX_BYTES
from kairanban.community.roster.rules.unreadable import Unreadable
from kairanban.community.towns.actions import associations, listing
from kairanban.community.towns.actions.listing import Proposal
from kairanban.community.towns.reading import read_list
from kairanban.community.towns.rules.listing import Listing, pasted, understand
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import read, write
from kairanban.web.forms import file_name, read_form
from kairanban.web.render import see, staff_page
from kairanban.web.routing import MIB, get, post

# Some thousands of rows.
LETTERS = 200_000
FIRST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class ListPage:
    town: Place
    typed: str = ""
    wrong: str = ""
    values: dict[str, str] = field(default_factory=dict)
    megabytes: int = MAX_BYTES // MIB


@dataclass(frozen=True, slots=True)
class PreviewPage:
    town: Place
    listing: Listing
    proposal: Proposal
    first: int = FIRST_SHOWN


async def show(request: Request) -> Response:
    return await _page(request)


async def look(request: Request) -> Response:
    """Show what taking the list over would do; nothing is stored."""
    town = PlaceId(request.path_params["town"])
    async with read(request) as tx:
        await associations.find_town(tx, town)
    form = await read_form(request, files=1)
    text = form.paragraphs("list", longest=LETTERS)
    files = form.files("file")
    if form.wrong:
        return await _page(request, text, form.wrong["list"])
    if not files and not text:
        return await _page(request, "", _n("Please choose a file, or paste the rows."))
    try:
        rows = await read_list(await files[0].read(), file_name(files[0])) if files else pasted(text)
    except Unreadable as problem:
        return await _page(request, text, problem.message, dict(problem.params))
    found = understand(rows)
    if not found.entries:
        return await _page(
            request, text, _n("No association was found in it. A column with the names is needed.")
        )
    async with read(request) as tx:
        view = PreviewPage(
            await associations.find_town(tx, town), found, await listing.propose(tx, town, found)
        )
    return staff_page(request, "community/towns/preview.html", view)


async def take(request: Request) -> Response:
    town = PlaceId(request.path_params["town"])
    form = await read_form(request)
    text = form.paragraphs("list", longest=LETTERS, needed=_n("Please choose a file, or paste the rows."))
    if form.wrong:
        return await _page(request, text, form.wrong["list"])
    async with write(request) as tx:
        await listing.take(tx, town, understand(pasted(text)), chairs=form.ticked("chairs"))
    return see(f"/towns/{town}?done=listed")


async def _page(
    request: Request, typed: str = "", wrong: str = "", values: dict[str, str] | None = None
) -> Response:
    async with read(request) as tx:
        found = await associations.find_town(tx, PlaceId(request.path_params["town"]))
    view = ListPage(found, typed, wrong, values or {})
    return staff_page(request, "community/towns/list.html", view, 422 if wrong else 200)


_LIST = "/towns/{town:int}/list"

routes = [
    get(_LIST, show, Task.ARRANGE_PLACES),
    post(_LIST, look, Task.ARRANGE_PLACES, body=12 * MIB),
    post(f"{_LIST}/associations", take, Task.ARRANGE_PLACES, body=2 * MIB),
]
