"""The preview of an import: how the file was read and what would change."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.permission import may
from kairanban.community.people.rules.offices import ROLE_NAMES
from kairanban.community.places.actions.places import find_place
from kairanban.community.places.queries.places import Place
from kairanban.community.roster.actions import files
from kairanban.community.roster.actions.appointing import Offered, offered
from kairanban.community.roster.actions.planning import Proposal, propose_changes
from kairanban.community.roster.pages import rows
from kairanban.community.roster.pages.doubts import Doubts, doubts_of
from kairanban.community.roster.pages.rows import RowView
from kairanban.community.roster.pages.tables import TableView, table_views
from kairanban.community.roster.queries.uploads import RosterFile
from kairanban.community.roster.rules import names
from kairanban.community.roster.rules.choices import Choices, Use
from kairanban.community.roster.rules.fields import Field, Finding, Severity
from kairanban.community.roster.rules.lines import Kind, RosterLine
from kairanban.community.roster.rules.plan import Entry, EntryKind
from kairanban.community.roster.rules.totals import Total
from kairanban.community.roster.rules.unreadable import Unreadable
from kairanban.core.errors import Conflict
from kairanban.core.tasks import Task
from kairanban.web.app_context import actor, app_context, read
from kairanban.web.looks import record_look
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class PreviewPage:
    file: RosterFile
    association: Place
    proposal: Proposal
    tables: list[TableView]
    blocks: list[tuple[str, int]]
    decisions: list[RowView]
    changed: list[RowView]
    new: list[RowView]
    missing: list[Entry]
    aside: list[RowView]
    refused: list[Finding]
    doubtful: list[Doubts]
    offices: list[Offered]
    may_appoint: bool
    has_changed: bool
    done: str
    most: int = MOST_SHOWN
    field_names: Mapping[Field, str] = field(default_factory=lambda: names.FIELD_NAMES)
    use_names: Mapping[Use, str] = field(default_factory=lambda: names.USE_NAMES)
    method_names: Mapping[str, str] = field(default_factory=lambda: names.METHOD_NAMES)
    membership_names: Mapping[str, str] = field(default_factory=lambda: names.MEMBERSHIP_NAMES)
    meaning_names: Mapping[str, str] = field(default_factory=lambda: names.MEANING_NAMES)
    language_names: Mapping[str, str] = field(default_factory=lambda: names.LANGUAGE_NAMES)
    role_names: Mapping[str, str] = field(default_factory=lambda: ROLE_NAMES)

    @property
    def counts(self) -> Mapping[EntryKind, int]:
        return self.proposal.plan.counts

    @property
    def can_be_taken(self) -> bool:
        return bool(self.proposal.taken) or any(one.can_be_taken for one in self.offices)

    @property
    def wrong_totals(self) -> list[Total]:
        return [total for total in self.proposal.understanding.totals if not total.agrees]

    @property
    def right_totals(self) -> list[Total]:
        return [total for total in self.proposal.understanding.totals if total.agrees]

    @property
    def members(self) -> int:
        return sum(table.members for table in self.tables)

    @property
    def without_block(self) -> int:
        return sum(table.without_block for table in self.tables)

    @property
    def empty_houses(self) -> int:
        return sum(line.kind is Kind.EMPTY_HOUSE for line in self.proposal.understanding.lines)

    @property
    def choose_tables(self) -> bool:
        """Tell whether there is more than one table to read."""
        return len(self.tables) > 1


async def show(request: Request) -> Response:
    file = await found(request)
    if file.taken is not None:
        return see(f"/associations/{file.association}/roster?done=taken")
    return await preview_page(request, file, await propose(request, file, file.choices))


async def propose(request: Request, file: RosterFile, choices: Choices) -> Proposal:
    """Return the plan for a stored file; Conflict if the choices made it unreadable."""
    try:
        return await propose_changes(
            app_context(request).database, actor(request), file.association, file.data, file.name, choices
        )
    except Unreadable as problem:
        raise Conflict(problem.message, **problem.params) from problem


async def preview_page(
    request: Request, file: RosterFile, proposal: Proposal, *, changed: bool = False
) -> Response:
    """Return the preview; with `changed` (differs from the one shown before) as 409."""
    async with read(request) as tx:
        association = await find_place(tx, file.association)
        may_appoint = await may(tx, Task.APPOINT, file.association)
        offices = await offered(tx, proposal)
    # The preview shows data of the roster, so it is recorded as access to it.
    await record_look(request, "roster", file.association)
    view = _view(request, file, association, proposal, offices, may_appoint, changed)
    return staff_page(request, "community/roster/preview.html", view, 409 if changed else 200)


def _view(
    request: Request,
    file: RosterFile,
    association: Place,
    proposal: Proposal,
    offices: list[Offered],
    may_appoint: bool,
    changed: bool,
) -> PreviewPage:
    decisions = rows.decisions(proposal)
    changes = rows.changed(proposal, decisions)
    findings = proposal.plan.findings
    doubtful = [finding for finding in findings if finding.severity is Severity.DOUBTFUL]
    # Each row has one form field, where it appears first.
    own = rows.doubtful(proposal, doubtful[:MOST_SHOWN], [*decisions[:MOST_SHOWN], *changes[:MOST_SHOWN]])
    return PreviewPage(
        file=file,
        association=association,
        proposal=proposal,
        tables=table_views(proposal),
        blocks=list(Counter(_block(line) for line in proposal.understanding.households).items()),
        decisions=decisions,
        changed=changes,
        new=rows.new(proposal),
        missing=[entry for entry in proposal.plan.entries if entry.kind is EntryKind.MISSING],
        aside=rows.set_aside(proposal),
        refused=[finding for finding in findings if finding.severity is Severity.REFUSED],
        doubtful=doubts_of(doubtful, own),
        offices=offices,
        may_appoint=may_appoint,
        has_changed=changed,
        done=request.query_params.get("done", ""),
    )


def _block(line: RosterLine) -> str:
    return " ".join(filter(None, (line.values.get(Field.SETTLEMENT), line.values.get(Field.BLOCK))))


async def found(request: Request) -> RosterFile:
    async with read(request) as tx:
        return await files.find(tx, request.path_params["file"])


routes = [get("/roster/files/{file:int}", show, Task.CHANGE_ROSTER)]
