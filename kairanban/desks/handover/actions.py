"""What is under way in the association: for the page of the handover and its paper."""

from dataclasses import dataclass

from kairanban.access.permission import require
from kairanban.care.reachability import actions as reachability
from kairanban.care.reachability.actions import Reached
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx
from kairanban.desks.handover import queries
from kairanban.desks.handover.queries import Route, Titled


@dataclass(frozen=True, slots=True)
class Underway:
    not_reached: list[Reached]
    routes: list[Route]
    drafts: list[Titled]
    yearly: list[Titled]
    patterns: list[Titled]
    requests: int

    def number(self, kind: str) -> int | None:
        """Return how many there are of a usual item of the checklist; None where nothing is counted."""
        counted = {
            "not_reached": len(self.not_reached),
            "paper_routes": sum(one.paper for one in self.routes),
            "drafts": len(self.drafts),
            "yearly": len(self.yearly),
            "requests": self.requests,
            "templates": len(self.patterns),
        }
        return counted.get(kind)


async def underway(tx: Tx, association: PlaceId) -> Underway:
    await require(tx, Task.SEE_HANDOVER, association)
    return Underway(
        [one for one in await reachability.of_association(tx, association) if not one.reachable],
        await tx.all(queries.ROUTES, association=association),
        await tx.all(queries.DRAFTS, association=association),
        await tx.all(queries.YEARLY, association=association),
        await tx.all(queries.PATTERNS, association=association),
        (await tx.one(queries.REQUESTS, association=association)).number,
    )
