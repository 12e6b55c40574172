"""A check is started by a person, for everybody who belongs there now, and ended by a person."""

from dataclasses import dataclass

from kairanban.access.permission import may, places_granting, require
from kairanban.care.safety.queries import starting, town_checks
from kairanban.care.safety.queries.starting import Startable
from kairanban.care.safety.rules import KEPT_FOR, Kind
from kairanban.core.errors import NotFound
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx


@dataclass(frozen=True, slots=True)
class Audience:
    """Who would be asked; a town asks each of its associations for itself."""

    place: PlaceId
    kind: str
    name: str
    association: PlaceId | None
    households: int
    at_the_door: int
    """Those without a device: nothing asks them but a person who goes there."""
    associations: int
    """How many are asked, where it is a town; 1 otherwise."""

    @property
    def town(self) -> bool:
        return self.association is None


async def startable(tx: Tx) -> list[Startable]:
    """The places of the person's own appointments, not all below them."""
    places = dict.fromkeys(places_granting(tx, Task.START_SAFETY_CHECK))
    return [one for place in places for one in await tx.all(starting.PLACE_OF, place=place)]


async def audience(tx: Tx, place: PlaceId, kind: str = "") -> Audience:
    """The place and how many households belong there; asks who is there again where it is no drill."""
    await require_start(tx, place, kind)
    found = await tx.one(starting.PLACE_OF, place=place)
    belonging = await tx.one(starting.HOUSEHOLDS, place=place)
    return Audience(
        found.id,
        found.kind,
        found.name,
        found.association,
        belonging.households,
        belonging.at_the_door,
        associations=1 if found.association else len(await tx.column(starting.ASSOCIATIONS, place=place)),
    )


async def start(tx: Tx, place: PlaceId, kind: Kind, words: str, town_check: int | None = None) -> int:
    """Ask everybody there; gives back the check. One that already runs there is given back, not started again."""
    await require_start(tx, place, kind)
    association = (await tx.one(starting.PLACE_OF, place=place)).association
    if association is None:
        raise NotFound
    running = await tx.column(starting.OPEN, place=place, kind=kind.value)
    if running:
        return int(running[0])
    if kind is Kind.REAL:
        # Nobody there is asked for practice while it is real.
        await tx.run(starting.END_DRILLS, of_place=place, by=tx.actor.person)
    check: int | None = await tx.value(
        starting.START,
        association=association,
        place=place,
        town_check=town_check,
        kind=kind.value,
        words=words,
        started=tx.now,
        started_by=tx.actor.person,
    )
    if check is None:
        # Somebody else started it at the same moment.
        return int(await tx.value(starting.OPEN, place=place, kind=kind.value))
    await tx.together(
        (starting.ADDRESS, {"check": check, "place": place}),
        (starting.TALLY, {"check": check}),
        (starting.AWAY, {"check": check}),
        (starting.AWAY_STANDS, {"of_check": check}),
        journal.entry(tx, "safety_started", association=association, other=check),
    )
    return check


async def end(tx: Tx, check: int, association: PlaceId, place: PlaceId) -> None:
    """Nobody is asked any more; calls for help stay open. A second press changes nothing."""
    if not await may(tx, Task.FOLLOW_UP, association):
        await require(tx, Task.START_SAFETY_CHECK, place)
    if await tx.run(starting.END, of_check=check, by=tx.actor.person):
        await journal.record(tx, "safety_ended", association=association, other=check)


async def forget_old(tx: Tx) -> None:
    """What was said in a check goes 90 days after its end."""
    await tx.run(starting.FORGET, within=KEPT_FOR)
    await tx.run(town_checks.FORGET, within=KEPT_FOR)


async def require_start(tx: Tx, place: PlaceId, kind: str) -> None:
    """Whoever starts one that is no drill shows again who she is."""
    await require(tx, Task.START_SAFETY_CHECK, place)
    # Whoever leads a block alone has nothing to show again; the others do, unless it is for practice.
    if kind == Kind.REAL and await may(tx, Task.START_REAL_CHECK, place):
        await require(tx, Task.START_REAL_CHECK, place)
