"""The links that sign somebody in; only their hashes are in the database."""

import json
from pathlib import Path

from sqlalchemy import bindparam, select

from kairanban.core.ids import HouseholdId, PersonId
from kairanban.db.engine import Database
from kairanban.db.statements import Statement
from kairanban.db.tables.people import appointment, household
from kairanban.db.tables.places import place
from kairanban.db.tables.signin import demo_link
from kairanban.db.tx import Tx
from kairanban.demo.offices import TOWN
from kairanban.demo.people import BUILDING, MOUNTAIN, RESIDENT, SUBURB
from kairanban.demo.stage import SYSTEM
from kairanban.signin.queries.persons import NEW_DEMO_LINK
from kairanban.signin.rules.tokens import hashed, new_token

_HOUSEHOLD = Statement(select(household.c.id).where(household.c.code == bindparam("household_code")))
_SERVING = Statement(
    select(appointment.c.person)
    .join(place, place.c.id == appointment.c.place)
    .where(appointment.c.role == bindparam("office"), place.c.name == bindparam("place_name"))
    .order_by(appointment.c.starts.desc())
    .limit(1)
)
_KNOWN = Statement(
    select(demo_link.c.token_hash).where(
        demo_link.c.token_hash == bindparam("hash"), demo_link.c.cast == bindparam("who")
    )
)

# Whom each link signs in: the holder of an office. The resident is a household.
CAST = {
    "resident": "",
    "block_leader": "3班",
    "chair": SUBURB,
    "settlement_supporter": MOUNTAIN,
    "municipal_officer": TOWN,
    "operator": TOWN,
    "building_contact": BUILDING,
}


async def links_of(database: Database, address: str, file: Path) -> dict[str, str]:
    """One reusable link a person; those in `file` go on working, at whatever address the town is served."""
    tokens = _tokens_in(file)
    async with database.write(SYSTEM) as tx:
        for who in CAST:
            known = await tx.value(_KNOWN, hash=hashed(tokens.get(who, "")), who=who)
            if known is None:
                tokens[who] = await _new_link(tx, who)
    return {who: f"{address}/demo/{tokens[who]}" for who in CAST}


async def _new_link(tx: Tx, who: str) -> str:
    token = new_token()
    home: HouseholdId | None = None
    person: PersonId | None = None
    if who == "resident":
        home = await tx.value(_HOUSEHOLD, household_code=RESIDENT)
    else:
        person = await tx.value(_SERVING, office=who, place_name=CAST[who])
    await tx.value(NEW_DEMO_LINK, token_hash=hashed(token), cast=who, person=person, household=home)
    return token


def _tokens_in(file: Path) -> dict[str, str]:
    """Empty where there is no such file or it is not one of ours."""
    try:
        found = json.loads(file.read_text())
        return {str(who): str(url).rsplit("/", 1)[1] for who, url in found.items()}
    except (OSError, ValueError, AttributeError, IndexError):
        return {}
