"""A town asks an association that began alone to join; its chair answers."""

from kairanban.access.permission import may, require
from kairanban.community.places.actions import tree
from kairanban.community.places.actions.places import find_place, require_name
from kairanban.community.places.rules import PlaceKind
from kairanban.community.towns.actions.associations import find_town
from kairanban.community.towns.queries import offers
from kairanban.community.towns.queries.offers import Offer
from kairanban.core.errors import Conflict, Invalid, NotFound
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n


async def of_town(tx: Tx, town: PlaceId) -> list[Offer]:
    """Return the town's offers that wait for an answer."""
    await find_town(tx, town)
    return await tx.all(offers.OF_TOWN, town=town)


async def offer(tx: Tx, town: PlaceId, name: str) -> None:
    """Ask the association of exactly this name; a second call changes nothing.

    Raise Invalid if none of that name stands alone: whether one is in another town is not said.
    """
    waiting = await of_town(tx, town)
    association = await tx.value(offers.ALONE, wanted=name)
    if association is None:
        raise Invalid(
            {
                "asked": _n(
                    "No association of this name stands alone here. Please write it exactly as it calls itself."
                )
            }
        )
    if association in {one.association for one in waiting}:
        return
    id = await tx.value(offers.ADD, town=town, association=association, offered=tx.now)
    await journal.record(tx, "place_offered", association=association, other=id)


async def withdraw(tx: Tx, town: PlaceId, id: int) -> None:
    """Take an offer back; raise NotFound for one that does not wait."""
    if id not in {one.id for one in await of_town(tx, town)}:
        raise NotFound
    await tx.run(offers.ANSWER, offer=id, yes=0)


async def waiting(tx: Tx, association: PlaceId) -> list[Offer]:
    """Return the offers to an association, for those who appoint there; nothing for others."""
    if not await may(tx, Task.APPOINT, association):
        return []
    return await tx.all(offers.TO_ASSOCIATION, association=association)


async def find(tx: Tx, association: PlaceId, id: int) -> Offer:
    """Return one offer that waits for the association's answer; raise NotFound."""
    for one in await waiting(tx, association):
        if one.id == id:
            return one
    raise NotFound


async def answer(tx: Tx, association: PlaceId, id: int, accepted: bool) -> None:
    """Join the town, or stay alone. Raise NotFound, and Conflict if the town has one of this name already."""
    await require(tx, Task.APPOINT, association)
    found = await find(tx, association, id)
    if accepted:
        here = await find_place(tx, association)
        try:
            await require_name(tx, PlaceKind(here.kind), here.name, found.town, association)
        except Invalid as invalid:
            raise Conflict(
                _n("The town has an association of this name already. Please ask the town.")
            ) from invalid
        await tree.put(tx, association, found.town)
    await tx.run(offers.ANSWER, offer=id, yes=int(accepted))
    if accepted:
        await tx.run(offers.END_OTHERS, of_association=association)
    await journal.record(tx, "offer_answered", association=association, other=id)
