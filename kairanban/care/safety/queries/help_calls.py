"""Help calls, for people who answer them."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, case, func, or_, select

from kairanban.access.hidden import address_shown
from kairanban.access.scope import own_households, places_for
from kairanban.access.telephone import number_shown
from kairanban.access.terms import opened_by_actor
from kairanban.care.safety.rules import Closed, HelpCall
from kairanban.core.ids import HouseholdId, PersonId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db.statements import ACTOR_PERSON, NOW, Query, Statement
from kairanban.db.tables.columns import Line, Paragraphs
from kairanban.db.tables.people import appointment, household, membership, person
from kairanban.db.tables.places import place, place_within
from kairanban.db.tables.safety import help_call, help_seen, safety_addressee, safety_check
from kairanban.db.tables.signin import session


@dataclass(frozen=True, slots=True)
class Untaken:
    """A help call that is due to be passed on."""

    id: int
    household: HouseholdId
    association: PlaceId


@dataclass(frozen=True, slots=True)
class _Found:
    check: int
    kind: str
    household: HouseholdId
    association: PlaceId
    block: PlaceId | None
    taken_by: PersonId | None
    closed: int | None
    about: str


_taker, _closer = person.alias("taker"), person.alias("closer")
_group, _held = place.alias("disaster_group"), appointment.alias("held")

# 自主防災会 is a group; untaken calls are passed on to its officers too.
_of_my_group = (
    select(_group.c.association)
    .select_from(_group.join(_held, _held.c.place == _group.c.id))
    .where(
        _group.c.kind == "group",
        _group.c.name.like("%自主防災%"),
        opened_by_actor(_held),
    )
)
_mine = or_(
    help_call.c.place.in_(places_for(Task.ANSWER_HELP)),
    and_(
        help_call.c.passes_on <= NOW,
        # A call taken in time is not theirs; one that a member took stays with her.
        or_(
            help_call.c.taken.is_(None),
            help_call.c.passed.is_not(None),
            help_call.c.taken_by == ACTOR_PERSON,
        ),
        place.c.association.in_(_of_my_group),
    ),
)
_open = help_call.c.closed.is_(None)
_from = (
    help_call.join(household, household.c.id == help_call.c.household)
    .join(safety_check, safety_check.c.id == help_call.c.check)
    .join(place, place.c.id == help_call.c.place)
)

# The household as lists of calls show it.
_WHO = (
    help_call.c.household,
    help_call.c.place,
    place.c.name.label("place_name"),
    household.c.label,
    household.c.hidden,
    func.coalesce(membership.c.route_order, 0).label("route_order"),
)
_at_home = _from.outerjoin(
    membership,
    and_(
        membership.c.household == household.c.id,
        membership.c.place == help_call.c.place,
        membership.c.until.is_(None),
    ),
)

# Opened by the actor at another's door, on any of her devices.
_ticked = and_(
    help_call.c.session.in_(select(session.c.id).where(session.c.person == ACTOR_PERSON)),
    help_call.c.household.not_in(own_households()),
)

# Real calls first, then the longest waiting.
OPEN = Query(
    select(
        help_call.c.id,
        help_call.c.check,
        safety_check.c.kind,
        *_WHO,
        # With the call the household asks to be rung and found, a hidden one too.
        number_shown(helping=_open).label("phone"),
        address_shown(helping=_open).label("address"),
        help_call.c.about,
        help_call.c.opened,
        help_call.c.passed,
        help_call.c.word,
        help_call.c.taken,
        _taker.c.name.label("taken_by"),
        help_call.c.taken_by.label("taker"),
        case((_ticked, 1), else_=0).label("ticked"),
    )
    .select_from(_at_home.outerjoin(_taker, _taker.c.id == help_call.c.taken_by))
    .where(_open, _mine)
    .order_by(help_call.c.word == "drill", help_call.c.opened, help_call.c.id),
    HelpCall,
)

WITHIN = Statement(
    select(place_within.c.place).where(place_within.c.ancestor == bindparam("place", type_=BigInteger))
)

CLOSED = Query(
    select(
        safety_check.c.kind,
        *_WHO,
        help_call.c.closed,
        func.coalesce(_closer.c.name, "").label("closed_by"),
        help_call.c.closed_how.label("how"),
        help_call.c.closed_words.label("words"),
    )
    .select_from(_at_home.outerjoin(_closer, _closer.c.id == help_call.c.closed_by))
    .where(help_call.c.closed > bindparam("since", type_=BigInteger), _mine)
    .order_by(help_call.c.closed.desc(), help_call.c.id.desc())
    .limit(20),
    Closed,
)

WAITING = Statement(select(func.count()).select_from(_from).where(_open, _mine))

LONG_OPEN = Statement(
    select(func.count())
    .select_from(_from)
    .where(_open, _mine, help_call.c.opened < bindparam("since", type_=BigInteger))
)

FIND = Query(
    select(
        help_call.c.check,
        safety_check.c.kind,
        help_call.c.household,
        safety_check.c.association,
        safety_addressee.c.block,
        help_call.c.taken_by,
        help_call.c.closed,
        help_call.c.about,
    )
    .select_from(
        _from.join(
            safety_addressee,
            and_(
                safety_addressee.c.check == help_call.c.check,
                safety_addressee.c.household == help_call.c.household,
            ),
        )
    )
    .where(help_call.c.id == bindparam("call", type_=BigInteger), _mine)
    # Locks the addressee first, as reports do, so that two cannot deadlock.
    .with_for_update(of=safety_addressee),
    _Found,
)

SEE = Statement(
    lambda insert: (
        insert(help_seen)
        .values(call=bindparam("call", type_=BigInteger), person=ACTOR_PERSON, at=NOW)
        .on_conflict_do_nothing()
    )
)

TAKE = Statement(
    help_call.update()
    .where(help_call.c.id == bindparam("of_call", type_=BigInteger), _open, help_call.c.taken_by.is_(None))
    .values(taken=NOW, taken_by=ACTOR_PERSON)
)

LEAVE = Statement(
    help_call.update()
    .where(
        help_call.c.id == bindparam("of_call", type_=BigInteger), _open, help_call.c.taken_by == ACTOR_PERSON
    )
    .values(taken=None, taken_by=None, passes_on=NOW, passed=None)
)

CLOSE = Statement(
    help_call.update()
    .where(help_call.c.id == bindparam("of_call", type_=BigInteger), _open)
    .values(
        closed=NOW,
        closed_by=ACTOR_PERSON,
        closed_how=bindparam("how", type_=Line),
        closed_words=bindparam("said", type_=Paragraphs),
    )
)

GIVE_WORD = Statement(
    help_call.update()
    .where(help_call.c.id == bindparam("of_call", type_=BigInteger), _open)
    .values(word=bindparam("given", type_=Line))
)

# Not taken in time, and not passed on yet.
DUE = Query(
    select(help_call.c.id, help_call.c.household, safety_check.c.association)
    .select_from(_from)
    .where(_open, help_call.c.taken.is_(None), help_call.c.passed.is_(None), help_call.c.passes_on <= NOW)
    .order_by(help_call.c.id),
    Untaken,
)
PASS_ON = Statement(
    help_call.update()
    .where(
        help_call.c.id == bindparam("of_call", type_=BigInteger),
        _open,
        help_call.c.taken.is_(None),
        help_call.c.passed.is_(None),
    )
    .values(passed=NOW)
)
