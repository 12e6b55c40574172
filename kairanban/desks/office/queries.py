"""How far an association has come in its first run."""

from sqlalchemy import BigInteger, and_, bindparam, case, exists, func, select

from kairanban.access.sign_ins import in_use
from kairanban.db.statements import Query
from kairanban.db.tables.circulars import circular
from kairanban.db.tables.people import household
from kairanban.db.tables.signin import device, household_card, session
from kairanban.desks.office.rules import Begun

_association = bindparam("association", type_=BigInteger)
_has_card = exists(
    select(1).where(household_card.c.household == household.c.id, household_card.c.cancelled.is_(None))
)
_has_device = exists(
    select(1)
    .select_from(device.join(session, session.c.id == device.c.session))
    .where(device.c.household == household.c.id, in_use())
)

BEGUN = Query(
    select(
        func.count().label("households"),
        func.coalesce(func.sum(case((and_(~_has_card, ~_has_device), 1), else_=0)), 0).label("without_card"),
        case(
            (
                exists(
                    select(1).where(
                        circular.c.association == _association,
                        circular.c.place.is_(None),
                        circular.c.published.is_not(None),
                    )
                ),
                1,
            ),
            else_=0,
        ).label("published"),
    )
    .select_from(household)
    .where(household.c.association == _association, household.c.gone.is_(None)),
    Begun,
)
