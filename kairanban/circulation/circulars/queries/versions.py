"""Language versions of circulars, and the households that read them."""

from dataclasses import dataclass

from sqlalchemy import and_, bindparam, exists, func, literal, null, select

from kairanban.circulation.circulars.queries.audience import CIRCULAR, addressed_households
from kairanban.circulation.circulars.rules.archive_search import COLUMNS
from kairanban.circulation.circulars.rules.kinds import DELIVERED
from kairanban.circulation.circulars.rules.texts import TEXT_FIELDS, Texts
from kairanban.core.ids import HouseholdId
from kairanban.db.statements import NOW, Query, Statement
from kairanban.db.tables.circulars import circular, edition
from kairanban.db.tables.municipal_requests import asked_association
from kairanban.db.tables.people import household


@dataclass(frozen=True, slots=True)
class Readers:
    """Number of addressed households that read this language."""

    language: str
    households: int


@dataclass(frozen=True, slots=True)
class Version:
    """Texts in another language; households read them once reviewed."""

    language: str
    reviewed_by: str
    reviewed: int | None
    texts: Texts

    @property
    def delivered(self) -> bool:
        """Tell whether it came reviewed with a circular template."""
        return self.reviewed_by == DELIVERED


@dataclass(frozen=True, slots=True)
class Reader:
    """A household that reads another language than Japanese."""

    id: HouseholdId
    label: str
    hidden: int
    language: str


_present = (edition.c.circular == circular.c.id) & (edition.c.number == circular.c.edition)

ALL = Query(
    select(
        edition.c.language, edition.c.reviewed_by, edition.c.reviewed, *(edition.c[n] for n in TEXT_FIELDS)
    )
    .select_from(edition.join(circular, _present))
    .where(circular.c.id == CIRCULAR, edition.c.language != "ja")
    .order_by(edition.c.language),
    Version,
)

SAVE = Statement(
    lambda insert: (
        insert(edition)
        .values(
            circular=CIRCULAR,
            number=bindparam("number"),
            language=bindparam("language"),
            kind="version",
            made=NOW,
            made_by=bindparam("made_by", type_=edition.c.made_by.type),
            reviewed_by=bindparam("reviewed_by"),
            reviewed=bindparam("reviewed_at", type_=edition.c.reviewed.type),
            **{name: bindparam(name) for name in COLUMNS},
        )
        .on_conflict_do_update(
            index_elements=[edition.c.circular, edition.c.number, edition.c.language],
            set_={
                "made": NOW,
                "made_by": bindparam("made_by", type_=edition.c.made_by.type),
                "reviewed_by": bindparam("reviewed_by"),
                "reviewed": bindparam("reviewed_at", type_=edition.c.reviewed.type),
                "furigana": null(),
                **{name: bindparam(name) for name in COLUMNS},
            },
        )
    )
)

# After a change of the original the other versions need a review again.
TO_BE_REVIEWED = Statement(
    edition.update()
    .where(
        edition.c.circular == CIRCULAR,
        edition.c.number == bindparam("of_number"),
        edition.c.language != "ja",
    )
    .values(reviewed=null())
)

# A new edition takes over the versions of the last.
GO_ON = Statement(
    edition.insert().from_select(
        [
            "circular",
            "number",
            "language",
            "kind",
            "made",
            "made_by",
            "reviewed_by",
            "reviewed",
            *COLUMNS,
        ],
        select(
            edition.c.circular,
            bindparam("number", type_=edition.c.number.type),
            edition.c.language,
            edition.c.kind,
            NOW,
            edition.c.made_by,
            edition.c.reviewed_by,
            edition.c.reviewed,
            *(edition.c[name] for name in COLUMNS),
        ).where(
            edition.c.circular == CIRCULAR,
            edition.c.number == bindparam("before", type_=edition.c.number.type),
            edition.c.language != "ja",
        ),
    )
)

COPY = Statement(
    edition.insert().from_select(
        ["circular", "number", "language", "kind", "made", "made_by", "reviewed_by", *COLUMNS],
        select(
            bindparam("to_circular", type_=circular.c.id.type),
            literal(1),
            edition.c.language,
            edition.c.kind,
            NOW,
            edition.c.made_by,
            edition.c.reviewed_by,
            *(edition.c[name] for name in COLUMNS),
        )
        .select_from(edition.join(circular, _present))
        .where(circular.c.id == CIRCULAR, edition.c.language != "ja"),
    )
)

_TEXTS = ("kind", "made_by", "reviewed_by", "reviewed", *COLUMNS)
_to = bindparam("to_circular", type_=circular.c.id.type)
_to_number = bindparam("to_number", type_=edition.c.number.type)

DROP = Statement(
    edition.delete().where(
        edition.c.circular == _to, edition.c.number == _to_number, edition.c.language != "ja"
    )
)

# Reviewed where they were: another circular relays these very texts.
RELAY = Statement(
    edition.insert().from_select(
        ["circular", "number", "language", "made", *_TEXTS],
        select(_to, _to_number, edition.c.language, NOW, *(edition.c[name] for name in _TEXTS)).where(
            edition.c.circular == CIRCULAR,
            edition.c.number == bindparam("of_number", type_=edition.c.number.type),
            edition.c.language != "ja",
        ),
    )
)

# The circulars that relay the present edition of a request.
_copies = asked_association.join(circular, circular.c.id == asked_association.c.passed)
_relays = and_(
    asked_association.c.municipal_request == CIRCULAR,
    asked_association.c.edition == bindparam("of_number", type_=edition.c.number.type),
    circular.c.withdrawn.is_(None),
)

DROP_FROM_COPIES = Statement(
    edition.delete().where(
        edition.c.language == bindparam("language"),
        exists(
            select(1)
            .select_from(_copies)
            .where(_relays, circular.c.id == edition.c.circular, circular.c.edition == edition.c.number)
            .correlate(edition)
        ),
    )
)

_source = edition.alias("source")
RELAY_TO_COPIES = Statement(
    edition.insert().from_select(
        ["circular", "number", "language", "made", *_TEXTS],
        select(
            circular.c.id, circular.c.edition, _source.c.language, NOW, *(_source.c[name] for name in _TEXTS)
        )
        .select_from(_copies.join(_source, _source.c.circular == asked_association.c.municipal_request))
        .where(
            _relays,
            _source.c.number == asked_association.c.edition,
            _source.c.language == bindparam("language"),
        ),
    )
)

_addressed = addressed_households().subquery()

# Addressed households per language.
READERS = Query(
    select(household.c.language, func.count().label("households"))
    .select_from(_addressed.join(household, household.c.id == _addressed.c.household))
    .where(household.c.language != "ja")
    .group_by(household.c.language)
    .order_by(household.c.language),
    Readers,
)

# Households of the associations that a request is for, per language.
READERS_ASKED = Query(
    select(household.c.language, func.count().label("households"))
    .select_from(
        asked_association.join(household, household.c.association == asked_association.c.association)
    )
    .where(
        asked_association.c.municipal_request == CIRCULAR,
        household.c.gone.is_(None),
        household.c.language != "ja",
    )
    .group_by(household.c.language)
    .order_by(household.c.language),
    Readers,
)

READING = Query(
    select(household.c.id, household.c.label, household.c.hidden, household.c.language)
    .select_from(_addressed.join(household, household.c.id == _addressed.c.household))
    .where(household.c.language != "ja")
    .order_by(household.c.language, household.c.label, household.c.id)
    .limit(200),
    Reader,
)
