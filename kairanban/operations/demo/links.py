"""Sign-in links of the demo; the database holds only their hashes."""

import json
from pathlib import Path

from kairanban.community.signin.queries.persons import NEW_DEMO_LINK
from kairanban.community.signin.rules.tokens import hashed, new_token
from kairanban.core.ids import HouseholdId, PersonId
from kairanban.db.engine import Database
from kairanban.db.tx import Tx
from kairanban.operations.demo import queries
from kairanban.operations.demo.offices import TOWN
from kairanban.operations.demo.people import BUILDING, CHILDREN, MOUNTAIN, RESIDENT, SUBURB
from kairanban.operations.demo.timeline import SYSTEM

# Place of the office whose holder each link signs in; the resident is a household.
CAST = {
    "resident": "",
    "block_leader": "3班",
    "chair": SUBURB,
    "settlement_supporter": MOUNTAIN,
    "municipal_officer": TOWN,
    "operator": TOWN,
    "building_contact": BUILDING,
    "group_head": CHILDREN,
}
# The head of a group holds the same office as a chair.
OFFICES = {"group_head": "chair"}


async def links_of(database: Database, address: str, file: Path) -> dict[str, str]:
    """Return a reusable link per person; keep those in `file` that are still valid."""
    tokens = _tokens_in(file)
    async with database.write(SYSTEM) as tx:
        for who in CAST:
            known = await tx.value(queries.KNOWN, hash=hashed(tokens.get(who, "")), who=who)
            if known is None:
                tokens[who] = await _new_link(tx, who)
    return {who: f"{address}/demo/{tokens[who]}" for who in CAST}


async def _new_link(tx: Tx, who: str) -> str:
    token = new_token()
    home: HouseholdId | None = None
    person: PersonId | None = None
    if who == "resident":
        home = await tx.value(queries.HOUSEHOLD, household_code=RESIDENT)
    else:
        person = await tx.value(queries.SERVING, office=OFFICES.get(who, who), place_name=CAST[who])
    await tx.value(NEW_DEMO_LINK, token_hash=hashed(token), cast=who, person=person, household=home)
    return token


def _tokens_in(file: Path) -> dict[str, str]:
    """Return the tokens in the file, empty if it is absent or invalid."""
    try:
        found = json.loads(file.read_text())
        return {str(who): str(url).rsplit("/", 1)[1] for who, url in found.items()}
    except (OSError, ValueError, AttributeError, IndexError):
        return {}
