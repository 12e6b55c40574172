"""What those who look after a check see of it."""

from typing import Any

from sqlalchemy import BigInteger, and_, bindparam, exists, func, or_, select

from kairanban.access.scope import places_for
from kairanban.care.safety.queries.telephone import phone_shown
from kairanban.core.tasks import Task
from kairanban.db.statements import Statement, total
from kairanban.db.tables.people import household, membership, person
from kairanban.db.tables.places import place
from kairanban.db.tables.safety import (
    help_call,
    help_seen,
    safety_addressee,
    safety_check,
    safety_tally,
    sighting,
    town_check,
)

CHECK = bindparam("check", type_=BigInteger)

_mine = or_(
    safety_check.c.association.in_(places_for(Task.FOLLOW_UP)),
    safety_check.c.association.in_(places_for(Task.START_SAFETY_CHECK)),
    exists(
        select(1).where(
            safety_tally.c.check == safety_check.c.id,
            safety_tally.c.block.in_(places_for(Task.FOLLOW_UP_BLOCK)),
        )
    ),
)
_by = person.alias("starter")
_association = place.alias("association")
_ONE = (
    safety_check.c.id,
    safety_check.c.association,
    safety_check.c.place,
    place.c.name,
    safety_check.c.kind,
    safety_check.c.words,
    safety_check.c.started,
    func.coalesce(_by.c.name, ""),
    safety_check.c.ended,
    _association.c.name,
)
_from = (
    safety_check.join(place, place.c.id == safety_check.c.place)
    .join(_association, _association.c.id == safety_check.c.association)
    .outerjoin(_by, _by.c.id == safety_check.c.started_by)
)

FIND = Statement(select(*_ONE).select_from(_from).where(safety_check.c.id == CHECK, _mine))

# What a town asked as one is looked at as one by those who may ask it.
_in_a_town = exists(
    select(1).where(
        town_check.c.id == safety_check.c.town_check,
        town_check.c.place.in_(places_for(Task.START_TOWN_CHECK)),
    )
)

# Those that run first, then the newest.
LIST = Statement(
    select(*_ONE)
    .select_from(_from)
    .where(_mine, ~_in_a_town)
    .order_by(safety_check.c.ended.is_not(None), safety_check.c.kind.desc(), safety_check.c.id.desc())
    .limit(30)
)

BLOCKS = Statement(
    select(
        safety_tally.c.block,
        func.coalesce(place.c.name, ""),
        safety_tally.c.households,
        safety_tally.c.safe,
        safety_tally.c.help,
        safety_tally.c.helped,
    )
    .select_from(safety_tally.outerjoin(place, place.c.id == safety_tally.c.block))
    .where(safety_tally.c.check == CHECK)
    .order_by(func.coalesce(place.c.sort, 9999), safety_tally.c.block)
)

MY_BLOCKS = Statement(
    select(safety_tally.c.block).where(
        safety_tally.c.check == CHECK, safety_tally.c.block.in_(places_for(Task.FOLLOW_UP_BLOCK))
    )
)


def _one(what: Any, table: Any) -> Any:
    return select(what).where(table.c.check == CHECK).scalar_subquery()


# Grows with everything that changes what the board shows.
VERSION = Statement(
    select(
        _one(func.coalesce(func.max(sighting.c.id), 0), sighting),
        _one(
            func.count() + func.count(help_call.c.taken) + func.count(help_call.c.passed) + func.count(help_call.c.closed)
            + total(func.length(help_call.c.word)),
            help_call,
        ),
        select(func.count())
        .select_from(help_seen.join(help_call, help_call.c.id == help_seen.c.call))
        .where(help_call.c.check == CHECK)
        .scalar_subquery(),
        select(func.count(safety_check.c.ended)).where(safety_check.c.id == CHECK).scalar_subquery(),
    )
)  # fmt: skip

# The sighting that counts, which may not be the one that came last.
_counting = (
    select(func.max(sighting.c.id))
    .where(
        sighting.c.check == safety_addressee.c.check,
        sighting.c.household == safety_addressee.c.household,
        sighting.c.made == safety_addressee.c.made,
        sighting.c.state == safety_addressee.c.seen,
        sighting.c.source == safety_addressee.c.source,
        sighting.c.about == safety_addressee.c.about,
    )
    .scalar_subquery()
)
_last = sighting.alias("last")

HOUSEHOLDS = Statement(
    select(
        household.c.id,
        household.c.label,
        household.c.hidden,
        phone_shown(safety_check.c.association),
        func.coalesce(membership.c.route_order, 0),
        func.coalesce(safety_addressee.c.block, 0),
        func.coalesce(place.c.name, ""),
        safety_addressee.c.state,
        safety_addressee.c.seen,
        safety_addressee.c.source,
        safety_addressee.c.about,
        safety_addressee.c.made,
        func.coalesce(_last.c.words, ""),
        person.c.name,
    )
    .select_from(
        safety_addressee.join(household, household.c.id == safety_addressee.c.household)
        .join(safety_check, safety_check.c.id == safety_addressee.c.check)
        .outerjoin(place, place.c.id == safety_addressee.c.block)
        .outerjoin(
            membership,
            and_(
                membership.c.household == household.c.id,
                membership.c.place == safety_addressee.c.block,
                membership.c.until.is_(None),
            ),
        )
        .outerjoin(_last, _last.c.id == _counting)
        .outerjoin(person, person.c.id == _last.c.person)
    )
    .where(
        safety_addressee.c.check == CHECK,
        or_(
            bindparam("block", type_=BigInteger) == -1,
            func.coalesce(safety_addressee.c.block, 0) == bindparam("block", type_=BigInteger),
        ),
    )
    .order_by(
        func.coalesce(place.c.sort, 9999), safety_addressee.c.block, membership.c.route_order, household.c.id
    )
)
