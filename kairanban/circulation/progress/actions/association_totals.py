"""Totals of associations for municipalities and supporters; numbers only."""

from kairanban.access.rules import LEAST_SHOWN
from kairanban.circulation.progress.queries.association_totals import TOTALS, AssociationTotal
from kairanban.core.clock import DAY
from kairanban.db.tx import Tx

WITHIN = 30 * DAY


async def of_associations(tx: Tx) -> list[AssociationTotal]:
    """Return the associations whose totals the actor may see."""
    return await tx.all(TOTALS, within=WITHIN, least=LEAST_SHOWN)
