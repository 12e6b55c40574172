"""Command: a new key for the chair of an association where nobody holds one, together with an officer there."""

from collections.abc import Sequence

from kairanban.community.handovers.actions import on_paper, recovery
from kairanban.community.handovers.queries.recovery import Serves
from kairanban.community.places.queries import places as place_queries
from kairanban.config import Settings
from kairanban.core.actor import System
from kairanban.core.errors import Invalid
from kairanban.core.ids import PersonId, PlaceId
from kairanban.db.engine import Database
from kairanban.db.tx import Tx
from kairanban.desks.handover.pages.recovery import NOTICE, NoticePage
from kairanban.i18n.languages import DEFAULT
from kairanban.i18n.templating import render
from kairanban.operations.commands.association import printed
from kairanban.operations.commands.interface import Arguments, Done

ASKED = "Asked for {name}. An officer of the association agrees on the page of the handover; every household is told then."
AGREED = "Agreed for {name}. Every officer and household is told on its devices now; the key can be handed over in 48 hours."
ON_PAPER = "{number} households have no device or take paper: please print {copies} copies of the notice now. kairanban recover {association} --notice notice.pdf"


async def recover(database: Database, settings: Settings, given: Arguments) -> Done:
    """Ask for the association's chair, agree with what an officer asked for or in person, print the notice, stop it, or hand over the key."""
    if given["notice"]:
        return await _notice(database, given["association"])
    async with database.write(System("recover")) as tx:
        association = await _association(tx, given["association"])
        found, _ = await recovery.under_way(tx, association)
        if given["stop"]:
            await recovery.stop(tx, association)
            return Done(["Stopped. Nobody gets a key."])
        if given["finish"]:
            name, token = await recovery.finish(tx, association)
            return Done([f"{name}: chair of {given['association']}", f"{settings.public_address}/i/{token}"])
        serving = await recovery.serving(tx, association)
        if found is not None:
            if given["present"]:
                await recovery.agree_in_person(tx, association, _present(serving, given["present"]))
            else:
                await recovery.agree(tx, association)
            paper = await on_paper.on_paper_in(tx, association)
            told = ON_PAPER.format(
                number=paper.households, copies=paper.copies, association=given["association"]
            )
            return Done([AGREED.format(name=found.name), told])
        if not given["chair"]:
            names = "、".join(one.name for one in serving) or "-"
            raise Invalid({"chair": f"Please say who gets the key: --chair NAME. Serving there: {names}"})
        same = [one.person for one in serving if one.name == given["chair"]]
        await recovery.ask(tx, association, same[0] if same else None, given["chair"])
    return Done([ASKED.format(name=given["chair"])])


async def _notice(database: Database, name: str) -> Done:
    async with database.read(System("recover")) as tx:
        association = await _association(tx, name)
        page = NoticePage(await on_paper.notice(tx, association), await on_paper.on_paper_in(tx, association))
    return Done([f"{page.on_paper.copies} copies:"], await printed(render(DEFAULT, NOTICE, page=page)))


def _present(serving: Sequence[Serves], name: str) -> PersonId:
    """Return the officer of that name; raise Invalid unless there is one."""
    found = [one.person for one in serving if one.name == name]
    if len(found) != 1:
        names = "、".join(one.name for one in serving) or "-"
        raise Invalid({"present": f"There is no one officer of that name. Serving there: {names}"})
    return found[0]


async def _association(tx: Tx, name: str) -> PlaceId:
    known = await tx.all(place_queries.BY_NAME)
    found = [one.id for one in known if one.name == name]
    if len(found) != 1:
        names = "、".join(one.name for one in known) or "-"
        raise Invalid({"association": f"There is no one association of that name. Known: {names}"})
    return found[0]
