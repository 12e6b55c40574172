"""Choose whom to appoint: a person of the body's places, told apart from namesakes, or a new one."""

from dataclasses import dataclass

from kairanban.access.permission import require
from kairanban.community.people.actions.offices import add_person
from kairanban.community.people.queries import candidates
from kairanban.community.people.queries.candidates import Lives, Serves
from kairanban.community.people.queries.turns import LINK_RESIDENT
from kairanban.core.errors import NotFound
from kairanban.core.ids import PersonId, PlaceId
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

    @property
    def keys(self) -> set[str]:
        """Return the choices that mean this person: a resident who was appointed meanwhile is the same."""
        return {self.key} | ({f"r{self.lives.resident}"} if self.lives else set())


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

    Raise NotFound for a key that is not one of the name's candidates. The caller has asked for permission.
    """
    if key in ("", NEW):
        return await add_person(tx, name)
    one = next((one for one in await namesakes(tx, association, name) if key in one.keys), None)
    if one is None:
        raise NotFound
    if one.serves:
        return one.serves[0].person
    if one.lives is None:
        raise NotFound
    return one.lives.person if one.lives.person is not None else await of_resident(tx, one.lives)


async def of_resident(tx: Tx, lives: Lives) -> PersonId:
    """Make the resident a person who can be appointed. The caller has asked for permission."""
    person = await add_person(tx, lives.name)
    await tx.run(LINK_RESIDENT, resident_id=lives.resident, to_person=person)
    return person
