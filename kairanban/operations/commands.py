"""Implementations of the commands, run in the process that has the database open."""

import base64
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from kairanban.accountability.retention.actions.forgetting import count
from kairanban.accountability.retention.actions.watching import clock_sentence, trust_clock, watched
from kairanban.community.people.actions.offices import add_person, appoint, officers
from kairanban.community.places import queries as place_queries
from kairanban.community.places.actions import add_place
from kairanban.community.places.rules import PlaceKind
from kairanban.community.roster.actions import unattended as roster
from kairanban.community.roster.rules.unreadable import Unreadable
from kairanban.community.signin.actions import persons, printing
from kairanban.config import Settings
from kairanban.confined.errors import MissingPart
from kairanban.confined.errors import Unreadable as NotPrinted
from kairanban.confined.printing import print_pdf
from kairanban.core.actor import System
from kairanban.core.errors import Conflict, Invalid
from kairanban.core.ids import HouseholdId, PersonId, PlaceId
from kairanban.core.roles import Role
from kairanban.db.engine import Database
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n
from kairanban.i18n.templating import render
from kairanban.i18n.translate import translate


@dataclass
class Done:
    """Output of a command: lines, and the file it made, if any."""

    lines: list[str] = field(default_factory=list)
    file: bytes | None = None

    def plain(self) -> dict[str, Any]:
        return {
            "lines": self.lines,
            "file": base64.b64encode(self.file).decode() if self.file is not None else None,
        }

    @classmethod
    def of(cls, plain: dict[str, Any]) -> "Done":
        return cls(plain["lines"], base64.b64decode(plain["file"]) if plain["file"] is not None else None)


Arguments = dict[str, Any]
Command = Callable[[Database, Settings, Arguments], Awaitable[Done]]

PHONE = re.compile(r"[0-9０-９+() （）ー－-]{3,30}")
UNKNOWN_ASSOCIATION = _n("There is no association of that name. Known: %(names)s")


async def invite(database: Database, settings: Settings, given: Arguments) -> Done:
    """Appoint a person at an association, creating both if needed, and return an invitation link."""
    association, name, phone = (str(given.get(of) or "").strip() for of in ("association", "name", "phone"))
    if not association or not name:
        raise Invalid({"name": "Please give the name of the association and of the person."})
    if phone and not PHONE.fullmatch(phone):
        raise Invalid({"phone": f"'{phone}' is not a telephone number."})
    said = []
    async with database.write(System("invite")) as tx:
        associations = await tx.all(place_queries.BY_NAME)
        found = next((one.id for one in associations if one.name == association), None)
        if found is None:
            said.append(
                f"{association} is new here. There were: {'、'.join(one.name for one in associations) or '-'}"
            )
            found = await add_place(
                tx,
                PlaceKind.ASSOCIATION,
                association,
                help_name=name,
                help_phone=phone,
            )
        person = await _holding(tx, found, name, given["role"])
        if person is None:
            person = await add_person(tx, name, phone=phone)
            await appoint(tx, person, Role(given["role"]), found, starts=tx.now, ends=None)
        token = await persons.invite(tx, person)
    return Done(
        [
            *said,
            f"{name}: {given['role']} of {association}",
            f"{settings.public_address}/i/{token}",
            "The address works once, within 24 hours.",
        ]
    )


async def _holding(tx: Tx, association: PlaceId, name: str, role: str) -> PersonId | None:
    """Return the person of that name who holds the role already; she gets a new invitation."""
    for officer in await officers(tx, association):
        if officer.name == name and officer.role == role:
            return officer.person
    return None


async def cards(database: Database, settings: Settings, given: Arguments) -> Done:
    """Return a PDF of new cards for households without one, or for all with `all`."""
    actor = System("cards")
    association = await find_association(database, given["association"])
    # New cards end the earlier ones: first check that this machine can print at all.
    await _printed("<p>回覧板</p>")
    async with database.write(actor) as tx:
        households = await printing.printable(tx, association)
        chosen = {
            HouseholdId(one.id) for one in households if given.get("all") or not (one.devices or one.printed)
        }
        made = await printing.make_cards(tx, association, chosen)
        sheet = await printing.sheet(tx, association, made, settings.public_address)
    pdf = await _printed(render("ja", "community/signin/cards/sheet.html", page=sheet))
    return Done([f"{len(made)} cards."], pdf)


async def _printed(html: str) -> bytes:
    try:
        return await print_pdf(html)
    except (MissingPart, NotPrinted) as problem:
        raise Conflict(problem.reason) from problem


async def find_association(database: Database, name: str) -> PlaceId:
    """Return the association of that name; raise Invalid with the known names."""
    async with database.read(System("find")) as tx:
        associations = await tx.all(place_queries.BY_NAME)
    for one in associations:
        if one.name == name:
            return one.id
    known = "、".join(one.name for one in associations) or "-"
    raise Invalid({"association": UNKNOWN_ASSOCIATION % {"names": known}})


async def roster_import(database: Database, _settings: Settings, given: Arguments) -> Done:
    """Preview a roster file, or store it with `take`; return the report."""
    association = await find_association(database, given["association"])
    data = bytes.fromhex(given["data"])
    do = roster.take if given["take"] else roster.preview
    try:
        return Done(await do(database, association, data, given["name"], given["language"]))
    except Unreadable as problem:
        said = translate(given["language"], problem.message, **problem.params)
        raise Invalid({"file": said}) from problem


async def roster_export(database: Database, _settings: Settings, given: Arguments) -> Done:
    association = await find_association(database, given["association"])
    return Done(file=await roster.export(database, association))


async def retention(database: Database, _settings: Settings, given: Arguments) -> Done:
    """Count rows past their term; `trust_clock` restores the trust in the clock first."""
    worker = System("retention")
    if given.get("trust_clock"):
        async with database.write(worker) as tx:
            await trust_clock(tx)
    async with database.read(worker) as tx:
        watch = await watched(tx)
    lines = [f"{name}: {number}" for name, number in (await count(database, worker)).items()]
    return Done([*(lines or ["Nothing is past its term."]), clock_sentence(watch)])


COMMANDS: dict[str, Command] = {
    "retention": retention,
    "invite": invite,
    "cards": cards,
    "roster_import": roster_import,
    "roster_export": roster_export,
}
