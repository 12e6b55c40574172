"""What is found only by comparing the lines of a file with each other."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kairanban.i18n.marks import N as _n
from kairanban.roster.rules.fields import Field, Finding, Severity
from kairanban.roster.rules.rows import Kind, Line
from kairanban.roster.rules.spelling import address_key, block_key, name_key


def compared(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The same lines, with rows that stand in the file twice marked, and namesakes pointed out."""
    lines = _without_doubles(lines)
    return _with_namesakes(lines)


def serial_is_route_order(numbers_by_block: Sequence[Sequence[int]]) -> bool:
    """Whether a "No." starts again at 1 in every block, so that it is the order within the block."""
    return len(numbers_by_block) > 1 and all(
        numbers and numbers[0] == 1 and all(b > a for a, b in pairwise(numbers))
        for numbers in numbers_by_block
    )


def _without_doubles(lines: Sequence[Line]) -> list[Line]:
    by_code: dict[str, Line] = {}
    by_values: dict[tuple[tuple[str, str], ...], Line] = {}
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


def _with_namesakes(lines: Sequence[Line]) -> tuple[Line, ...]:
    namesakes: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        if line.kind is Kind.HOUSEHOLD:
            namesakes[
                (name_key(line.values[Field.NAME]), block_key(line.values.get(Field.BLOCK, "")))
            ].append(line)
    together = {line.key: group for group in namesakes.values() if len(group) > 1 for line in group}

    marked = []
    for line in lines:
        if group := together.get(line.key):
            other = next(other for other in group if other is not line)
            marked.append(_marked(line, line.kind, Severity.DOUBTFUL, _namesake_message(line, group), other))
        else:
            marked.append(line)
    return tuple(marked)


def _namesake_message(line: Line, group: Sequence[Line]) -> str:
    places = Counter(
        (address_key(one.values.get(Field.ADDRESS, "")), one.values.get(Field.LABEL, "")) for one in group
    )
    own = (address_key(line.values.get(Field.ADDRESS, "")), line.values.get(Field.LABEL, ""))
    if places[own] == 1:
        return _n(
            "Line %(first)s has the same name in the same block; they are told apart by address or label."
        )
    return _n("Line %(first)s has the same name in the same block; a label would tell them apart.")


def _marked(line: Line, kind: Kind, severity: Severity, message: str, first: Line) -> Line:
    finding = Finding(line.sheet, line.line, severity, message, {"first": str(first.line)})
    return replace(line, kind=kind, findings=(*line.findings, finding))
