"""Start and end of a safety check, both by a person."""

from dataclasses import dataclass

from kairanban.access.permission import may, places_granting, require
from kairanban.care.safety.queries import starting
from kairanban.care.safety.queries.starting import Startable
from kairanban.care.safety.rules import Kind
from kairanban.core.errors import Invalid, NotFound
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n


@dataclass(frozen=True, slots=True)
class Audience:
    """Households a check would ask; a municipality asks each of its associations separately."""

    place: PlaceId
    kind: str
    name: str
    association: PlaceId | None
    households: int
    at_the_door: int
    """Households without a device, which a person has to visit."""
    associations: int
    """Number of associations asked by a municipality; otherwise 1."""

    @property
    def town(self) -> bool:
        return self.association is None


async def startable(tx: Tx) -> list[Startable]:
    """Return the places of the actor's appointments, not those below them."""
    places = dict.fromkeys(places_granting(tx, Task.START_SAFETY_CHECK))
    return [one for place in places for one in await tx.all(starting.PLACE_OF, place=place)]


async def audience(tx: Tx, place: PlaceId, kind: str = "") -> Audience:
    """Return the audience at the place; a real check needs a step-up."""
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
    """Start a check and return its id; if one runs there already, return that."""
    await require_start(tx, place, kind)
    association = (await tx.one(starting.PLACE_OF, place=place)).association
    if association is None:
        raise NotFound
    running = await tx.column(starting.OPEN, place=place, kind=kind.value)
    if running:
        return int(running[0])
    if kind is Kind.REAL:
        # A real check ends drills there.
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
        # Another person started it at the same moment.
        return int(await tx.value(starting.OPEN, place=place, kind=kind.value))
    await tx.together(
        (starting.ADDRESS, {"check": check, "place": place}),
        (starting.TALLY, {"check": check}),
        (starting.AWAY, {"check": check}),
        (starting.AWAY_STANDS, {"of_check": check}),
        journal.entry(tx, "safety_started", association=association, other=check),
    )
    return check


async def end(tx: Tx, check: int, association: PlaceId, place: PlaceId, why: str = "") -> None:
    """End the check; help calls stay open. A second call changes nothing.

    A town officer ends an association's own real check only after a step-up and with a word why; raise Invalid.
    """
    if not await may(tx, Task.FOLLOW_UP, association):
        await require(tx, Task.START_SAFETY_CHECK, place)
        if await must_say_why(tx, check, association, place):
            await require(tx, Task.START_REAL_CHECK, place)
            if not why:
                raise Invalid({"why": _n("Please write in a word why. The association sees it.")})
    if await tx.run(starting.END, of_check=check, by=tx.actor.person, why=why):
        await journal.record(tx, "safety_ended", association=association, other=check)


async def must_say_why(tx: Tx, check: int, association: PlaceId, place: PlaceId) -> bool:
    """Tell whether the actor serves the town, and the check is a real one of the association's own."""
    if await may(tx, Task.FOLLOW_UP, association) or not await may(tx, Task.START_TOWN_CHECK, place):
        return False
    return bool(await tx.column(starting.IS_OWN_REAL, check=check))


async def require_start(tx: Tx, place: PlaceId, kind: str) -> None:
    """Require the permission to start; a real check needs a step-up."""
    await require(tx, Task.START_SAFETY_CHECK, place)
    # People who only lead a block need no step-up.
    if kind == Kind.REAL and await may(tx, Task.START_REAL_CHECK, place):
        await require(tx, Task.START_REAL_CHECK, place)
