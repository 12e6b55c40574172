"""Who speaks in a circular: the association, or whose words it passes on. Joins circular and the association's place."""

from sqlalchemy import case, select

from kairanban.circulation.circulars.queries.audience import CIRCULAR
from kairanban.db.statements import Statement
from kairanban.db.tables.circulars import circular
from kairanban.db.tables.places import place

ISSUER = case((circular.c.issuer != "", circular.c.issuer), else_=place.c.name)
PASSED_BY = case((circular.c.issuer != "", place.c.name), else_="")
VOICE = (ISSUER, PASSED_BY, circular.c.own_note)

OF_CIRCULAR = Statement(
    select(*VOICE)
    .select_from(circular.join(place, place.c.id == circular.c.association))
    .where(circular.c.id == CIRCULAR)
)
