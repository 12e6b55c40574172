"""A municipality's check: one check per association, shown as one."""

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
    """Number of associations not asked yet, after an interrupted start."""
    help_before: int
    """Open calls for help there that were made in other checks."""

    @property
    def counts(self) -> Counts:
        """Sum over associations whose numbers are shown, so that the others cannot be derived."""
        return sum((one.counts for one in self.lines if not one.few), Counts())

    @property
    def few(self) -> int:
        return sum(one.few for one in self.lines)


async def start(tx: Tx, place: PlaceId, kind: Kind, words: str) -> int:
    """Start the municipality's check and return it; a running one is returned, so that a retry continues."""
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
        # Another request started it at the same moment.
        begun = await tx.value(town_checks.OPEN, place=place, kind=kind.value)
    return begun


async def waiting(tx: Tx, town_check: int) -> list[PlaceId]:
    """Return the associations not asked yet, in the municipality's order."""
    await find(tx, town_check)
    return await tx.column(town_checks.WAITING, town_check=town_check)


async def ask(tx: Tx, town_check: int, association: PlaceId) -> None:
    """Start the check of one association; one it started itself becomes part of this."""
    found = await find(tx, town_check)
    check = await starting.start(tx, association, Kind(found.kind), found.words, town_check)
    await tx.run(town_checks.TAKE_IN, of_check=check, for_town=town_check)


async def find(tx: Tx, town_check: int) -> TownCheck:
    """Return the check if the actor may start checks of that municipality; raise NotFound."""
    return await tx.one(town_checks.FIND, town_check=town_check)


async def all_of(tx: Tx) -> list[TownCheck]:
    """Return the checks, running ones first."""
    return await tx.all(town_checks.LIST)


async def board(tx: Tx, town_check: int) -> TownBoard:
    found = await find(tx, town_check)
    lines = await tx.all(town_checks.LINES, town_check=town_check)
    before = int(await tx.value(town_checks.HELP_BEFORE, town_check=town_check))
    return TownBoard(found, lines, len(await waiting(tx, town_check)), before)


async def running(tx: Tx, town_check: int) -> list[Running]:
    await find(tx, town_check)
    return await tx.all(town_checks.RUNNING, town_check=town_check)


async def end(tx: Tx, town_check: int) -> None:
    """End the municipality's check after its associations' checks; a second call changes nothing."""
    await find(tx, town_check)
    await tx.run(town_checks.END, of_town_check=town_check, by=tx.actor.person)
