"""A town asks all its associations at once: each for itself, and looked at as one."""

from dataclasses import dataclass

from kairanban.access.permission import require
from kairanban.care.safety.actions import starting
from kairanban.care.safety.queries import town_checks
from kairanban.care.safety.queries.town_checks import AssociationLine, Running, TownCheck
from kairanban.care.safety.rules import Counts, Kind
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx


@dataclass(frozen=True, slots=True)
class TownBoard:
    check: TownCheck
    lines: list[AssociationLine]
    waiting: int
    """Associations that are still to be asked: a press was interrupted."""

    @property
    def counts(self) -> Counts:
        """Of the associations whose numbers are shown, so that none can be worked out from the sum."""
        return sum((one.counts for one in self.lines if not one.few), Counts())

    @property
    def few(self) -> int:
        return sum(one.few for one in self.lines)


async def start(tx: Tx, place: PlaceId, kind: Kind, words: str) -> int:
    """Begin to ask; one that already runs is given back, so that a second press goes on with it."""
    await require(tx, Task.START_TOWN_CHECK, place)
    await starting.require_start(tx, place, kind)
    if kind is Kind.REAL:
        await tx.run(town_checks.END_DRILLS, of_place=place, by=tx.actor.person)
    begun: int | None = await tx.value(
        town_checks.START,
        place=place,
        kind=kind.value,
        words=words,
        started=tx.now,
        started_by=tx.actor.person,
    )
    if begun is None:
        # Another press started it at the same moment.
        begun = await tx.value(town_checks.OPEN, place=place, kind=kind.value)
    return begun


async def waiting(tx: Tx, town_check: int) -> list[PlaceId]:
    """The associations that were not asked yet, in the order of the town."""
    await find(tx, town_check)
    return await tx.column(town_checks.WAITING, town_check=town_check)


async def ask(tx: Tx, town_check: int, association: PlaceId) -> None:
    """One association is asked; what it asked by itself before goes on as part of this."""
    found = await find(tx, town_check)
    check = await starting.start(tx, association, Kind(found.kind), found.words, town_check)
    await tx.run(town_checks.TAKE_IN, of_check=check, for_town=town_check)


async def find(tx: Tx, town_check: int) -> TownCheck:
    """NotFound for whoever may not ask that town."""
    return await tx.one(town_checks.FIND, town_check=town_check)


async def all_of(tx: Tx) -> list[TownCheck]:
    """Those that run first."""
    return await tx.all(town_checks.LIST)


async def board(tx: Tx, town_check: int) -> TownBoard:
    found = await find(tx, town_check)
    lines = await tx.all(town_checks.LINES, town_check=town_check)
    return TownBoard(found, lines, len(await waiting(tx, town_check)))


async def running(tx: Tx, town_check: int) -> list[Running]:
    await find(tx, town_check)
    return await tx.all(town_checks.RUNNING, town_check=town_check)


async def end(tx: Tx, town_check: int) -> None:
    """The town asks no longer; its checks are ended one by one before. A second press changes nothing."""
    found = await find(tx, town_check)
    await require(tx, Task.START_TOWN_CHECK, found.place)
    await tx.run(town_checks.END, of_town_check=town_check, by=tx.actor.person)
