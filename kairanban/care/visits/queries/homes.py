"""The households in the actor's care, as lists of visits show them."""

from sqlalchemy import ColumnElement, and_, case, exists, or_, select

from kairanban.access.scope import consents_to, entrusted
from kairanban.access.telephone import number_shown
from kairanban.community.people.queries.dwellings import is_dwelling
from kairanban.core.contact import REACHED_BY
from kairanban.core.purposes import Purpose
from kairanban.db.statements import NOW
from kairanban.db.tables.notify import notice_choice
from kairanban.db.tables.people import household
from kairanban.db.tables.places import place
from kairanban.db.tables.visits import visit

_hidden = household.c.hidden == 1
# Evaluated once for all reasons.
HOMES = entrusted().cte("homes")

# Without name, address and telephone number for a hidden household.
WHO = (
    household.c.id.label("household"),
    case((_hidden, ""), else_=household.c.label).label("label"),
    household.c.hidden,
    place.c.id.label("place"),
    place.c.name.label("place_name"),
    HOMES.c.route_order,
    number_shown(entrusted=select(HOMES.alias("entrusted_home").c.household)).label("phone"),
    case((_hidden, ""), else_=household.c.address).label("address"),
)

FROM = HOMES.join(household, household.c.id == HOMES.c.household).join(
    place, and_(place.c.id == HOMES.c.place, is_dwelling)
)

agrees_to_check_in = consents_to(household.c.id, Purpose.CHECK_IN)
rests = exists(select(1).where(notice_choice.c.household == household.c.id, notice_choice.c.rest_until > NOW))
reached_by = or_(*(visit.c.kind == kind for kind in REACHED_BY))


def reached_after(moment: ColumnElement[int]) -> ColumnElement[bool]:
    return exists(
        select(1).where(
            visit.c.household == household.c.id,
            visit.c.corrected.is_(None),
            reached_by,
            visit.c.made > moment,
        )
    )
