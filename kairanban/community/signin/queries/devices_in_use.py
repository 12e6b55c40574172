"""Count of a household's devices whose sign-in lasts."""

from sqlalchemy import func, select

from kairanban.access.sign_ins import in_use
from kairanban.db.tables.people import household
from kairanban.db.tables.signin import device, session

# Correlated with the household of the outer query.
devices_in_use = (
    select(func.count())
    .select_from(device.join(session, session.c.id == device.c.session))
    .where(device.c.household == household.c.id, in_use())
    .correlate(household)
    .scalar_subquery()
)
