"""The day list: households in the actor's care with a reason, and totals for the others."""

from sqlalchemy import (
    BigInteger,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    union_all,
)

from kairanban.access.scope import consents_to_actor, entrusted_households, looked_up, places_for
from kairanban.access.terms import granting, opened_by_actor
from kairanban.care.visits.queries.check_in_after_silence import SILENT
from kairanban.care.visits.queries.homes import FROM, HOMES, WHO, agrees_to_check_in, reached_after, rests
from kairanban.care.visits.rules.day_list import Due, OverdueBoard, PlaceCounts, Reason, Whom
from kairanban.care.visits.rules.visits import NOT_REACHED
from kairanban.circulation.circulars.queries.readable import as_written, not_gone
from kairanban.circulation.route_sheets.queries.positions import standing_still
from kairanban.community.people.queries.dwellings import is_dwelling
from kairanban.core.tasks import Task
from kairanban.db.statements import Query, Statement
from kairanban.db.tables.circulars import addressee, circular, edition
from kairanban.db.tables.notify import reminder
from kairanban.db.tables.people import appointment, household, membership
from kairanban.db.tables.places import place
from kairanban.db.tables.route_sheets import board_position
from kairanban.db.tables.visits import visit

_held = appointment.alias("held")
# When the first of the actor's terms as a visitor began.
FIRST_TERM = Statement(
    select(func.min(_held.c.starts)).where(opened_by_actor(_held), granting(_held, Task.VISIT))
)

# A planned visit is due, and nobody has visited since.
_newest = visit.alias("newest")
_planned = (
    select(*WHO, func.min(visit.c.again).label("said"))
    .distinct()
    .select_from(FROM.join(visit, visit.c.household == household.c.id))
    .where(
        visit.c.corrected.is_(None),
        visit.c.purpose == HOMES.c.purpose,
        visit.c.again <= bindparam("today", type_=BigInteger),
        ~exists(
            select(1).where(
                _newest.c.household == visit.c.household,
                _newest.c.purpose == visit.c.purpose,
                _newest.c.corrected.is_(None),
                _newest.c.made > visit.c.made,
                # A plan set with an entry of an earlier day knows what was already written down.
                _newest.c.received >= visit.c.received,
                # A visit without meeting keeps the plan, unless it sets another day.
                or_(and_(*(_newest.c.kind != kind for kind in NOT_REACHED)), _newest.c.again.is_not(None)),
            )
        ),
    )
    .group_by(*WHO)
)

# No reply after もう一度のお知らせ, and nobody has met them since.
_not_reached = (
    select(*WHO, func.count(circular.c.id.distinct()))
    .select_from(
        FROM.join(addressee, and_(addressee.c.household == household.c.id, addressee.c.waiting == 1))
        .join(circular, and_(circular.c.id == addressee.c.circular, circular.c.state == "published"))
        .join(
            reminder,
            and_(reminder.c.circular == circular.c.id, reminder.c.edition == circular.c.asked_edition),
        )
    )
    .where(
        not_gone(),
        reminder.c.at > bindparam("since", type_=BigInteger),
        reminder.c.at <= bindparam("heard_before", type_=BigInteger),
        ~rests,
        ~reached_after(reminder.c.at),
    )
    .group_by(*WHO)
)

# Households of a settlement with consent, in route order.
AGREED = Query(
    select(*WHO)
    .distinct()
    .select_from(FROM)
    .where(place.c.id == bindparam("chosen", type_=BigInteger))
    .order_by(HOMES.c.route_order, household.c.id),
    Whom,
)

# Households whose page opens now, in every settlement: in the actor's care, or looked up in an emergency.
OPEN_NOW = Statement(entrusted_households().union(looked_up()))

# Households and consents per settlement in the actor's scope, as totals.
_consents = consents_to_actor(household.c.id, place.c.id)
PLACES = Query(
    select(
        place.c.id,
        place.c.name,
        func.count(household.c.id).label("households"),
        func.sum(case((_consents, 1), else_=0)).label("consenting"),
    )
    .select_from(
        place.join(membership, and_(membership.c.place == place.c.id, membership.c.until.is_(None))).join(
            household, and_(household.c.id == membership.c.household, household.c.gone.is_(None))
        )
    )
    .where(place.c.id.in_(places_for(Task.VISIT)), is_dwelling, place.c.ended.is_(None))
    .group_by(place.c.id, place.c.name, place.c.sort)
    .order_by(place.c.sort, place.c.id),
    PlaceCounts,
)

_still = standing_still().subquery()

# Boards not moved for a week: block and circular, without the household.
OVERDUE_BOARDS = Query(
    select(place.c.id.label("place"), place.c.name.label("place_name"), edition.c.title, _still.c.since)
    .select_from(
        _still.join(place, place.c.id == _still.c.block)
        .join(circular, circular.c.id == _still.c.circular)
        .join(edition, as_written)
    )
    .where(_still.c.block.in_(places_for(Task.VISIT)))
    .order_by(_still.c.since, place.c.id),
    OverdueBoard,
)

# Overdue boards at households that have consented to be asked.
_overdue_with = (
    select(*WHO, func.min(board_position.c.since))
    .select_from(
        FROM.join(board_position, board_position.c.household == household.c.id).join(
            _still,
            and_(_still.c.circular == board_position.c.circular, _still.c.block == board_position.c.block),
        )
    )
    .where(
        agrees_to_check_in,
        ~rests,
        ~reached_after(board_position.c.since),
    )
    .group_by(*WHO)
)

# Households with their reasons, in one statement.
TODAY = Query(
    union_all(
        *(
            why.add_columns(literal_column(str(reason.value)).label("reason"))
            for reason, why in (
                (Reason.PLANNED, _planned),
                (Reason.NOT_REACHED, _not_reached),
                (Reason.CHECK_IN, SILENT),
                (Reason.STANDS, _overdue_with),
            )
        )
    ),
    Due,
)
