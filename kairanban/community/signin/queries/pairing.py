"""Screens that show six digits, and the session each gets when they are typed."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, case, or_, select

from kairanban.community.signin.rules.pairing import Pairing
from kairanban.db.statements import NOW, Query, Statement, inserting
from kairanban.db.tables.people import household
from kairanban.db.tables.signin import device, pairing, session


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen that shows digits now."""

    id: int
    kind: str
    token_hash: bytes


_WITHIN = bindparam("within", type_=BigInteger)
_open = and_(pairing.c.digits != "", pairing.c.asked > NOW - _WITHIN)

ASK = inserting(pairing, "token_hash", "digits", "kind", "asked")

SHOWN = Statement(select(pairing.c.digits).where(_open))

FORGET_EXPIRED = Statement(pairing.delete().where(pairing.c.digits != "", pairing.c.asked <= NOW - _WITHIN))

# A screen shows one number at a time.
FORGET_SHOWN = Statement(
    pairing.delete().where(pairing.c.digits != "", pairing.c.token_hash == bindparam("of_screen"))
)

BY_TOKEN = Query(
    select(
        pairing.c.id,
        pairing.c.digits,
        pairing.c.asked,
        pairing.c.session,
        pairing.c.collected,
        case((household.c.id.is_not(None), 1), else_=0).label("bound"),
    )
    .select_from(
        pairing.outerjoin(session, and_(session.c.id == pairing.c.session, session.c.ended.is_(None)))
        .outerjoin(device, and_(device.c.session == session.c.id, device.c.removed.is_(None)))
        .outerjoin(household, and_(household.c.id == device.c.household, household.c.gone.is_(None)))
    )
    .where(pairing.c.token_hash == bindparam("token_hash")),
    Pairing,
)

BY_DIGITS = Query(
    select(pairing.c.id, pairing.c.kind, pairing.c.token_hash).where(
        pairing.c.digits == bindparam("typed"), _open
    ),
    Screen,
)

TAKE = Statement(
    pairing.update()
    .where(pairing.c.id == bindparam("pairing_id"), _open)
    .values(digits="", session=bindparam("its_session", type_=BigInteger))
)

COLLECT = Statement(
    pairing.update()
    .where(
        pairing.c.id == bindparam("pairing_id"),
        or_(pairing.c.collected.is_(None), pairing.c.collected > NOW - _WITHIN),
    )
    .values(collected=NOW)
)

GIVE_TOKEN = Statement(
    session.update()
    .where(session.c.id == bindparam("its_session", type_=BigInteger))
    .values(token_hash=bindparam("new_hash"), seen=NOW)
)

# Nobody holds the token of a session that was never collected.
END_UNCOLLECTED = Statement(
    session.update()
    .where(
        session.c.ended.is_(None),
        session.c.id.in_(
            select(pairing.c.session).where(
                pairing.c.session.is_not(None),
                pairing.c.collected.is_(None),
                pairing.c.asked <= NOW - _WITHIN,
            )
        ),
    )
    .values(ended=NOW)
)

FORGET = Statement(pairing.delete().where(pairing.c.asked <= NOW - _WITHIN))
