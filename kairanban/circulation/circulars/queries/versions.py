"""Language versions of circulars, and the households that read them."""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, literal, null, select

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

_OF_LANGUAGE = edition.c.language == bindparam("of_language")
_OF_NUMBER = edition.c.number == bindparam("of_number")

OF_EDITION = Query(
    select(
        edition.c.language, edition.c.reviewed_by, edition.c.reviewed, *(edition.c[n] for n in TEXT_FIELDS)
    ).where(edition.c.circular == CIRCULAR, _OF_NUMBER, edition.c.language != "ja"),
    Version,
)
ONE_TO_BE_REVIEWED = Statement(
    edition.update().where(edition.c.circular == CIRCULAR, _OF_NUMBER, _OF_LANGUAGE).values(reviewed=null())
)
SAY_WHEN = Statement(
    edition.update()
    .where(edition.c.circular == CIRCULAR, _OF_NUMBER, _OF_LANGUAGE)
    .values(facts_when=bindparam("said"), search=bindparam("searched"), furigana=null())
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
