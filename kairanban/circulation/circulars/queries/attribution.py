"""The issuer of a circular and who relays it; joins circular and the association's place."""

from dataclasses import dataclass

from sqlalchemy import case, select

from kairanban.circulation.circulars.queries.audience import CIRCULAR
from kairanban.circulation.circulars.queries.issued import GROUP_NAME
from kairanban.db.statements import Query
from kairanban.db.tables.circulars import circular
from kairanban.db.tables.places import place


@dataclass(frozen=True, slots=True)
class Attribution:
    """The issuer; `passed_by` and `note` are the association's if it relays another issuer's texts.

    `within` is the association of a group that issues.
    """

    issuer: str
    passed_by: str = ""
    note: str = ""
    within: str = ""


ISSUER = case(
    (circular.c.issuer != "", circular.c.issuer),
    (circular.c.place.is_not(None), GROUP_NAME),
    else_=place.c.name,
)
PASSED_BY = case((circular.c.issuer != "", place.c.name), else_="")
ATTRIBUTION = (
    ISSUER.label("issuer"),
    PASSED_BY.label("passed_by"),
    circular.c.own_note.label("note"),
    case((circular.c.place.is_not(None), place.c.name), else_="").label("within"),
)

OF_CIRCULAR = Query(
    select(*ATTRIBUTION)
    .select_from(circular.join(place, place.c.id == circular.c.association))
    .where(circular.c.id == CIRCULAR),
    Attribution,
)
