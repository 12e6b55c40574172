"""Associations and districts of a town: added, arranged, helped to begin."""

from collections.abc import Collection
from dataclasses import dataclass

from kairanban.access.permission import require
from kairanban.community.handovers.actions.naming import set_aside
from kairanban.community.people.actions.offices import add_person
from kairanban.community.people.actions.town_offices import appoint_first_chair
from kairanban.community.places.actions import tree
from kairanban.community.places.actions.places import add_place, find_place
from kairanban.community.places.queries import tree as tree_queries
from kairanban.community.places.queries.places import HOLD, Named, Place
from kairanban.community.places.rules import PlaceKind
from kairanban.community.signin.actions import persons
from kairanban.community.towns.queries import associations as queries
from kairanban.community.towns.queries.associations import Branch, Chair
from kairanban.core.errors import Conflict, Invalid, NotFound
from kairanban.core.ids import PersonId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

# What a town adds itself; the rest is each association's own.
ADDABLE = (PlaceKind.ASSOCIATION, PlaceKind.DISTRICT, PlaceKind.SETTLEMENT)


@dataclass(frozen=True, slots=True)
class Listed:
    """A district or association with its chair, if one is known."""

    branch: Branch
    chair: Chair | None
    keyed: bool
    """Whether a chair, caretaker or officer of it can sign in: from then on its offices are its own matter."""

    @property
    def to_invite(self) -> bool:
        """Tell whether the town may appoint or invite a chair: nobody there can sign in."""
        return self.branch.acts and not self.keyed


async def my_towns(tx: Tx) -> list[Named]:
    """Return the towns whose tree the actor arranges."""
    return await tx.all(queries.TOWNS)


async def find_town(tx: Tx, town: PlaceId) -> Place:
    """Return an open municipality that the actor arranges; raise NotFound for any other place."""
    found = await find_place(tx, town)
    if found.kind != PlaceKind.MUNICIPALITY or found.ended is not None:
        raise NotFound
    await require(tx, Task.ARRANGE_PLACES, town)
    return found


async def listed(tx: Tx, town: PlaceId) -> list[Listed]:
    """Return districts and associations of the town in their order."""
    await find_town(tx, town)
    chairs: dict[PlaceId, Chair] = {}
    for chair in await tx.all(queries.CHAIRS, town=town):
        # One with a key stands for the association: nobody else may be put beside her.
        if chair.has_key or chair.association not in chairs:
            chairs[chair.association] = chair
    keyed = set(await tx.column(queries.KEYED, town=town))
    return [
        Listed(one, chairs.get(one.id), one.id in keyed) for one in await tx.all(queries.BRANCHES, town=town)
    ]


async def branch(tx: Tx, town: PlaceId, place: PlaceId) -> Listed:
    """Return one district or association of the town; raise NotFound."""
    for one in await listed(tx, town):
        if one.branch.id == place:
            return one
    raise NotFound


async def add(
    tx: Tx, town: PlaceId, kind: PlaceKind, name: str, code: str = "", into: PlaceId | None = None
) -> PlaceId:
    """Add a district, an association or a settlement, in the town or in one of its districts."""
    everything = await listed(tx, town)
    if into is not None and into not in {one.branch.id for one in everything if not one.branch.acts}:
        raise NotFound
    id = await add_place(tx, kind, name, into or town, sort=len(everything) + 1)
    if code:
        await tx.run(tree_queries.SET_CODE, place_id=id, new_code=code)
    return id


async def rename(tx: Tx, town: PlaceId, place: PlaceId, name: str, code: str) -> None:
    await branch(tx, town, place)
    await tree.rename(tx, place, name, code)


async def move(tx: Tx, town: PlaceId, place: PlaceId, into: PlaceId) -> None:
    """Put an association into a district of the town, or directly into the town."""
    await branch(tx, town, place)
    if into != town and (await branch(tx, town, into)).branch.acts:
        raise NotFound
    await tree.move(tx, place, into)


async def gather(tx: Tx, town: PlaceId, district: PlaceId, associations: Collection[PlaceId]) -> None:
    """Put associations of the town into one of its districts, all or none; those that lie there already stay.

    Raise NotFound for places of elsewhere, Invalid without any, and where one of the same name lies there.
    """
    everything = {one.branch.id: one.branch for one in await listed(tx, town)}
    if district not in everything or everything[district].acts:
        raise NotFound
    if not associations:
        raise Invalid({"into": _n("Please tick at least one association.")})
    for place in associations:
        if place not in everything or not everything[place].acts:
            raise NotFound
        if everything[place].parent == district:
            continue
        try:
            await tree.move(tx, place, district)
        except Invalid as invalid:
            raise Invalid(
                {"into": _n("One of the same name lies there already. Please rename one of them first.")}
            ) from invalid


async def close(tx: Tx, town: PlaceId, place: PlaceId) -> None:
    """Close a place of the town; a second call changes nothing. Raise NotFound, Conflict."""
    await find_town(tx, town)
    if not await tx.column(tree_queries.IS_WITHIN, place_id=town, into=place) or place == town:
        raise NotFound
    await tree.close(tx, place)


async def invite_chair(tx: Tx, town: PlaceId, association: PlaceId, name: str = "") -> tuple[str, str]:
    """Appoint the first chair, or take the one who has no key yet, and return her name and an invitation.

    Raise Conflict where a chair can sign in: from then on the association arranges its offices itself.
    """
    await require(tx, Task.APPOINT_FOR_TOWN, town)
    await tx.column(HOLD, in_place=association)
    found = await branch(tx, town, association)
    if not found.branch.acts:
        raise NotFound
    if not found.to_invite:
        raise Conflict(_n("The chair can sign in already. Offices there are the association's own matter."))
    chair = found.chair
    if chair is None or (name and name != chair.name):
        await set_aside(tx, association)
        person = PersonId(await add_person(tx, name))
        await appoint_first_chair(tx, person, association)
    else:
        person, name = chair.person, chair.name
    return name, await persons.invite(tx, person, association)
