"""The poster of a building."""

from sqlalchemy import BigInteger, bindparam, null, select

from kairanban.db.statements import NOW, Statement, inserting
from kairanban.db.tables.buildings import poster
from kairanban.db.tables.places import place

NEW = inserting(poster, "building", "token_hash", "made", "made_by", "session", "sealed")

END = Statement(
    poster.update()
    .where(poster.c.building == bindparam("of_building"), poster.c.ended.is_(None))
    .values(ended=NOW, session=null(), sealed=null())
)

IN_USE = Statement(
    select(poster.c.id, poster.c.made).where(
        poster.c.building == bindparam("building"), poster.c.ended.is_(None)
    )
)

PRINTABLE = Statement(
    select(poster.c.id, poster.c.building, place.c.association, poster.c.session, poster.c.sealed, poster.c.made)
    .select_from(poster.join(place, place.c.id == poster.c.building))
    .where(poster.c.id == bindparam("poster"))
)  # fmt: skip

_association = place.alias("association")

BY_TOKEN = Statement(
    select(
        poster.c.id,
        poster.c.building,
        place.c.name,
        _association.c.id,
        _association.c.name,
        _association.c.help_name,
        _association.c.help_phone,
    )
    .select_from(
        poster.join(place, place.c.id == poster.c.building).join(
            _association, _association.c.id == place.c.association
        )
    )
    .where(poster.c.token_hash == bindparam("token_hash"), poster.c.ended.is_(None), place.c.ended.is_(None))
)

FORGET_SEALED = Statement(
    poster.update()
    .where(poster.c.sealed.is_not(None), poster.c.made <= NOW - bindparam("within", type_=BigInteger))
    .values(session=null(), sealed=null())
)
