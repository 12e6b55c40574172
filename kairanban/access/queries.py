"""Queries behind the permission checks: the ancestors of a place, and households in the actor's care."""

from sqlalchemy import BigInteger, bindparam, select

from kairanban.access.scope import entrusted
from kairanban.db.statements import Statement
from kairanban.db.tables.places import place, place_within

ABOVE = Statement(select(place_within.c.ancestor).where(place_within.c.place == bindparam("place")))

ASSOCIATION_OF = Statement(select(place.c.association).where(place.c.id == bindparam("place")))

_entrusted = entrusted().subquery()
ENTRUSTED = Statement(
    select(_entrusted.c.household).where(_entrusted.c.household == bindparam("household", type_=BigInteger))
)
