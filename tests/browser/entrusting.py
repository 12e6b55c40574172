"""Consents in the gallery: as each adult gives them, as sheets are entered, and the sheets."""

from sqlalchemy import bindparam

from kairanban.consents import actions
from kairanban.core.clock import DAY
from kairanban.core.purposes import Purpose
from kairanban.db.statements import Statement
from kairanban.db.tables.people import appointment
from tests.browser.scene import Scene
from tests.world import SYSTEM, World

_BEGAN = Statement(
    appointment.update()
    .where(appointment.c.person == bindparam("who"))
    .values(starts=appointment.c.starts - bindparam("ago"))
)


async def prepare(world: World) -> None:
    async with world.database.write(SYSTEM) as tx:
        await tx.run(_BEGAN, who=world.people["nagai"], ago=100 * DAY)
    given = (("suzuki", Purpose.COMMISSIONER), ("suzuki", Purpose.CHECK_IN), ("tanaka", Purpose.COMMISSIONER))
    for who, purpose in given:
        async with world.database.write(world.actors[who]) as tx:
            await actions.give(tx, world.households[who], world.residents[who], purpose)


def scenes(world: World) -> list[Scene]:
    base = f"/associations/{world.places['midorigaoka']}/consents"
    block = world.places["block_1"]
    return [
        Scene("consents", "/consents", "suzuki"),
        Scene("consents_none", "/consents", "sato"),
        Scene("check_in", f"/consents/{world.residents['sato']}/check_in", "sato"),
        Scene("check_in_given", f"/consents/{world.residents['suzuki']}/check_in", "suzuki"),
        Scene("consents_entering", f"{base}?place={block}", "yamada"),
        Scene("consents_nobody", f"{base}?place={world.places['maison']}", "yamada"),
        Scene("consent_sheets", f"{base}/{block}/sheets", "yamada"),
        Scene("consent_sheet", "/consents/sheet", "nagai"),
        Scene("home_named", "/", "mori"),
    ]
