"""Rows of the preview that need a decision, with their options."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kairanban.community.roster.actions.planning import Proposal
from kairanban.community.roster.pages.fields import AS_NEW, AS_PROPOSED, LEFT_OUT, SAME, TAKEN
from kairanban.community.roster.rules.choices import Choices
from kairanban.community.roster.rules.fields import Field, Finding, Values
from kairanban.community.roster.rules.lines import SET_ASIDE, Kind, Member
from kairanban.community.roster.rules.plan import Change, CurrentHousehold, Entry, EntryKind
from kairanban.i18n.marks import N as _n


@dataclass(frozen=True, slots=True)
class Option:
    """One option; `household` names the household it means."""

    value: str
    words: str
    household: str = ""


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of the file; `message` is a msgid, or ""."""

    key: str
    name: str
    block: str
    message: str = ""
    changes: tuple[Change, ...] = ()
    options: tuple[Option, ...] = ()
    chosen: str = AS_PROPOSED
    members: tuple[Member, ...] = ()

    @property
    def table(self) -> int:
        return int(self.key.partition(":")[0])

    @property
    def line(self) -> int:
        return int(self.key.partition(":")[2])


_NEW = Option(AS_NEW, _n("A household of its own"))
_KEEP = Option(LEFT_OUT, _n("Change nothing"))
_PROPOSED = Option(AS_PROPOSED, _n("As proposed"))
_OPTIONS = {
    EntryKind.NEW_HEAD: (
        Option(AS_PROPOSED, _n("The same house, with a new representative")),
        _NEW,
        _KEEP,
    ),
    EntryKind.MOVED: (Option(AS_PROPOSED, _n("The same household, with a new address")), _NEW, _KEEP),
    EntryKind.CHANGED: (Option(AS_PROPOSED, _n("Take the change")), _KEEP),
}
_OUT = Option(LEFT_OUT, _n("Do not put this row into the roster"))
TAKE_OR_NOT = (Option(AS_PROPOSED, _n("Put it into the roster")), _OUT)
_DEPARTED = (
    Option(AS_PROPOSED, _n("It has moved out: do not put it into the roster")),
    Option(AS_NEW, _n("It lives here again: a new household")),
)
_ASIDE = (Option("", _n("Do not put this row into the roster")), Option(TAKEN, _n("Put it into the roster")))
ASIDE_REASONS = {
    Kind.HIDDEN: _n("This row is hidden in the file."),
    Kind.STRUCK: _n("The name is struck through in the file."),
    Kind.DIED: _n("The file says that this person has died."),
}


def decisions(proposal: Proposal) -> list[RowView]:
    """Return rows that need a decision, and decided ones so that it can be taken back."""
    entries = {entry.row: entry for entry in proposal.plan.entries if entry.row}
    decided = proposal.choices.left_out | proposal.choices.as_new | proposal.choices.same_as.keys()
    by_id = {household.id: household for household in proposal.current}
    found = []
    for line in proposal.understanding.households:
        entry = entries.get(line.key)
        if line.key in decided:
            found.append(_decided(line.key, line.values, entry, proposal.choices, by_id))
        elif entry and entry.kind in (EntryKind.NEW_HEAD, EntryKind.MOVED):
            found.append(_view(entry, _OPTIONS[entry.kind]))
        elif entry and entry.kind is EntryKind.DEPARTED:
            found.append(_view(entry, _DEPARTED))
        elif entry and entry.kind is EntryKind.CONFLICT:
            found.append(_view(entry, tuple(_who(entry, by_id))))
    return found


def changed(proposal: Proposal, but_not: Iterable[RowView]) -> list[RowView]:
    """Return households whose values differ between file and roster."""
    seen = {row.key for row in but_not}
    return [
        _view(entry, _OPTIONS[EntryKind.CHANGED])
        for entry in proposal.plan.entries
        if entry.kind is EntryKind.CHANGED and entry.row not in seen
    ]


def new(proposal: Proposal) -> list[RowView]:
    return [_view(entry, ()) for entry in proposal.plan.entries if entry.kind is EntryKind.NEW]


def set_aside(proposal: Proposal) -> list[RowView]:
    """Return hidden and struck rows with the reason, and those of them that are taken all the same."""
    taken = proposal.choices.taken
    return [
        RowView(
            line.key,
            line.values[Field.NAME],
            _block(line.values),
            ASIDE_REASONS.get(line.kind, ""),
            options=_ASIDE,
            chosen=TAKEN if line.key in taken else "",
        )
        for line in proposal.understanding.lines
        if line.kind in SET_ASIDE or (line.key in taken and line.kind is Kind.HOUSEHOLD)
    ]


def doubtful(
    proposal: Proposal, findings: Iterable[Finding], but_not: Iterable[RowView]
) -> dict[str, RowView]:
    """Return households' rows with a doubtful finding and no form field yet, by key."""
    seen = {row.key for row in but_not}
    doubted = {f"{finding.table}:{finding.line}" for finding in findings} - seen
    return {
        line.key: RowView(line.key, line.values[Field.NAME], _block(line.values), options=TAKE_OR_NOT)
        for line in proposal.understanding.households
        if line.key in doubted
    }


def _view(entry: Entry, options: tuple[Option, ...]) -> RowView:
    name = entry.values.get(Field.NAME, entry.shown)
    view = RowView(entry.row, name, _block(entry.values), entry.message, entry.changes, options)
    return replace(view, members=entry.members)


def _decided(
    key: str,
    values: Values,
    entry: Entry | None,
    choices: Choices,
    by_id: Mapping[int, CurrentHousehold],
) -> RowView:
    options = [_PROPOSED]
    if key in choices.left_out:
        chosen, options = LEFT_OUT, [*options, _OUT]
    elif key in choices.as_new:
        chosen, options = AS_NEW, [*options, _NEW]
    else:
        household = by_id.get(choices.same_as[key])
        chosen = f"{SAME}{choices.same_as[key]}"
        options = [*options, _same(household)] if household and not household.hidden else options
    found = entry.changes if entry else ()
    return RowView(key, values[Field.NAME], _block(values), "", found, tuple(options), chosen)


def _who(entry: Entry, by_id: Mapping[int, CurrentHousehold]) -> list[Option]:
    """Return the options of an uncertain row; none for a row that stands for a hidden household."""
    candidates = [by_id[id] for id in entry.others if id in by_id and not by_id[id].hidden]
    if not candidates:
        return []
    return [Option(AS_PROPOSED, _n("Leave it for now")), *map(_same, candidates), _NEW, _KEEP]


def _same(household: CurrentHousehold) -> Option:
    parts = (household.name, household.label, household.block, household.address)
    return Option(f"{SAME}{household.id}", _n("It is %(household)s"), " ".join(filter(None, parts)))


def _block(values: Values) -> str:
    return " ".join(filter(None, (values.get(Field.SETTLEMENT), values.get(Field.BLOCK))))
