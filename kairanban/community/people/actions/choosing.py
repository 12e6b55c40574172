"""Whom to appoint: somebody of the body's own places, told apart from others of the same name, or a new person."""

from dataclasses import dataclass

from kairanban.access.permission import require
from kairanban.community.people.actions.offices import add_person
from kairanban.community.people.queries import candidates
from kairanban.community.people.queries.candidates import Lives, Serves
from kairanban.community.people.queries.offices import OWN_PERSON
from kairanban.community.people.queries.turns import LINK_RESIDENT
from kairanban.core.errors import NotFound
from kairanban.core.ids import PersonId, PlaceId, ResidentId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx

NEW = "new"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person of the name: where she serves, served or lives."""

    key: str
    name: str
    serves: tuple[Serves, ...]
    lives: Lives | None


async def namesakes(tx: Tx, association: PlaceId, name: str) -> list[Candidate]:
    """Return everybody of this name (spaces aside) who lives, serves or served in the association, each once."""
    await require(tx, Task.APPOINT, association)
    plain = "".join(name.split())
    serving = await tx.all(candidates.SERVING, body=association, plain_name=plain)
    living = await tx.all(candidates.LIVING, body=association, plain_name=plain)
    home = {one.person: one for one in living if one.person is not None}
    people = list(dict.fromkeys(one.person for one in serving))
    found = [
        Candidate(
            f"p{person}", next(one.name for one in serving if one.person == person),
            tuple(one for one in serving if one.person == person), home.get(person),
        )
        for person in people
    ]  # fmt: skip
    return found + [
        Candidate(f"r{one.resident}", one.name, (), one) for one in living if one.person not in people
    ]


async def chosen(tx: Tx, association: PlaceId, key: str, name: str) -> PersonId:
    """Return the person of a candidate's key, a resident becoming one, or a new person of the name.

    Raise NotFound for a key of elsewhere. The caller has asked for permission.
    """
    number = int(key[1:]) if key[1:].isdecimal() else 0
    if key.startswith("p"):
        if not await tx.column(OWN_PERSON, person=number, place=association):
            raise NotFound
        return PersonId(number)
    if key.startswith("r"):
        one = await tx.one(candidates.RESIDENT, body=association, resident=number)
        return one.person if one.person is not None else await of_resident(tx, one.resident, one.name)
    return await add_person(tx, name)


async def of_resident(tx: Tx, resident: ResidentId, name: str) -> PersonId:
    """Make the resident a person who can be appointed. The caller has asked for permission."""
    person = await add_person(tx, name)
    await tx.run(LINK_RESIDENT, resident_id=resident, to_person=person)
    return person
