"""Import and export for the command line, as System."""

from kairanban.community.roster.actions import exporting, remembering, taking
from kairanban.community.roster.actions.planning import Proposal, propose_changes
from kairanban.community.roster.reading import read_roster
from kairanban.community.roster.rules.choices import Choices
from kairanban.community.roster.rules.names import FIELD_NAMES
from kairanban.community.roster.rules.plan import Entry, EntryKind
from kairanban.core.actor import System
from kairanban.core.clock import day_of
from kairanban.core.ids import PlaceId
from kairanban.db.engine import Database
from kairanban.i18n.marks import N as _n
from kairanban.i18n.translate import translate

IMPORTING, EXPORTING = System("roster import"), System("roster export")

_KINDS = {
    EntryKind.NEW: _n("New"),
    EntryKind.CHANGED: _n("Changed"),
    EntryKind.NEW_HEAD: _n("New representative"),
    EntryKind.MOVED: _n("New address"),
    EntryKind.CONFLICT: _n("To be decided"),
    EntryKind.UNCHANGED: _n("As it is"),
    EntryKind.MISSING: _n("Not in the file"),
    EntryKind.DEPARTED: _n("Moved out before"),
}
_TOLD = (EntryKind.CHANGED, EntryKind.NEW_HEAD, EntryKind.MOVED, EntryKind.CONFLICT, EntryKind.DEPARTED)


async def preview(
    database: Database, association: PlaceId, data: bytes, filename: str, language: str = "ja"
) -> list[str]:
    """Return lines saying what an import would change; raise Unreadable. Nothing is stored."""
    proposal = await _propose(database, association, data, filename)
    return [*_counts(proposal, language), *_totals(proposal, language), *_details(proposal, language)]


async def take(
    database: Database, association: PlaceId, data: bytes, filename: str, language: str = "ja"
) -> list[str]:
    """Store what `preview` shows except conflicts; raise Unreadable, Conflict after concurrent changes."""
    proposal = await _propose(database, association, data, filename)
    if proposal.taken:
        await taking.take(database, IMPORTING, proposal)
    return _counts(proposal, language)


async def export(database: Database, association: PlaceId) -> bytes:
    """Return the roster as CSV under the headings of the association's own file."""
    async with database.write(EXPORTING) as tx:
        return await exporting.export(tx, association)


async def _propose(database: Database, association: PlaceId, data: bytes, filename: str) -> Proposal:
    today = day_of(database.clock())
    async with database.read(IMPORTING) as tx:
        memory = await remembering.memory_of(tx, association)
    understanding = await read_roster(data, filename, Choices(), today)
    choices = await remembering.first_choices(memory, data, filename, understanding, today)
    return await propose_changes(database, IMPORTING, association, data, filename, choices)


def _counts(proposal: Proposal, language: str) -> list[str]:
    counts = proposal.plan.counts
    return [f"{translate(language, name)}: {counts[kind]}" for kind, name in _KINDS.items() if counts[kind]]


def _totals(proposal: Proposal, language: str) -> list[str]:
    """Return a line for each total of the file that differs from what was read."""
    said = _n("the file says %(said)s households, %(read)s were read.")
    return [
        f"{_line(total.line, language)}: {translate(language, said, said=total.said, read=total.read)}"
        for total in proposal.understanding.totals
        if not total.agrees
    ]


def _details(proposal: Proposal, language: str) -> list[str]:
    entries = [_entry(entry, language) for entry in proposal.plan.entries if entry.kind in _TOLD]
    findings = [
        f"{_line(finding.line, language)}: {translate(language, finding.message, **finding.params)}"
        for finding in proposal.plan.findings
    ]
    return [*entries, *findings]


def _entry(entry: Entry, language: str) -> str:
    changes = "; ".join(
        f"{translate(language, FIELD_NAMES[change.field])} {change.old} → {change.new}"
        for change in entry.changes
    )
    line = _line(int(entry.row.partition(":")[2]), language)
    return f"{line}: {translate(language, _KINDS[entry.kind])}: {entry.shown} {changes}".rstrip()


def _line(number: int, language: str) -> str:
    return translate(language, _n("Line %(number)s"), number=number)
