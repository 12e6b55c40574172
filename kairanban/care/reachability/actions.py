"""Reachability of households by channel, and their choice of paper or screen."""

from dataclasses import dataclass

from kairanban.access.permission import require
from kairanban.care.reachability import queries
from kairanban.care.reachability.rules import (
    ChannelTimes,
    Evidence,
    State,
    evidence_of,
    may_give_up_paper,
    reachable,
)
from kairanban.core.errors import Conflict, NotFound
from kairanban.core.hidden_households import shown_as
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.statements import Query
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n


@dataclass(frozen=True, slots=True)
class Reached:
    """A household and the state of each of its channels."""

    household: HouseholdId
    shown: str
    place: PlaceId
    place_name: str
    address: str
    method: str
    evidence: dict[str, Evidence]
    states: dict[str, State]

    @property
    def reachable(self) -> bool:
        return reachable(self.states)

    @property
    def may_give_up_paper(self) -> bool:
        return may_give_up_paper(self.states)


async def of_association(tx: Tx, association: PlaceId) -> list[Reached]:
    """Return the households of the association, in route order."""
    await require(tx, Task.SEE_ROSTER, association)
    return await _lines(tx, queries.OF_ASSOCIATION, association=association)


async def entrusted(tx: Tx) -> list[Reached]:
    """Return the households in the actor's care."""
    return await _lines(tx, queries.ENTRUSTED)


async def own(tx: Tx) -> list[Reached]:
    """Return the actor's own households."""
    return await _lines(tx, queries.OWN)


async def choose_method(tx: Tx, household: HouseholdId, method: str) -> None:
    """Set how the household receives circulars; Conflict for digital only before a channel is proven."""
    found = next((one for one in await own(tx) if one.household == household), None)
    if found is None:
        raise NotFound
    if method == "digital" and not found.may_give_up_paper:
        raise Conflict(
            _n("Please confirm one circular on this device first. Paper can be given up after that.")
        )
    if await tx.run(queries.CHOOSE, of_household=household, chosen=method):
        await journal.record(tx, "method_chosen", household=household)


async def _lines(tx: Tx, query: Query[ChannelTimes], **values: object) -> list[Reached]:
    """Return each household once, in the first of its places."""
    found: dict[HouseholdId, Reached] = {}
    for one in await tx.all(query, **values):
        found.setdefault(one.household, _reached(one, tx.now))
    return list(found.values())


def _reached(one: ChannelTimes, now: int) -> Reached:
    evidence = evidence_of(one)
    return Reached(
        one.household,
        shown_as(one.label, one.hidden, one.place_name, one.route_order),
        one.place,
        one.place_name,
        one.address,
        one.method,
        evidence,
        {name: channel.state(now) for name, channel in evidence.items()},
    )
