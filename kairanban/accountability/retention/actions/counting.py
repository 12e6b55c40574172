"""Freeze the figures of circulars and of years before what they count is deleted."""

from collections import Counter
from collections.abc import Iterable

from kairanban.accountability.retention.queries import figures as queries
from kairanban.accountability.retention.queries.figures import Due
from kairanban.accountability.retention.queries.steps import Fact
from kairanban.accountability.retention.rules.figures import (
    days_until,
    figures_of,
    figures_of_survey,
    needed,
    yearly,
)
from kairanban.circulation.municipal_requests.rules.fiscal_years import year_of
from kairanban.core.ids import PlaceId
from kairanban.db.tx import Tx

# Circulars counted in one transaction.
AT_ONCE = 20


async def count_due(tx: Tx) -> int:
    """Count the answers of circulars past their term and stop taking more; return the number of circulars."""
    due = await tx.all(queries.DUE, most=AT_ONCE)
    for one in due:
        await _count(tx, one)
    return len(due)


async def _count(tx: Tx, one: Due) -> None:
    if not await tx.run(queries.COUNTED, of_circular=one.id):
        return
    counts = await tx.one(queries.COUNTS, of_circular=one.id)
    last: int | None = None
    if counts.addressed:
        last = await tx.value(
            queries.ANSWERED, of_circular=one.id, before_it=max(needed(counts.addressed) - 1, 0)
        )
    found = figures_of(
        counts, await tx.all(queries.ANSWERS, of_circular=one.id), days_until(one.published, last)
    )
    found |= figures_of_survey(await tx.all(queries.SURVEY, of_circular=one.id))
    await tx.each(
        queries.KEEP,
        [
            {"of_circular": one.id, "figure": figure, "part": part, "value": value}
            for (figure, part), value in found.items()
        ],
    )
    if one.outcome:
        for (figure, part), value in yearly(found).items():
            await _add(tx, one.association, year_of(one.published), figure, part, value)


async def count_facts(tx: Tx, figure: str, facts: Iterable[Fact]) -> None:
    """Add rows that are about to be deleted to the figures of their years."""
    number = Counter((PlaceId(one.association), year_of(one.at), one.part) for one in facts)
    for (association, year, part), value in number.items():
        await _add(tx, association, year, figure, part, value)


async def _add(tx: Tx, association: PlaceId, year: int, figure: str, part: str, value: int) -> None:
    await tx.run(queries.ADD, association=association, year=year, figure=figure, part=part, value=value)
