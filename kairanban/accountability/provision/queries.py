"""Provisions to third parties: what was entered, and what the system itself did."""

from typing import Any

from sqlalchemy import BigInteger, Text, and_, bindparam, case, cast, exists, func, literal, or_, select

from kairanban.access.hidden import known
from kairanban.accountability.provision.rules import Line
from kairanban.community.signin.queries.dwellings import BLOCK_NAME, ROUTE_ORDER
from kairanban.core.purposes import Purpose
from kairanban.db.statements import NOW, Query, Statement
from kairanban.db.tables.consents import consent
from kairanban.db.tables.ledger import journal, look
from kairanban.db.tables.people import household, person
from kairanban.db.tables.places import place
from kairanban.db.tables.rights import provision
from kairanban.db.tables.safety import safety_check
from kairanban.db.tables.visits import emergency_look

_association = bindparam("association", type_=BigInteger)
_since = bindparam("since", type_=BigInteger)
_most = bindparam("most", type_=BigInteger)

# Of a hidden household an officer who does not know it sees block and number.
SHOWN = case(
    (or_(household.c.hidden == 0, known()), household.c.label),
    else_=BLOCK_NAME + literal("の") + cast(ROUTE_ORDER, Text),
)


def _line(
    source: Any, at: Any, recipient: Any, whose: Any, frm: Any, *where: Any, **more: Any
) -> Query[Line]:
    return Query(
        select(
            at.label("at"),
            source.label("source"),
            func.coalesce(recipient, "").label("recipient"),
            func.coalesce(whose, "").label("whose"),
            more.get("items", literal("")).label("items"),
            more.get("basis", literal("")).label("basis"),
            more.get("id", literal(0)).label("id"),
            more.get("home", literal(0)).label("home"),
        )
        # Two consents of one sheet are two entries of the same moment.
        .distinct()
        .select_from(frm)
        .where(at > _since, *where)
        .order_by(at.desc())
        .limit(_most),
        Line,
    )


ENTERED = _line(
    literal("entered"), provision.c.at, provision.c.recipient,
    case((household.c.id.is_not(None), SHOWN), else_=provision.c.whose),
    provision.outerjoin(household, household.c.id == provision.c.household),
    provision.c.association == _association,
    items=provision.c["items"], basis=provision.c.basis, id=provision.c.id,
)  # fmt: skip

# The journal keeps that a consent was given after the consent itself is deleted; its purpose is the recipient.
_home_of = journal.outerjoin(
    household, and_(household.c.id == journal.c.household, household.c.label != "")
).outerjoin(
    consent,
    and_(
        consent.c.resident == journal.c.other,
        or_(
            and_(journal.c.kind == "consent_given", consent.c.given == journal.c.at),
            and_(journal.c.kind == "consent_withdrawn", consent.c.withdrawn == journal.c.at),
        ),
    ),
)
_of_association = exists(select(1).where(place.c.id == _association, household.c.association == place.c.id))
CONSENTS = _line(
    case((journal.c.kind == "consent_given", "consent"), else_="withdrawn"), journal.c.at, consent.c.purpose, SHOWN,
    _home_of, or_(journal.c.kind == "consent_given", journal.c.kind == "consent_withdrawn"), _of_association,
    # 声かけ opens nothing to anybody who has no consent already.
    or_(consent.c.purpose.is_(None), consent.c.purpose != Purpose.CHECK_IN.value),
    home=func.coalesce(journal.c.household, 0),
)  # fmt: skip

EMERGENCIES = _line(
    literal("emergency"), emergency_look.c.at, person.c.name, SHOWN,
    emergency_look.join(household, household.c.id == emergency_look.c.household).outerjoin(
        person, person.c.id == emergency_look.c.person
    ),
    household.c.association == _association, emergency_look.c.refused.is_(None),
)  # fmt: skip

HELP = _line(
    literal("help"), look.c.at, person.c.name, SHOWN,
    look.join(household, household.c.id == look.c.household).outerjoin(person, person.c.id == look.c.viewer),
    look.c.purpose == "help_address", household.c.association == _association,
)  # fmt: skip

EXPORTS = _line(
    literal("export"), journal.c.at, person.c.name, literal(""),
    journal.outerjoin(person, person.c.id == journal.c.person),
    journal.c.kind == "roster_exported", journal.c.association == _association,
)  # fmt: skip

# Of a real check, at the association: its sheets carry addresses to the headquarters.
_real = exists(
    select(1).where(
        safety_check.c.association == _association, safety_check.c.kind == "real", safety_check.c.started <= look.c.at,
        or_(safety_check.c.ended.is_(None), safety_check.c.ended >= look.c.at),
    )
)  # fmt: skip
HEADQUARTERS = _line(
    literal("headquarters"), look.c.at, person.c.name, literal(""),
    look.outerjoin(person, person.c.id == look.c.viewer),
    look.c.purpose == "headquarters", look.c.place == _association, _real,
)  # fmt: skip

ENTER = Statement(
    lambda insert: (
        insert(provision)
        .values(
            association=_association,
            entered=NOW,
            **{
                name: bindparam(name, type_=provision.c[name].type)
                for name in ("at", "recipient", "items", "basis", "household", "whose", "press", "entered_by")
            },
        )
        .on_conflict_do_nothing()
    )
)

REMOVE = Statement(
    provision.delete().where(
        provision.c.id == bindparam("entry", type_=BigInteger), provision.c.association == _association
    )
)
