"""Commands on the tree of places, and inviting the first people to them."""

import re
from collections.abc import Sequence

from kairanban.community.people.actions.offices import add_person, appoint, body_of, officers
from kairanban.community.people.rules.offices import SERVES_AT
from kairanban.community.places.actions import tree
from kairanban.community.places.actions.places import add_place
from kairanban.community.places.queries.tree import EVERYTHING, Listed
from kairanban.community.places.rules import PlaceKind
from kairanban.community.signin.actions import persons
from kairanban.config import Settings
from kairanban.core.actor import System
from kairanban.core.errors import Invalid
from kairanban.core.ids import PersonId, PlaceId
from kairanban.core.roles import Role
from kairanban.db.engine import Database
from kairanban.db.tx import Tx
from kairanban.operations.commands.interface import Arguments, Done

PHONE = re.compile(r"[0-9０-９+() （）ー－-]{3,30}")


async def invite(database: Database, settings: Settings, given: Arguments) -> Done:
    """Appoint a person at a place, creating both if needed, and return an invitation link."""
    place, name, phone = (str(given.get(of) or "").strip() for of in ("place", "name", "phone"))
    role = Role(given["role"])
    if not place or not name:
        raise Invalid({"name": "Please give the name of the place and of the person."})
    if phone and not PHONE.fullmatch(phone):
        raise Invalid({"phone": f"'{phone}' is not a telephone number."})
    said: list[str] = []
    async with database.write(System("invite")) as tx:
        where = await _found_or_new(tx, place, role, name, phone, said)
        person = await _who(tx, where, name, role, given)
        if person is None:
            person = await add_person(tx, name, phone=phone)
        if role not in await _roles(tx, where, person):
            await appoint(tx, person, role, where, starts=tx.now, ends=None)
        token = await persons.invite(tx, person, await body_of(tx, role, where))
    return Done(
        [
            *said,
            f"{name}: {role.value} of {place}",
            f"{settings.public_address}/i/{token}",
            "The address works once, within 24 hours. A new key ends the earlier ones.",
        ]
    )


async def _who(tx: Tx, where: PlaceId, name: str, role: Role, given: Arguments) -> PersonId | None:
    """Return the person of that name who holds the office, or serves there and is said to be the `same`; None: a new one.

    Raise Invalid where it is not said whether she is the same, or where several have the name.
    """
    if given.get("another"):
        return None
    there = [one for one in await officers(tx, where) if one.name == name]
    holding = {one.person for one in there if one.role == role} or {one.person for one in there}
    if len(holding) > 1:
        raise Invalid(
            {"name": "Several people of that name serve there. Please invite on the page of the officers."}
        )
    person = next(iter(holding), None)
    if person is not None and not any(one.role == role for one in there) and not given.get("same"):
        offices = "、".join(f"{one.role} ({one.place})" for one in there)
        raise Invalid(
            {
                "name": f"{name} serves there already: {offices}. Add --same if it is the same person, else --another."
            }
        )
    return person


async def _roles(tx: Tx, where: PlaceId, person: PersonId) -> set[str]:
    return {one.role for one in await officers(tx, where) if one.person == person}


async def _found_or_new(tx: Tx, place: str, role: Role, name: str, phone: str, said: list[str]) -> PlaceId:
    """Return the place, or a new association or town of that name, as the office needs it."""
    everything = await tx.all(EVERYTHING)
    found = _named(everything, place)
    if found is not None:
        return found.id
    kinds = [PlaceKind.ASSOCIATION, PlaceKind.MUNICIPALITY]
    kind = next((kind for kind in kinds if kind in SERVES_AT[role]), None)
    if kind is None or "/" in place or place.isdecimal():
        raise _unknown(place)
    others = "、".join(one.name for one in everything if one.kind == kind) or "-"
    said.append(f"{place} is new here ({kind.value}). There were: {others}")
    return await add_place(tx, kind, place, help_name=name, help_phone=phone)


async def place_list(database: Database, _settings: Settings, _given: Arguments) -> Done:
    """Return every open place, indented below what it lies in, with its number."""
    async with database.read(System("place")) as tx:
        everything = await tx.all(EVERYTHING)
    below: dict[PlaceId | None, list[Listed]] = {}
    for one in everything:
        below.setdefault(one.parent, []).append(one)
    return Done(_lines(below, None, 0) or ["There is no place yet."])


def _lines(below: dict[PlaceId | None, list[Listed]], inside: PlaceId | None, depth: int) -> list[str]:
    return [
        line
        for one in below.get(inside, [])
        for line in (f"{'  ' * depth}{one.id}  {one.kind}  {one.name}", *_lines(below, one.id, depth + 1))
    ]


async def place_add(database: Database, _settings: Settings, given: Arguments) -> Done:
    async with database.write(System("place")) as tx:
        inside = await _find(tx, given["into"]) if given["into"] else None
        id = await add_place(tx, PlaceKind(given["kind"]), given["name"], inside)
    return Done([f"{id}  {given['kind']}  {given['name']}"])


async def place_rename(database: Database, _settings: Settings, given: Arguments) -> Done:
    async with database.write(System("place")) as tx:
        await tree.rename(tx, await _find(tx, given["place"]), given["name"])
    return Done([f"{given['place']} is called {given['name']} now."])


async def place_move(database: Database, _settings: Settings, given: Arguments) -> Done:
    async with database.write(System("place")) as tx:
        inside = await _find(tx, given["into"]) if given["into"] else None
        await tree.move(tx, await _find(tx, given["place"]), inside)
    return Done(
        [
            f"{given['place']} lies in {given['into']} now."
            if given["into"]
            else f"{given['place']} stands alone now."
        ]
    )


async def place_close(database: Database, _settings: Settings, given: Arguments) -> Done:
    async with database.write(System("place")) as tx:
        await tree.close(tx, await _find(tx, given["place"]))
    return Done([f"{given['place']} is closed."])


async def _find(tx: Tx, wanted: str) -> PlaceId:
    found = _named(await tx.all(EVERYTHING), wanted)
    if found is None:
        raise _unknown(wanted)
    return found.id


def _named(everything: Sequence[Listed], wanted: str) -> Listed | None:
    """Return the place of that number, name, or path of names (若葉市/1区); raise Invalid for several."""
    by_id = {one.id: one for one in everything}
    if wanted.isascii() and wanted.isdecimal():
        return by_id.get(PlaceId(int(wanted)))
    names = [name.strip() for name in wanted.split("/")]
    found = [one for one in everything if _lies_so(one, names, by_id)]
    if len(found) > 1:
        numbers = "、".join(str(one.id) for one in found)
        raise Invalid({"place": f"Several places are called {wanted}. Please give the number: {numbers}"})
    return found[0] if found else None


def _lies_so(one: Listed, names: Sequence[str], by_id: dict[PlaceId, Listed]) -> bool:
    """Tell whether the place has the last name, and each earlier one is above it, in this order."""
    if one.name != names[-1]:
        return False
    rest, above = list(names[:-1]), one.parent
    while rest and above is not None:
        if by_id[above].name == rest[-1]:
            rest.pop()
        above = by_id[above].parent
    return not rest


def _unknown(wanted: str) -> Invalid:
    return Invalid({"place": f"There is no place {wanted}. 'kairanban place list' names them."})
