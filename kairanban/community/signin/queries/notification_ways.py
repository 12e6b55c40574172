"""The addresses at which a household can be notified now or could lately, and its notification choices."""

from typing import Any

from sqlalchemy import BigInteger, and_, bindparam, func, select, union_all

from kairanban.access.sign_ins import in_use
from kairanban.core.notification_defaults import DEFAULTS
from kairanban.db.statements import NOW, Statement
from kairanban.db.tables.notify import notice_address, notice_choice
from kairanban.db.tables.people import household
from kairanban.db.tables.signin import device, session

# The household's choices, from an outer join; the default where there is none.
CHOICE = tuple(
    (notice_choice.c[name] if default is None else func.coalesce(notice_choice.c[name], default)).label(name)
    for name, default in DEFAULTS.items()
)

_HOUSEHOLD = bindparam("household_id", type_=BigInteger)
_MAIL_OF = and_(notice_address.c.household == _HOUSEHOLD, notice_address.c.ended.is_(None))

MAIL = Statement(select(notice_address.c.target).where(_MAIL_OF).order_by(notice_address.c.id))

END_MAIL = Statement(notice_address.update().where(_MAIL_OF).values(ended=NOW, ended_why="left"))


def living() -> Any:
    """Select every address at which a household can be notified now: address, household, channel.

    Ended sign-ins, those that ran out, and removed devices are excluded at once.
    """
    a = notice_address.alias()
    push = (
        select(a.c.id.label("address"), device.c.household.label("household"), a.c.channel)
        .select_from(
            a.join(session, session.c.id == a.c.session)
            .join(device, device.c.session == session.c.id)
            .join(household, household.c.id == device.c.household)
        )
        .where(
            a.c.channel == "push",
            a.c.ended.is_(None),
            in_use(),
            session.c.kiosk == 0,
            household.c.gone.is_(None),
        )
    )
    b, home = notice_address.alias(), household.alias()
    mail = (
        select(b.c.id, b.c.household, b.c.channel)
        .select_from(b.join(home, home.c.id == b.c.household))
        .where(b.c.channel != "push", b.c.ended.is_(None), b.c.confirmed.is_not(None), home.c.gone.is_(None))
    )
    return union_all(push, mail).subquery()
