"""All rows of a file as they were read, and the block of those that are ticked."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.roster.actions import files
from kairanban.community.roster.pages.fields import LONGEST_BLOCK, MOST_FIELDS
from kairanban.community.roster.pages.preview import found, propose
from kairanban.community.roster.pages.tables import TableView, table_views
from kairanban.community.roster.queries.uploads import RosterFile
from kairanban.community.roster.rules import names
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.lines import Kind, RosterLine
from kairanban.community.roster.rules.spelling import tidy
from kairanban.core.tasks import Task
from kairanban.web.app_context import write
from kairanban.web.forms import Form
from kairanban.web.looks import record_look
from kairanban.web.render import see, staff_page
from kairanban.web.routing import MIB, get, post

# In the order of the page; those that no row has are left out.
_SHOWN = (
    Field.NAME, Field.READING, Field.LABEL, Field.CODE, Field.SETTLEMENT, Field.BLOCK, Field.ROUTE_ORDER, Field.POSTAL,
    Field.ADDRESS, Field.PHONE, Field.SECOND_PHONE, Field.EMAIL, Field.LANGUAGE, Field.METHOD, Field.MEMBERSHIP,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowsPage:
    file: RosterFile
    lines: tuple[RosterLine, ...]
    tables: list[TableView]
    columns: tuple[Field, ...]
    blocks: tuple[str, ...]
    only_without_block: bool
    done: str
    line_names: Mapping[Kind, str] = field(default_factory=lambda: names.LINE_NAMES)
    field_names: Mapping[Field, str] = field(default_factory=lambda: names.FIELD_NAMES)
    method_names: Mapping[str, str] = field(default_factory=lambda: names.METHOD_NAMES)
    membership_names: Mapping[str, str] = field(default_factory=lambda: names.MEMBERSHIP_NAMES)
    language_names: Mapping[str, str] = field(default_factory=lambda: names.LANGUAGE_NAMES)

    @property
    def has_members(self) -> bool:
        return any(line.members for line in self.lines)


async def show(request: Request) -> Response:
    """Show every row as it was read, or with `without=block` those that name no block."""
    file = await found(request)
    if file.taken is not None:
        return see(f"/associations/{file.association}/roster?done=taken")
    proposal = await propose(request, file, file.choices)
    await record_look(request, "roster", file.association)
    lines = proposal.understanding.lines
    only = request.query_params.get("without") == "block"
    if only:
        lines = tuple(
            line for line in lines if line.kind is Kind.HOUSEHOLD and not line.values.get(Field.BLOCK)
        )
    filled = {of for line in lines for of, value in line.values.items() if value}
    view = RowsPage(
        file,
        lines,
        table_views(proposal),
        tuple(of for of in _SHOWN if of in filled or of in (Field.NAME, Field.BLOCK)),
        _blocks(proposal.understanding.households, [one.block or "" for one in proposal.current]),
        only,
        request.query_params.get("done", ""),
    )
    return staff_page(request, "community/roster/rows.html", view)


def _blocks(lines: tuple[RosterLine, ...], current: list[str]) -> tuple[str, ...]:
    named = (line.values.get(Field.BLOCK, "") for line in lines)
    return tuple(dict.fromkeys(filter(None, (*named, *current))))


async def give_block(request: Request) -> Response:
    """Keep the block chosen for the ticked rows; with no text they have the one that was read again."""
    form = Form(await request.form(max_files=0, max_fields=MOST_FIELDS))
    file = await found(request)
    block, rows = tidy(form.text("block", longest=LONGEST_BLOCK)), form.many("row")
    choices = file.choices
    blocks = {key: kept for key, kept in choices.blocks.items() if key not in rows}
    if block:
        blocks |= dict.fromkeys(rows, block)
    if blocks != choices.blocks:
        async with write(request) as tx:
            await files.save_choices(tx, file.id, replace(choices, blocks=blocks))
    only = "&without=block" if form.ticked("only") else ""
    return see(
        f"/roster/files/{file.id}/rows?done=block{only}"
        if rows
        else f"/roster/files/{file.id}/rows?done=none{only}"
    )


routes = [
    get("/roster/files/{file:int}/rows", show, Task.CHANGE_ROSTER),
    post("/roster/files/{file:int}/rows", give_block, Task.CHANGE_ROSTER, body=2 * MIB),
]
