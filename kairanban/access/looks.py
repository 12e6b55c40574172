"""Who looked at what: one line a viewer, purpose, place or household, and day."""

from sqlalchemy import bindparam

from kairanban.core.clock import day_of
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.db.statements import ACTOR_PERSON, NOW, Statement
from kairanban.db.tables.ledger import look
from kairanban.db.tx import Tx

_NOTE = Statement(
    lambda insert: (
        insert(look)
        .values(
            viewer=ACTOR_PERSON,
            purpose=bindparam("purpose"),
            place=bindparam("place"),
            household=bindparam("household"),
            day=bindparam("day"),
            at=NOW,
        )
        .on_conflict_do_nothing()
    )
)


async def note_look(tx: Tx, purpose: str, place: PlaceId, household: HouseholdId | None = None) -> None:
    """A person looks at a list, or at one household; a second look on the same day in Japan adds nothing.

    To be durable before the page is sent. Commands and devices without a person leave no line here.
    """
    if tx.actor.person is None:
        return
    day = day_of(tx.now).toordinal()
    await tx.run(_NOTE, purpose=purpose, place=place, household=household or 0, day=day)
