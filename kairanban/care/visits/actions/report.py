"""支援員の月報: the actor's month in numbers by settlement."""

from datetime import date

from kairanban.care.visits.actions.day_list import places
from kairanban.care.visits.queries import report as queries
from kairanban.care.visits.rules.months import Counted, bounds
from kairanban.care.visits.rules.visits import KINDS
from kairanban.db.tx import Tx


async def of_month(tx: Tx, first: date) -> list[Counted]:
    """Return the counts of each settlement in the actor's scope, also without visits."""
    since, before = bounds(first)
    visits = {one.place: one for one in await tx.all(queries.COUNTED, since=since, before=before)}
    replies = {one.place: one.number for one in await tx.all(queries.REPLIES, since=since, before=before)}
    return [
        Counted(
            place=one.id,
            name=one.name,
            households=one.households,
            consenting=one.consenting,
            **{kind: int(getattr(visits.get(one.id), kind, 0)) for kind in KINDS},
            replies=replies.get(one.id, 0),
        )
        for one in await places(tx)
    ]


def summed(lines: list[Counted]) -> Counted:
    names = ("households", "consenting", *KINDS, "replies")
    return Counted(0, "", **{name: sum(getattr(line, name) for line in lines) for name in names})
