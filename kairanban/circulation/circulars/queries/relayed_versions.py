"""Language versions of a municipal request, in the circulars that relay it."""

from sqlalchemy import and_, bindparam, exists, select

from kairanban.circulation.circulars.queries.audience import CIRCULAR
from kairanban.circulation.circulars.rules.archive_search import COLUMNS
from kairanban.db.statements import NOW, Statement
from kairanban.db.tables.circulars import circular, edition
from kairanban.db.tables.municipal_requests import asked_association

_TEXTS = ("kind", "made_by", "reviewed_by", "reviewed", *COLUMNS)
_to = bindparam("to_circular", type_=circular.c.id.type)
_to_number = bindparam("to_number", type_=edition.c.number.type)

HOLD = Statement(
    select(circular.c.id).where(circular.c.id == CIRCULAR, circular.c.kind == "request").with_for_update()
)

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
