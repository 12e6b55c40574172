"""Silence is one line a household and month, never a task a circular: for whoever might have a word in passing."""

from dataclasses import dataclass

from kairanban.circulation.circulars.rules.notification_timing import a_month_before
from kairanban.circulation.progress.queries.silence import SILENT
from kairanban.core.clock import HOUR
from kairanban.core.hidden_households import shown_as
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.db.tx import Tx

# もう一度のお知らせ is given a day to be heard.
HEARD_WITHIN = 24 * HOUR


@dataclass(frozen=True, slots=True)
class Silent:
    """A household that has not answered since it was told once more; `circulars` are those it is about."""

    household: HouseholdId
    label: str
    hidden: int
    route_order: int
    block: str
    circulars: int
    since: int
    newest: int

    @property
    def shown(self) -> str:
        return shown_as(self.label, self.hidden, self.block, self.route_order)


async def silent(tx: Tx, block: PlaceId) -> list[Silent]:
    """The households of a block that the actor looks after, in route order; nothing for anybody else."""
    return await tx.all(
        SILENT, Silent, block=block, since=a_month_before(tx.now), before=tx.now - HEARD_WITHIN
    )
