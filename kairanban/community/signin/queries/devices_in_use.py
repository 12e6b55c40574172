"""Count of a household's devices with an open session."""

from sqlalchemy import func, select

from kairanban.db.tables.people import household
from kairanban.db.tables.signin import device, session

# Correlated with the household of the outer query.
devices_in_use = (
    select(func.count())
    .select_from(device.join(session, session.c.id == device.c.session))
    .where(device.c.household == household.c.id, device.c.removed.is_(None), session.c.ended.is_(None))
    .correlate(household)
    .scalar_subquery()
)
