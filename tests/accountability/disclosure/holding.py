"""Write rows of a household into tables directly, and read a bundle as JSON."""

from typing import Any

from sqlalchemy import Table

from kairanban.core.actor import Actor
from kairanban.db.statements import Statement
from kairanban.db.tables.consents import consent
from kairanban.db.tables.people import resident
from kairanban.db.tables.signin import session
from kairanban.db.tables.visits import visit
from tests.visiting import Visit
from tests.world import SYSTEM, World

SHARED_TABLET = Statement(session.update().values(kiosk=1))


async def put(world: World, table: Table, **row: Any) -> int:
    """Insert a row and return its id."""
    async with world.database.write(SYSTEM) as tx:
        key = next(iter(table.primary_key))
        number: int = await tx.value(Statement(table.insert().values(**row).returning(key)))
        return number


async def live(world: World, name: str, household: str, **row: Any) -> int:
    """Add a resident to the household."""
    return await put(world, resident, household=world.households[household], name=name, **{"since": 1, **row})


async def visited(world: World, household: str, note: str, made: int) -> int:
    return await put(
        world, visit, household=world.households[household], place=world.places["block_1"],
        person=world.people["nagai"], purpose="commissioner", kind="met", note=note, made=made, received=made,
        client_id=note,
    )  # fmt: skip


async def consented(
    world: World, household: str, adult: int, witness: str, purpose: str = "supporter"
) -> int:
    return await put(
        world, consent, household=world.households[household], resident=adult, purpose=purpose, how="spoken",
        witness=witness, given=5,
    )  # fmt: skip


async def own_file(world: World, who: str) -> dict[str, Any]:
    async with Visit(world, who) as browser:
        answer = await browser.get("/own-data/file")
    assert answer.status_code == 200, answer.text[-300:]
    found: dict[str, Any] = answer.json()
    return found


def desk(world: World, household: str, association: str = "midorigaoka") -> str:
    return f"/associations/{world.places[association]}/households/{world.households[household]}/disclosure"


async def desk_file(world: World, by: str, household: str, whose: object = "household") -> dict[str, Any]:
    async with Visit(world, by) as browser:
        answer = await browser.post(desk(world, household), {"whose": str(whose), "form": "file"})
    assert answer.status_code == 200, answer.text[-300:]
    found: dict[str, Any] = answer.json()
    return found


def here(actor: Actor) -> int:
    return actor.session
