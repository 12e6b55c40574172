"""Queries of the demo: whether the database is empty, and whom a link signs in."""

from sqlalchemy import bindparam, func, select

from kairanban.db.statements import Statement
from kairanban.db.tables import metadata
from kairanban.db.tables.people import appointment, household
from kairanban.db.tables.places import place
from kairanban.db.tables.signin import demo_link

PLACES = Statement(select(func.count()).select_from(place))
EMPTY = [Statement(table.delete()) for table in reversed(metadata.sorted_tables)]

HOUSEHOLD = Statement(select(household.c.id).where(household.c.code == bindparam("household_code")))
SERVING = Statement(
    select(appointment.c.person)
    .join(place, place.c.id == appointment.c.place)
    .where(appointment.c.role == bindparam("office"), place.c.name == bindparam("place_name"))
    .order_by(appointment.c.starts.desc())
    .limit(1)
)
KNOWN = Statement(
    select(demo_link.c.token_hash).where(
        demo_link.c.token_hash == bindparam("hash"), demo_link.c.cast == bindparam("who")
    )
)
