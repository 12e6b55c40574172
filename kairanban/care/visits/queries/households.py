"""A household as its visitor sees it, and the record of visits."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger, and_, bindparam, case, func, null, or_, select

from kairanban.access.scope import entrusted, entrusted_households, looked_up
from kairanban.access.telephone import number_shown
from kairanban.care.visits.rules.visits import OpenCircular, Visited
from kairanban.circulation.circulars.queries.readable import as_written, not_gone
from kairanban.community.people.queries.dwellings import is_dwelling
from kairanban.core.clock import Moment, at
from kairanban.db.statements import ACTOR_PERSON, NOW, Query, Statement
from kairanban.db.tables.circulars import addressee, circular, edition
from kairanban.db.tables.consents import consent
from kairanban.db.tables.people import household, membership, person, resident
from kairanban.db.tables.places import place
from kairanban.db.tables.visits import visit


@dataclass(frozen=True, slots=True)
class Entry:
    """A visit or call in the household's list; `mine` can be corrected."""

    id: int
    kind: str
    note: str
    readable: int
    """Whether the reader may see the note, and add to her own."""
    again: int | None
    made: int
    received: int
    corrected: int | None
    by: str | None
    mine: int
    late: int
    """1 if it arrived after the consent or the term of office had ended."""

    @property
    def again_at(self) -> Moment | None:
        return at(date.fromordinal(self.again)) if self.again is not None else None


HOUSEHOLD = bindparam("household", type_=BigInteger)
_more = bindparam("more", type_=visit.c.note.type)
_hidden = household.c.hidden == 1
_mine = entrusted().subquery()

# Found while the household is in the actor's care or she has emergency access.
FIND = Query(
    select(
        household.c.id,
        household.c.association,
        case((_hidden, ""), else_=household.c.label).label("label"),
        household.c.hidden,
        place.c.id.label("place"),
        place.c.name.label("place_name"),
        membership.c.route_order,
        number_shown().label("phone"),
        number_shown(household.c.second_phone).label("second_phone"),
        case((_hidden, ""), else_=household.c.address).label("address"),
        case((household.c.id.in_(entrusted_households()), 1), else_=0).label("entrusted"),
    )
    .select_from(
        household.join(
            membership, and_(membership.c.household == household.c.id, membership.c.until.is_(None))
        ).join(place, and_(place.c.id == membership.c.place, is_dwelling))
    )
    .where(
        household.c.id == HOUSEHOLD,
        household.c.gone.is_(None),
        or_(household.c.id.in_(entrusted_households()), household.c.id.in_(looked_up())),
    )
    .order_by(membership.c.id)
    .limit(1),
    Visited,
)

# Consent purposes that give this actor access.
PURPOSES = Statement(select(_mine.c.purpose).distinct().where(_mine.c.household == HOUSEHOLD))

# Only residents who have consented are named.
CONSENTING = Statement(
    select(resident.c.name)
    .distinct()
    .select_from(
        consent.join(resident, resident.c.id == consent.c.resident).join(
            household, household.c.id == consent.c.household
        )
    )
    .where(
        consent.c.household == HOUSEHOLD,
        household.c.hidden == 0,
        consent.c.withdrawn.is_(None),
        resident.c.until.is_(None),
        consent.c.purpose.in_(select(_mine.c.purpose).where(_mine.c.household == HOUSEHOLD)),
    )
    .order_by(resident.c.name)
)

# Notes are shown only to visitors with the same consent purpose; of an emergency, to the author.
_reads = or_(
    visit.c.purpose.in_(select(_mine.c.purpose).where(_mine.c.household == HOUSEHOLD)),
    and_(visit.c.purpose == "emergency", visit.c.person == ACTOR_PERSON),
)
VISITS = Query(
    select(
        visit.c.id,
        visit.c.kind,
        case(
            (_reads, visit.c.note),
            else_="",
        ).label("note"),
        case((_reads, 1), else_=0).label("readable"),
        visit.c.again,
        visit.c.made,
        visit.c.received,
        visit.c.corrected,
        person.c.name.label("by"),
        case((visit.c.person == ACTOR_PERSON, 1), else_=0).label("mine"),
        visit.c.late,
    )
    .select_from(visit.outerjoin(person, person.c.id == visit.c.person))
    .where(visit.c.household == HOUSEHOLD, visit.c.made > bindparam("since", type_=BigInteger))
    .order_by(visit.c.made.desc(), visit.c.id.desc()),
    Entry,
)

# Circulars that wait for the household's reply.
OPEN = Query(
    select(
        circular.c.id,
        edition.c.title,
        circular.c.reply_kind,
        circular.c.reply_by,
        circular.c.edition,
        edition.c.questions,
    )
    .select_from(addressee.join(circular, circular.c.id == addressee.c.circular).join(edition, as_written))
    .where(
        addressee.c.household == HOUSEHOLD,
        addressee.c.waiting == 1,
        circular.c.state == "published",
        circular.c.kind != "obituary",
        # What is past is not asked about any more.
        or_(circular.c.reply_by.is_(None), circular.c.reply_by > NOW),
        or_(circular.c.event_at.is_(None), func.coalesce(circular.c.event_until, circular.c.event_at) > NOW),
        not_gone(),
    )
    .order_by(circular.c.published.desc(), circular.c.id.desc())
    .limit(10),
    OpenCircular,
)

ADD = Statement(
    lambda insert: (
        insert(visit)
        .values(
            {
                name: bindparam(name, type_=visit.c[name].type)
                for name in (
                    "household",
                    "place",
                    "person",
                    "purpose",
                    "kind",
                    "note",
                    "again",
                    "made",
                    "received",
                    "client_id",
                    "late",
                )
            }
        )
        .on_conflict_do_nothing()
    )
)
CORRECT = Statement(
    visit.update()
    .where(
        visit.c.id == bindparam("of_visit", type_=BigInteger),
        visit.c.household == bindparam("of_household", type_=BigInteger),
        visit.c.person == ACTOR_PERSON,
        visit.c.corrected.is_(None),
    )
    .values(corrected=NOW)
)
RESTORE = Statement(
    visit.update()
    .where(
        visit.c.id == bindparam("of_visit", type_=BigInteger),
        visit.c.household == bindparam("of_household", type_=BigInteger),
        visit.c.person == ACTOR_PERSON,
        visit.c.corrected.is_not(None),
    )
    .values(corrected=null())
)
# On a line of its own, behind what is there; not where the actor may no longer read it.
ADD_NOTE = Statement(
    visit.update()
    .where(
        visit.c.id == bindparam("of_visit", type_=BigInteger),
        visit.c.household == HOUSEHOLD,
        visit.c.person == ACTOR_PERSON,
        visit.c.corrected.is_(None),
        _reads,
    )
    .values(note=case((visit.c.note == "", _more), else_=visit.c.note.concat("\n").concat(_more)))
)
WROTE = Statement(
    select(visit.c.id).where(
        visit.c.id == bindparam("visit", type_=BigInteger),
        visit.c.household == bindparam("household", type_=BigInteger),
        visit.c.person == ACTOR_PERSON,
    )
)
