"""Each household with its channels, for those who look after it; and giving up paper, once something else is proven."""

from dataclasses import dataclass

from kairanban.access.permission import require
from kairanban.care.reachability import queries
from kairanban.care.reachability.rules import Evidence, State, may_give_up_paper, reachable
from kairanban.core.errors import Conflict, NotFound
from kairanban.core.hidden_households import shown_as
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.statements import Statement
from kairanban.db.tx import Row, Tx
from kairanban.i18n.marks import N as _n


@dataclass(frozen=True, slots=True)
class Reached:
    """A household and what is known of each channel to it."""

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
    """All households of the association, in route order."""
    await require(tx, Task.FOLLOW_UP, association)
    return await _lines(tx, queries.OF_ASSOCIATION, association=association)


async def entrusted(tx: Tx) -> list[Reached]:
    """Those that entrust themselves to the actor."""
    return await _lines(tx, queries.ENTRUSTED)


async def own(tx: Tx) -> list[Reached]:
    """The actor's own households."""
    return await _lines(tx, queries.OWN)


async def choose_method(tx: Tx, household: HouseholdId, method: str) -> None:
    """Paper, a screen, or both; Conflict for giving up paper before a digital channel is proven."""
    found = next((one for one in await own(tx) if one.household == household), None)
    if found is None:
        raise NotFound
    if method == "digital" and not found.may_give_up_paper:
        raise Conflict(
            _n("Please confirm one circular on this device first. Paper can be given up after that.")
        )
    if await tx.run(queries.CHOOSE, of_household=household, chosen=method):
        await journal.record(tx, "method_chosen", household=household)


async def _lines(tx: Tx, statement: Statement, **values: object) -> list[Reached]:
    found: dict[HouseholdId, Reached] = {}
    for row in await tx.rows(statement, **values):
        found.setdefault(HouseholdId(row[0]), _reached(row, tx.now))
    return list(found.values())


def _reached(row: Row, now: int) -> Reached:
    household, label, hidden, place, place_name, order, address, method, phone, *channels = row
    evidence = _evidence(method, bool(phone), channels)
    return Reached(
        HouseholdId(household),
        shown_as(label, hidden, place_name, order),
        PlaceId(place),
        place_name,
        address,
        method,
        evidence,
        {name: one.state(now) for name, one in evidence.items()},
    )


def _evidence(method: str, phone: bool, channels: list[int | None]) -> dict[str, Evidence]:
    (bound, removed, push, push_gone, pushed, mail, mail_gone, mailed, app, *told) = channels
    paper, by_phone, at_door, called, met, handed = told
    return {
        "screen": Evidence(bound is not None, app, removed),
        # A message that was taken is no answer: only what was pressed after one proves it.
        "push": Evidence(push is not None, app if pushed and app and app >= pushed else None, push_gone),
        "mail": Evidence(mail is not None, app if mailed and app and app >= mailed else None, mail_gone),
        "paper": Evidence(method != "digital", _later(paper, handed)),
        "phone": Evidence(phone, _later(by_phone, called)),
        "visit": Evidence(met is not None or at_door is not None, _later(met, at_door)),
    }


def _later(*moments: int | None) -> int | None:
    return max((moment for moment in moments if moment is not None), default=None)
