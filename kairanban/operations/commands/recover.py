"""Command: a new key for the chair of an association where nobody holds one, together with an officer there."""

from kairanban.community.handovers.actions import recovery
from kairanban.community.places.queries import places as place_queries
from kairanban.config import Settings
from kairanban.core.actor import System
from kairanban.core.errors import Invalid
from kairanban.core.ids import PlaceId
from kairanban.db.engine import Database
from kairanban.db.tx import Tx
from kairanban.operations.commands.interface import Arguments, Done

ASKED = "Asked for {name}. An officer of the association agrees on the page of the handover; every household is told then."
AGREED = "Agreed for {name}. Every household and officer is told now; the key can be handed over in 48 hours."


async def recover(database: Database, settings: Settings, given: Arguments) -> Done:
    """Ask for the association's chair, agree with what an officer asked for, stop it, or hand over the key after 48 hours."""
    async with database.write(System("recover")) as tx:
        association = await _association(tx, given["association"])
        found, _ = await recovery.under_way(tx, association)
        if given["stop"]:
            await recovery.stop(tx, association)
            return Done(["Stopped. Nobody gets a key."])
        if given["finish"]:
            name, token = await recovery.finish(tx, association)
            return Done([f"{name}: chair of {given['association']}", f"{settings.public_address}/i/{token}"])
        if found is not None:
            await recovery.agree(tx, association)
            return Done([AGREED.format(name=found.name)])
        serving = await recovery.serving(tx, association)
        if not given["chair"]:
            names = "、".join(one.name for one in serving) or "-"
            raise Invalid({"chair": f"Please say who gets the key: --chair NAME. Serving there: {names}"})
        same = [one.person for one in serving if one.name == given["chair"]]
        await recovery.ask(tx, association, same[0] if same else None, given["chair"])
    return Done([ASKED.format(name=given["chair"])])


async def _association(tx: Tx, name: str) -> PlaceId:
    known = await tx.all(place_queries.BY_NAME)
    found = [one.id for one in known if one.name == name]
    if len(found) != 1:
        names = "、".join(one.name for one in known) or "-"
        raise Invalid({"association": f"There is no one association of that name. Known: {names}"})
    return found[0]
