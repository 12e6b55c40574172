"""Commands on an association's cards, roster, hidden households and keys."""

from collections.abc import Sequence

from kairanban.accountability.purpose_notices import actions as purpose_notices
from kairanban.accountability.purpose_notices import pages as notices
from kairanban.community.hiding import actions as hiding
from kairanban.community.places.queries import places as place_queries
from kairanban.community.roster.actions import unattended as roster
from kairanban.community.roster.rules.unreadable import Unreadable
from kairanban.community.signin.actions import printing, recovery
from kairanban.config import Settings
from kairanban.confined.errors import MissingPart
from kairanban.confined.errors import Unreadable as NotPrinted
from kairanban.confined.printing import print_pdf
from kairanban.core.actor import System
from kairanban.core.errors import Conflict, Invalid
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.db.engine import Database
from kairanban.i18n.marks import N as _n
from kairanban.i18n.templating import render
from kairanban.i18n.translate import translate
from kairanban.operations.commands.interface import Arguments, Done

UNKNOWN_ASSOCIATION = _n("There is no association of that name. Known: %(names)s")


async def keeper(database: Database, _settings: Settings, given: Arguments) -> Done:
    """List the hidden households no officer knows, or name an officer for one until the household does."""
    async with database.write(System("keeper")) as tx:
        if given["household"] is None:
            found = await hiding.unknown(tx)
            return Done(
                [f"{one.household}: {one.association_name} {one.shown}" for one in found]
                or ["Of every hidden household an officer knows."]
            )
        household = HouseholdId(given["household"])
        kept = await hiding.found(tx, household)
        officers = await hiding.candidates(tx, kept.association) if kept is not None else []
        named = next((one.person for one in officers if one.name == given["officer"]), None)
        await hiding.name_until_then(tx, household, named)
    return Done([f"{given['officer']} knows the household. It is told on its devices."])


async def confirm(database: Database, _settings: Settings, given: Arguments) -> Done:
    """List the people whose new key waits for a body's confirmation, or confirm one there."""
    async with database.write(System("confirm")) as tx:
        waiting = await recovery.to_confirm(tx)
        if given["name"] is None:
            return Done(
                [f"{one.name}: {one.place_name}" for one in waiting] or ["Nobody waits for a confirmation."]
            )
        chosen = [one for one in waiting if (one.name, one.place_name) == (given["name"], given["place"])]
        if len(chosen) != 1:
            raise Invalid(
                {"name": "Nobody of that name waits there. Without arguments this command lists them."}
            )
        await recovery.confirm_at(tx, chosen[0].body, chosen[0].person)
    return Done([f"The offices of {given['name']} at {given['place']} are open again."])


async def cards(database: Database, settings: Settings, given: Arguments) -> Done:
    """Return a PDF of new cards for households without one, or for all with `all`, and one of the notices with them."""
    actor = System("cards")
    association = await find_association(database, given["association"])
    # New cards end the earlier ones: first check that this machine can print at all.
    await printed("<p>回覧板</p>")
    async with database.write(actor) as tx:
        households = await printing.printable(tx, association)
        chosen = {
            HouseholdId(one.id) for one in households if given.get("all") or not (one.devices or one.printed)
        }
        made = await printing.make_cards(tx, association, chosen)
        sheet = await printing.sheet(tx, association, made, settings.public_address)
        notice, languages = await purpose_notices.for_households(tx, association, chosen)
    pdf = await printed(render("ja", "community/signin/cards/sheet.html", page=sheet))
    view = notices.sheets_page(notice, languages)
    second = await printed(render("ja", notices.TEMPLATE, page=view), notices.in_order(view, languages))
    return Done([f"{len(made)} cards."], pdf, second)


async def printed(html: str, pages: Sequence[int] = ()) -> bytes:
    """Return the document as a PDF; raise Conflict if this machine cannot print."""
    try:
        return await print_pdf(html, pages)
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
        lines = await do(database, association, data, given["name"], given["language"])
    except Unreadable as problem:
        said = translate(given["language"], problem.message, **problem.params)
        raise Invalid({"file": said}) from problem
    return Done([*lines, f'Next: kairanban cards "{given["association"]}"'] if given["take"] else lines)


async def roster_export(database: Database, _settings: Settings, given: Arguments) -> Done:
    association = await find_association(database, given["association"])
    return Done(file=await roster.export(database, association))
