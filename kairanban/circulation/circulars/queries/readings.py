"""Texts that still need furigana, and the readings known in an association."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, null, or_, select, union_all

from kairanban.circulation.circulars.queries.audience import CIRCULAR
from kairanban.circulation.circulars.queries.issued import is_issued_within, issued_at
from kairanban.circulation.circulars.rules.texts import TEXT_FIELDS, Texts
from kairanban.core.ids import CircularId, PlaceId
from kairanban.db.statements import Query, Statement
from kairanban.db.tables.circulars import circular, edition, own_reading
from kairanban.db.tables.people import appointment, household, person, resident
from kairanban.db.tables.places import place, place_within


@dataclass(frozen=True, slots=True)
class Reading:
    """A word with the association's own reading."""

    written: str
    reading: str


@dataclass(frozen=True, slots=True)
class Named:
    """A name of a place or a person, with its reading."""

    name: str
    reading: str


@dataclass(frozen=True, slots=True)
class Unread:
    association: PlaceId
    place: PlaceId
    circular: CircularId
    number: int
    language: str
    texts: Texts


_JAPANESE = or_(edition.c.language == "ja", edition.c.language == "ja-easy")

# Published texts without furigana.
UNREAD = Query(
    select(
        circular.c.association,
        issued_at().label("place"),
        edition.c.circular,
        edition.c.number,
        edition.c.language,
        *(edition.c[name] for name in TEXT_FIELDS),
    )
    .select_from(edition.join(circular, circular.c.id == edition.c.circular))
    .where(
        edition.c.furigana.is_(None),
        edition.c.number == circular.c.edition,
        circular.c.published.is_not(None),
        _JAPANESE,
    )
    .order_by(edition.c.circular.desc())
    .limit(bindparam("most", type_=BigInteger)),
    Unread,
)

KEEP = Statement(
    edition.update()
    .where(
        edition.c.circular == CIRCULAR,
        edition.c.number == bindparam("of_number"),
        edition.c.language == bindparam("of_language"),
    )
    .values(furigana=bindparam("packed"), search=bindparam("searched"))
)

# After a correction, recent texts are looked up again.
READ_ANEW = Statement(
    edition.update()
    .where(
        edition.c.circular.in_(
            select(circular.c.id).where(
                is_issued_within(),
                circular.c.published > bindparam("since", type_=BigInteger),
            )
        )
    )
    .values(furigana=null())
)

OWN = Query(
    select(own_reading.c.written, own_reading.c.reading)
    .where(own_reading.c.association == bindparam("association"))
    .order_by(own_reading.c.written),
    Reading,
)

SET_OWN = Statement(
    lambda insert: (
        insert(own_reading)
        .values(
            association=bindparam("association"),
            written=bindparam("written"),
            reading=bindparam("reading"),
        )
        .on_conflict_do_update(
            index_elements=[own_reading.c.association, own_reading.c.written],
            set_={"reading": bindparam("reading")},
        )
    )
)

FORGET_OWN = Statement(
    own_reading.delete().where(
        own_reading.c.association == bindparam("of_association"), own_reading.c.written == bindparam("word")
    )
)

# Recorded readings of the association's places and people.
NAMES = Query(
    union_all(
        select(place.c.name, place.c.reading)
        .select_from(place.join(place_within, place_within.c.place == place.c.id))
        .where(place_within.c.ancestor == bindparam("association"), place.c.reading != ""),
        select(resident.c.name, resident.c.reading)
        .select_from(resident.join(household, household.c.id == resident.c.household))
        .where(
            household.c.association == bindparam("association"),
            resident.c.until.is_(None),
            resident.c.reading != "",
        ),
        select(person.c.name, person.c.reading)
        .select_from(
            person.join(appointment, appointment.c.person == person.c.id).join(
                place_within, place_within.c.place == appointment.c.place
            )
        )
        .where(place_within.c.ancestor == bindparam("association"), person.c.reading != ""),
    ),
    Named,
)
