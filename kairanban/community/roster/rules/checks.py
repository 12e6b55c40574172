"""Checks that compare the rows of a file with each other."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kairanban.community.roster.rules.fields import Field, Finding, Severity
from kairanban.community.roster.rules.lines import Kind, RosterLine
from kairanban.community.roster.rules.spelling import address_key, block_key, name_key
from kairanban.i18n.marks import N as _n

TOLD_APART = _n(
    "Line %(first)s has the same name in the same block; they are told apart by address or label."
)
NOT_TOLD_APART = _n("Line %(first)s has the same name in the same block; a label would tell them apart.")


def compared(lines: Sequence[RosterLine]) -> tuple[RosterLine, ...]:
    """Return the rows with duplicates marked, and findings for namesakes."""
    lines = _without_doubles(lines)
    return _with_namesakes(lines)


def serial_is_route_order(numbers_by_block: Sequence[Sequence[int]]) -> bool:
    """Tell whether a "No." column starts at 1 in every block, so that it is the route order."""
    return len(numbers_by_block) > 1 and all(
        numbers and numbers[0] == 1 and all(b > a for a, b in pairwise(numbers))
        for numbers in numbers_by_block
    )


def _without_doubles(lines: Sequence[RosterLine]) -> list[RosterLine]:
    by_code: dict[str, RosterLine] = {}
    by_values: dict[tuple[tuple[str, str], ...], RosterLine] = {}
    kept = []
    for line in lines:
        if line.kind is not Kind.HOUSEHOLD:
            kept.append(line)
            continue
        code, whole = line.values.get(Field.CODE, ""), tuple(sorted(line.values.items()))
        if first := by_values.get(whole):
            kept.append(
                _marked(
                    line,
                    Kind.DUPLICATE,
                    Severity.DOUBTFUL,
                    _n("The same household is on line %(first)s."),
                    first,
                )
            )
        elif code and (first := by_code.get(code)):
            kept.append(
                _marked(line, Kind.REFUSED, Severity.REFUSED, _n("Line %(first)s has the same id."), first)
            )
        else:
            by_values[whole] = line
            by_code.setdefault(code, line)
            kept.append(line)
    return kept


def _with_namesakes(lines: Sequence[RosterLine]) -> tuple[RosterLine, ...]:
    namesakes: dict[tuple[str, str], list[RosterLine]] = defaultdict(list)
    for line in lines:
        if line.kind is Kind.HOUSEHOLD:
            namesakes[
                (name_key(line.values[Field.NAME]), block_key(line.values.get(Field.BLOCK, "")))
            ].append(line)
    messages: dict[str, tuple[str, RosterLine]] = {}
    for group in namesakes.values():
        places = Counter(map(_place, group))
        for line in group if len(group) > 1 else ():
            other = group[1] if line is group[0] else group[0]
            messages[line.key] = (TOLD_APART if places[_place(line)] == 1 else NOT_TOLD_APART, other)
    return tuple(
        _marked(line, line.kind, Severity.DOUBTFUL, *messages[line.key]) if line.key in messages else line
        for line in lines
    )


def _place(line: RosterLine) -> tuple[str, str]:
    return address_key(line.values.get(Field.ADDRESS, "")), line.values.get(Field.LABEL, "")


def _marked(line: RosterLine, kind: Kind, severity: Severity, message: str, first: RosterLine) -> RosterLine:
    finding = Finding(line.table, line.line, severity, message, {"first": str(first.line)})
    return replace(line, kind=kind, findings=(*line.findings, finding))
