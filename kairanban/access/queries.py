"""Where a place lies."""

from sqlalchemy import bindparam, select

from kairanban.db.statements import Statement
from kairanban.db.tables.places import place, place_within

ABOVE = Statement(select(place_within.c.ancestor).where(place_within.c.place == bindparam("place")))

ASSOCIATION_OF = Statement(select(place.c.association).where(place.c.id == bindparam("place")))
