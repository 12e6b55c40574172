"""支援員の月報: the actor's month in numbers, settlement by settlement."""

from datetime import date

from kairanban.care.visits.actions.day_list import places
from kairanban.care.visits.queries import report as queries
from kairanban.care.visits.rules import Counted, bounds
from kairanban.db.tx import Tx


async def of_month(tx: Tx, first: date) -> list[Counted]:
    """Every settlement looked after, those without a visit too."""
    since, before = bounds(first)
    visits = {row[0]: row[1:] for row in await tx.rows(queries.COUNTED, since=since, before=before)}
    replies: dict[int, int] = {
        place: number for place, number in await tx.rows(queries.REPLIES, since=since, before=before)
    }
    found = []
    for one in await places(tx):
        called, met, not_met, paper = visits.get(one.id, (0, 0, 0, 0))
        counts = (int(called), int(met), int(not_met), int(paper), replies.get(one.id, 0))
        found.append(Counted(one.id, one.name, one.households, one.consenting, *counts))
    return found


def summed(lines: list[Counted]) -> Counted:
    names = ("households", "consenting", "called", "met", "not_met", "paper", "replies")
    return Counted(0, "", **{name: sum(getattr(line, name) for line in lines) for name in names})
