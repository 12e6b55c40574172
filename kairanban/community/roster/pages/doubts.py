"""Findings about rows that are taken; many of one kind stand together, so that the others are seen."""

from collections.abc import Sequence
from dataclasses import dataclass

from kairanban.community.roster.pages.rows import RowView
from kairanban.community.roster.rules.cells import ERROR, STRUCK
from kairanban.community.roster.rules.checks import NOT_TOLD_APART, TOLD_APART
from kairanban.community.roster.rules.fields import Finding
from kairanban.community.roster.rules.phones import BESIDE, NO_AREA, NO_NUMBER
from kairanban.i18n.marks import N as _n

MANY = 6
_SUMMARIES = {
    NO_AREA: _n("Telephone numbers without an area code"),
    NO_NUMBER: _n("What cannot be a telephone number"),
    BESIDE: _n("Words beside telephone numbers"),
    ERROR: _n("Errors that Excel shows"),
    STRUCK: _n("Cells that are struck through"),
    TOLD_APART: _n("The same name in the same block"),
    NOT_TOLD_APART: _n("The same name in the same block"),
}

Noticed = tuple[Finding, RowView | None]


@dataclass(frozen=True, slots=True)
class Doubts:
    """Findings with their rows; `summary` is a msgid for many of one kind, "" for all others."""

    summary: str
    rows: Sequence[Noticed]

    @property
    def asks_area(self) -> bool:
        """Tell whether one area code would complete the numbers."""
        return any(finding.message == NO_AREA for finding, _ in self.rows)


def doubts_of(findings: Sequence[Finding], own: dict[str, RowView]) -> list[Doubts]:
    """Return the findings, those few of a kind first; a row has its field where it appears first."""
    by_summary: dict[str, list[Finding]] = {}
    for finding in findings:
        by_summary.setdefault(_SUMMARIES.get(finding.message, ""), []).append(finding)
    many = {summary: found for summary, found in by_summary.items() if summary and len(found) >= MANY}
    few = [finding for finding in findings if _SUMMARIES.get(finding.message, "") not in many]
    groups = {"": few, **many} if few else many
    return [
        Doubts(summary, [(finding, own.pop(f"{finding.table}:{finding.line}", None)) for finding in found])
        for summary, found in groups.items()
    ]
