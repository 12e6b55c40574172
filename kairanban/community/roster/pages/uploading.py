"""Upload of a roster file."""

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.permission import require
from kairanban.community.places.actions.places import find_place
from kairanban.community.places.queries.places import Place
from kairanban.community.roster.actions import files, remembering
from kairanban.community.roster.queries.uploads import Waiting
from kairanban.community.roster.reading import read_roster
from kairanban.community.roster.rules.files import OLD_EXCEL
from kairanban.community.roster.rules.memory import counted
from kairanban.community.roster.rules.sheets import MAX_BYTES
from kairanban.community.roster.rules.unreadable import Unreadable
from kairanban.core.clock import day_of
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import app_context, read, write
from kairanban.web.forms import file_name, read_form
from kairanban.web.render import see, staff_page
from kairanban.web.routing import MIB, get, post


@dataclass(frozen=True, slots=True)
class UploadPage:
    association: Place
    waiting: list[Waiting]
    megabytes: int = MAX_BYTES // MIB
    wrong: str = ""
    how_to_save: bool = False
    """The file is of an older Excel: the two steps are shown."""
    values: dict[str, str] = field(default_factory=dict)


async def show(request: Request) -> Response:
    return await _page(request)


async def upload(request: Request) -> Response:
    """Read the file outside any transaction and store it if it is readable."""
    association = PlaceId(request.path_params["association"])
    async with read(request) as tx:
        await require(tx, Task.CHANGE_ROSTER, association)
    chosen = (await read_form(request, files=1)).files("file")
    if not chosen:
        return await _page(request, _n("Please choose a file first."))
    data, name = await chosen[0].read(), file_name(chosen[0])
    today = day_of(app_context(request).database.clock())
    try:
        understanding = await read_roster(data, name, today=today)
        async with read(request) as tx:
            memory = await remembering.memory_of(tx, association)
        choices = await remembering.first_choices(memory, data, name, understanding, today)
    except Unreadable as problem:
        return await _page(request, problem.message, dict(problem.params))
    async with write(request) as tx:
        file = await files.keep(tx, association, name, data, choices)
    return see(f"/roster/files/{file}" + ("?done=recalled" if counted(choices) else ""))


async def _page(request: Request, wrong: str = "", values: dict[str, str] | None = None) -> Response:
    association = PlaceId(request.path_params["association"])
    async with read(request) as tx:
        waiting = await files.waiting(tx, association)
        view = UploadPage(
            await find_place(tx, association),
            waiting,
            wrong=wrong,
            how_to_save=wrong == OLD_EXCEL,
            values=values or {},
        )
    return staff_page(request, "community/roster/upload.html", view, 422 if wrong else 200)


routes = [
    get("/associations/{association:int}/roster/files", show, Task.CHANGE_ROSTER),
    post("/associations/{association:int}/roster/files", upload, Task.CHANGE_ROSTER, body=12 * MIB),
]
