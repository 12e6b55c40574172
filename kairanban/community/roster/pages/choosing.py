"""Corrections in the preview, import, and removal of a file."""

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.roster.actions import files
from kairanban.community.roster.actions.planning import Proposal
from kairanban.community.roster.actions.taking import take as take_plan
from kairanban.community.roster.pages.fields import MOST_FIELDS, read_choices
from kairanban.community.roster.pages.preview import preview_page, propose
from kairanban.community.roster.queries.uploads import RosterFile
from kairanban.community.roster.rules.choices import Choices
from kairanban.community.roster.rules.plan import EntryKind
from kairanban.core.errors import Conflict
from kairanban.core.tasks import Task
from kairanban.web.app_context import actor, app_context, read, write
from kairanban.web.forms import Form
from kairanban.web.render import see
from kairanban.web.routing import MIB, post


async def choose(request: Request) -> Response:
    form = await _form(request)
    file, choices = await _choices(request, form)
    await _keep(request, file, choices)
    return see(f"/roster/files/{file.id}?done=chosen")


async def take(request: Request) -> Response:
    """Import the plan that was shown, with the choices made on the page.

    Show the preview again if the roster has changed in between (409), or if the choices bring in rows that were not
    shown.
    """
    form = await _form(request)
    file, choices = await _choices(request, form)
    if file.taken is not None:
        return see(f"/associations/{file.association}/roster?done=taken")
    shown = await propose(request, file, file.choices)
    await _keep(request, file, choices)
    proposal = await propose(request, file, choices) if choices != file.choices else shown
    if shown.digest != form.text("digest"):
        return await preview_page(request, file, proposal, changed=True)
    if _brings_unseen(shown, proposal):
        return see(f"/roster/files/{file.id}?done=read")
    if not proposal.taken and not proposal.plan.offices:
        return see(f"/roster/files/{file.id}")
    try:
        await take_plan(app_context(request).database, actor(request), proposal, file.id)
    except Conflict:
        return await preview_page(request, file, await propose(request, file, choices), changed=True)
    new = sum(entry.kind is EntryKind.NEW for entry in proposal.taken)
    changed = len(proposal.taken) - new
    return see(f"/associations/{file.association}/roster?done=taken&new={new}&changed={changed}")


def _brings_unseen(shown: Proposal, proposal: Proposal) -> bool:
    """Tell whether tables are read otherwise, so that the households of the plan were never on a page."""
    before, now = shown.understanding, proposal.understanding
    rows = {line.key: line.values for line in before.lines}
    if any(line.key not in rows for line in now.households):
        return True
    return [(table.columns, table.persons) for table in before.tables] != [
        (table.columns, table.persons) for table in now.tables
    ]


async def remove(request: Request) -> Response:
    async with write(request) as tx:
        file = await files.remove(tx, request.path_params["file"])
    return see(f"/associations/{file.association}/roster/files")


async def _form(request: Request) -> Form:
    return Form(await request.form(max_files=0, max_fields=MOST_FIELDS))


async def _choices(request: Request, form: Form) -> tuple[RosterFile, Choices]:
    async with read(request) as tx:
        file = await files.find(tx, request.path_params["file"])
    return file, read_choices(form, file.choices)


async def _keep(request: Request, file: RosterFile, choices: Choices) -> None:
    if choices != file.choices:
        async with write(request) as tx:
            await files.save_choices(tx, file.id, choices)


routes = [
    post("/roster/files/{file:int}/choices", choose, Task.CHANGE_ROSTER, body=2 * MIB),
    post("/roster/files/{file:int}/taking", take, Task.CHANGE_ROSTER, body=2 * MIB),
    post("/roster/files/{file:int}/removal", remove, Task.CHANGE_ROSTER),
]
