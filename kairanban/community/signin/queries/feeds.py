"""Calendar feeds of households."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, func, select

from kairanban.access.hidden import listed_here
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.db.statements import NOW, Query, Statement, inserting
from kairanban.db.tables.people import household
from kairanban.db.tables.signin import calendar_feed


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed in use; only the calendar knows its address."""

    id: int
    made: int
    token_hash: bytes


@dataclass(frozen=True, slots=True)
class Asking:
    """The household of a feed's token, and its language."""

    household: HouseholdId
    language: str
    association: PlaceId
    revoked: int | None


MAKE = inserting(calendar_feed, "household", "token_hash", "made")

IN_USE = Query(
    select(calendar_feed.c.id, calendar_feed.c.made, calendar_feed.c.token_hash)
    .where(
        calendar_feed.c.household == bindparam("household"),
        calendar_feed.c.revoked.is_(None),
        listed_here(calendar_feed.c.household, calendar_feed.c.made),
    )
    .order_by(calendar_feed.c.id),
    Feed,
)

BY_TOKEN = Query(
    select(calendar_feed.c.household, household.c.language, household.c.association, calendar_feed.c.revoked)
    .select_from(calendar_feed.join(household, household.c.id == calendar_feed.c.household))
    .where(calendar_feed.c.token_hash == bindparam("token_hash"), household.c.gone.is_(None)),
    Asking,
)

REVOKE = Statement(
    calendar_feed.update()
    .where(
        calendar_feed.c.id == bindparam("feed"),
        calendar_feed.c.household == bindparam("household_id"),
        listed_here(calendar_feed.c.household, calendar_feed.c.made),
    )
    .values(revoked=func.coalesce(calendar_feed.c.revoked, NOW))
)

REVOKE_ALL = Statement(
    calendar_feed.update()
    .where(calendar_feed.c.household == bindparam("household_id"), calendar_feed.c.revoked.is_(None))
    .values(revoked=NOW)
)

FORGET = Statement(
    calendar_feed.delete().where(calendar_feed.c.revoked < NOW - bindparam("within", type_=BigInteger))
)
