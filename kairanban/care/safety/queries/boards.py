"""A check as officers, leaders and municipalities see it."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, case, exists, func, or_, select

from kairanban.access.scope import places_for
from kairanban.access.telephone import number_shown
from kairanban.care.safety.queries.overtaken import overtaken_by
from kairanban.care.safety.rules import MET_NOBODY, SOURCE_NAMES, STATE_NAMES, Counts, Kind, Source, State
from kairanban.core.hidden_households import shown_as
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db.statements import Query, Statement
from kairanban.db.tables.people import household, membership, person
from kairanban.db.tables.places import place
from kairanban.db.tables.safety import (
    safety_addressee,
    safety_check,
    safety_tally,
    sighting,
    town_check,
)


@dataclass(frozen=True, slots=True)
class Block:
    """A block with its counts; `id` is 0 for households without a block."""

    id: PlaceId
    name: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Check:
    id: int
    association: PlaceId
    place: PlaceId
    place_name: str
    kind: str
    words: str
    started: int
    started_by: str
    ended: int | None
    ended_by: str
    ended_why: str
    own: int
    """Whether the association started it, not the town."""
    overtaken_by: int | None
    """The real check that ended this drill."""
    association_name: str

    @property
    def drill(self) -> bool:
        return self.kind == Kind.DRILL


@dataclass(frozen=True, slots=True)
class House:
    """A household on the round, its state and the source of it."""

    id: HouseholdId
    label: str
    hidden: int
    phone: str
    route_order: int
    block_id: PlaceId
    block: str
    state: str
    seen: str
    source: str
    about: str
    made: int | None
    words: str
    by: str | None

    @property
    def shown(self) -> str:
        return shown_as(self.label, self.hidden, self.block, self.route_order)

    @property
    def state_name(self) -> str:
        return STATE_NAMES[State(self.state)]

    @property
    def source_name(self) -> str:
        if self.source == Source.WALK and self.state == State.UNKNOWN and not self.partly:
            return MET_NOBODY
        return SOURCE_NAMES[self.source] if self.source else ""

    @property
    def partly(self) -> bool:
        """Whether one resident is known to be safe and the others are unknown."""
        return self.state == State.UNKNOWN and self.seen == State.SAFE


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
_by, _ended = person.alias("starter"), person.alias("ender")
_association = place.alias("association")
_ONE = (
    safety_check.c.id,
    safety_check.c.association,
    safety_check.c.place,
    place.c.name.label("place_name"),
    safety_check.c.kind,
    safety_check.c.words,
    safety_check.c.started,
    func.coalesce(_by.c.name, "").label("started_by"),
    safety_check.c.ended,
    func.coalesce(_ended.c.name, "").label("ended_by"),
    safety_check.c.ended_why,
    case((or_(safety_check.c.town_check.is_(None), safety_check.c.taken_in == 1), 1), else_=0).label("own"),
    overtaken_by(),
    _association.c.name.label("association_name"),
)
_from = (
    safety_check.join(place, place.c.id == safety_check.c.place)
    .join(_association, _association.c.id == safety_check.c.association)
    .outerjoin(_by, _by.c.id == safety_check.c.started_by)
    .outerjoin(_ended, _ended.c.id == safety_check.c.ended_by)
)

FIND = Query(select(*_ONE).select_from(_from).where(safety_check.c.id == CHECK, _mine), Check)

# People who may start a municipality's check see it as one.
_in_a_town = exists(
    select(1).where(
        town_check.c.id == safety_check.c.town_check,
        town_check.c.place.in_(places_for(Task.START_TOWN_CHECK)),
    )
)

# Running checks first, then the newest.
LIST = Query(
    select(*_ONE)
    .select_from(_from)
    .where(_mine, ~_in_a_town)
    .order_by(safety_check.c.ended.is_not(None), safety_check.c.kind.desc(), safety_check.c.id.desc())
    .limit(30),
    Check,
)

BLOCKS = Query(
    select(
        safety_tally.c.block.label("id"),
        func.coalesce(place.c.name, "").label("name"),
        safety_tally.c.households,
        safety_tally.c.safe,
        safety_tally.c.help,
        safety_tally.c.helped,
    )
    .select_from(safety_tally.outerjoin(place, place.c.id == safety_tally.c.block))
    .where(safety_tally.c.check == CHECK)
    .order_by(func.coalesce(place.c.sort, 9999), safety_tally.c.block),
    Block,
)

MY_BLOCKS = Statement(
    select(safety_tally.c.block).where(
        safety_tally.c.check == CHECK, safety_tally.c.block.in_(places_for(Task.FOLLOW_UP_BLOCK))
    )
)


# The sighting that counts, not always the last one.
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

HOUSEHOLDS = Query(
    select(
        household.c.id,
        household.c.label,
        household.c.hidden,
        number_shown().label("phone"),
        func.coalesce(membership.c.route_order, 0).label("route_order"),
        func.coalesce(safety_addressee.c.block, 0).label("block_id"),
        func.coalesce(place.c.name, "").label("block"),
        safety_addressee.c.state,
        safety_addressee.c.seen,
        safety_addressee.c.source,
        safety_addressee.c.about,
        safety_addressee.c.made,
        func.coalesce(_last.c.words, "").label("words"),
        person.c.name.label("by"),
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
    ),
    House,
)
