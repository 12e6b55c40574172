"""The plan of an import: the understood file against the current roster."""

from collections.abc import Sequence

from kairanban.community.roster.rules import remarks
from kairanban.community.roster.rules.choices import Choices
from kairanban.community.roster.rules.entries import entries
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.lines import RosterLine
from kairanban.community.roster.rules.officers import Office
from kairanban.community.roster.rules.plan import CurrentHousehold, Entry, Plan
from kairanban.community.roster.rules.understanding import Understanding


def propose(
    understanding: Understanding,
    current: Sequence[CurrentHousehold],
    choices: Choices | None = None,
    departed: Sequence[CurrentHousehold] = (),
) -> Plan:
    """Return what an import would change in the current roster; it never removes anything.

    `departed` households moved out and are still on record.
    """
    choices = choices or Choices()
    lines, left_out, offices = [], set(choices.left_out), list(understanding.offices)
    for line in understanding.households:
        taken = remarks.applied(line, choices.remarks) if line.key not in left_out else None
        lines.append(taken or line)
        if taken is None:
            left_out.add(line.key)
            continue
        role, title = remarks.role_of(line, choices.remarks)
        if role:
            block = line.values.get(Field.BLOCK, "")
            offices.append(
                Office(line.table, line.line, role, title, line.values[Field.NAME], block, by_remark=True)
            )
    planned = entries(lines, current, choices.as_new, choices.same_as, departed, left_out)
    return Plan(planned, tuple(offices), understanding.findings, _paper_goes_on(lines, planned, current))


def _paper_goes_on(
    lines: Sequence[RosterLine], planned: Sequence[Entry], current: Sequence[CurrentHousehold]
) -> int:
    asking = {line.key for line in lines if line.values.get(Field.METHOD) == "digital"}
    proven = {household.id for household in current if household.method == "digital"}
    return sum(entry.row in asking and entry.household not in proven for entry in planned)
