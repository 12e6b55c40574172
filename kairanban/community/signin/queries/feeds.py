"""Addresses at which a household's calendar asks."""

from sqlalchemy import BigInteger, bindparam, func, select

from kairanban.db.statements import NOW, Statement, inserting
from kairanban.db.tables.people import household
from kairanban.db.tables.signin import calendar_feed

MAKE = inserting(calendar_feed, "household", "token_hash", "made")

IN_USE = Statement(
    select(calendar_feed.c.id, calendar_feed.c.made, calendar_feed.c.token_hash)
    .where(calendar_feed.c.household == bindparam("household"), calendar_feed.c.revoked.is_(None))
    .order_by(calendar_feed.c.id)
)

BY_TOKEN = Statement(
    select(calendar_feed.c.household, household.c.language, household.c.association, calendar_feed.c.revoked)
    .select_from(calendar_feed.join(household, household.c.id == calendar_feed.c.household))
    .where(calendar_feed.c.token_hash == bindparam("token_hash"), household.c.gone.is_(None))
)

REVOKE = Statement(
    calendar_feed.update()
    .where(calendar_feed.c.id == bindparam("feed"), calendar_feed.c.household == bindparam("household_id"))
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
