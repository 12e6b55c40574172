"""Offers of a town to an association that stands alone."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, select

from kairanban.core.ids import PlaceId
from kairanban.db.statements import NOW, Query, Statement, inserting
from kairanban.db.tables.places import place, place_offer


@dataclass(frozen=True, slots=True)
class Offer:
    id: int
    town: PlaceId
    town_name: str
    association: PlaceId
    association_name: str
    offered: int


ALONE = Statement(
    select(place.c.id).where(
        place.c.association == place.c.id,
        place.c.parent.is_(None),
        place.c.ended.is_(None),
        place.c.name == bindparam("wanted"),
    )
)

ADD = inserting(place_offer, "town", "association", "offered")

_town, _association = place.alias("town_place"), place.alias("association_place")
_open = (
    select(
        place_offer.c.id,
        place_offer.c.town,
        _town.c.name.label("town_name"),
        place_offer.c.association,
        _association.c.name.label("association_name"),
        place_offer.c.offered,
    )
    .select_from(
        place_offer.join(_town, _town.c.id == place_offer.c.town).join(
            _association, _association.c.id == place_offer.c.association
        )
    )
    .where(place_offer.c.answered.is_(None), _town.c.ended.is_(None), _association.c.ended.is_(None))
    .order_by(place_offer.c.id)
)
OF_TOWN = Query(_open.where(place_offer.c.town == bindparam("town", type_=BigInteger)), Offer)
TO_ASSOCIATION = Query(
    _open.where(place_offer.c.association == bindparam("association", type_=BigInteger)), Offer
)

ANSWER = Statement(
    place_offer.update()
    .where(place_offer.c.id == bindparam("offer", type_=BigInteger), place_offer.c.answered.is_(None))
    .values(answered=NOW, accepted=bindparam("yes", type_=BigInteger))
)
# Once an association lies in a town, no other town waits for its answer.
END_OTHERS = Statement(
    place_offer.update()
    .where(place_offer.c.association == bindparam("of_association"), place_offer.c.answered.is_(None))
    .values(answered=NOW)
)
