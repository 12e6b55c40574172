"""What becomes of each table when a household is erased: deleted, emptied, or kept and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Table, and_, bindparam, exists, func, select

from kairanban.accountability.disclosure.rules.labels import NAMES
from kairanban.accountability.retention.queries.people import EMPTY_HOUSEHOLD
from kairanban.db.statements import NOW, Statement
from kairanban.db.tables.announcements import announcement
from kairanban.db.tables.buildings import joining_request
from kairanban.db.tables.callbacks import call
from kairanban.db.tables.circulars import addressee, audience, circular
from kairanban.db.tables.consents import consent
from kairanban.db.tables.household_people import household_proposal, renewal_confirmation
from kairanban.db.tables.ledger import journal, look
from kairanban.db.tables.notify import notice_address, notice_choice, notification
from kairanban.db.tables.people import hiding, household, membership, resident
from kairanban.db.tables.replies import reply, survey_answer
from kairanban.db.tables.rights import data_request, provision
from kairanban.db.tables.route_sheets import board_position
from kairanban.db.tables.safety import help_call, safety_addressee, sighting
from kairanban.db.tables.signin import calendar_feed, device, device_request, household_card, session
from kairanban.db.tables.visits import emergency_look, visit
from kairanban.i18n.marks import N as _n

HOUSEHOLD = bindparam("of_household", type_=BigInteger)


@dataclass(frozen=True, slots=True)
class Fate:
    """Rows of a table that belong to the household.

    `then` are the values that empty them, None where they are deleted; `why` is the reason why rows stay, and `kept` names the
    personal columns that stay with them.
    """

    table: Table
    name: str
    where: Any
    then: Mapping[str, Any] | None = None
    why: str = ""
    kept: tuple[str, ...] = ()

    @property
    def number(self) -> Statement:
        return Statement(select(func.count()).select_from(self.table).where(self.where))

    @property
    def perform(self) -> Statement | None:
        """Return the statement that deletes or empties them, None where nothing changes."""
        if self.why and not self.then:
            return None
        change = self.table.delete() if self.then is None else self.table.update().values(dict(self.then))
        return Statement(change.where(self.where))


def _of(table: Any) -> Any:
    return table.c.household == HOUSEHOLD


def _goes(table: Table, name: str, where: Any = None) -> Fate:
    return Fate(table, NAMES[name], _of(table) if where is None else where)


COUNTED = _n(
    "The answers of a circular that goes round are counted without the name; afterwards they are deleted."
)
ADDRESSED = _n("How many households a circular went to stays right. The name is gone.")
LOOKED = _n("Who looked is kept three years, so that it can be accounted for. The name is gone.")
BY_LAW = _n("The law asks to keep for three years what was given to others (APPI, article 30).")
WRITTEN = _n("The journal holds numbers and kinds, no names and no texts.")

_is_counted = exists(select(1).where(circular.c.id == reply.c.circular, circular.c.counted.is_not(None)))
_is_counted_survey = exists(
    select(1).where(circular.c.id == survey_answer.c.circular, circular.c.counted.is_not(None))
)
_its_device, _others = device.alias("its_device"), device.alias("others_device")
_of_its_devices = exists(select(1).where(_its_device.c.session == session.c.id, _of(_its_device)))
# A session that opens nothing else.
_only_its = and_(
    session.c.person.is_(None),
    _of_its_devices,
    ~exists(select(1).where(_others.c.session == session.c.id, _others.c.household != HOUSEHOLD)),
)

# Sessions first, while their devices say whose they are; the household last.
FATES: tuple[Fate, ...] = (
    Fate(session, _n("Sign-in of its devices"), _only_its),
    _goes(device, "devices"),
    _goes(calendar_feed, "calendars"),
    _goes(household_card, "cards"),
    _goes(device_request, "device_requests"),
    _goes(joining_request, "joining_requests"),
    _goes(notice_address, "addresses"),
    _goes(notice_choice, "notice_choices"),
    _goes(notification, "messages"),
    _goes(consent, "consents"),
    _goes(announcement, "announcements"),
    _goes(visit, "visits"),
    _goes(call, "callbacks"),
    _goes(sighting, "safety_answers"),
    _goes(help_call, "help_calls"),
    _goes(safety_addressee, "safety_checks"),
    _goes(board_position, "paper_boards"),
    _goes(data_request, "requests"),
    _goes(household_proposal, "proposals"),
    _goes(renewal_confirmation, "confirmations"),
    _goes(survey_answer, "survey_answers", and_(_of(survey_answer), _is_counted_survey)),
    Fate(
        survey_answer, NAMES["survey_answers"], and_(_of(survey_answer), ~_is_counted_survey),
        then={"words": ""}, why=COUNTED, kept=("household", "choice", "number"),
    ),
    _goes(reply, "answers", and_(_of(reply), _is_counted)),
    Fate(
        reply, NAMES["answers"], and_(_of(reply), ~_is_counted),
        then={"words": "", "signed": "", "resident": None, "proxy": None},
        why=COUNTED, kept=("household", "choice", "number", "method", "made", "received"),
    ),
    Fate(addressee, NAMES["circulars"], _of(addressee), why=ADDRESSED, kept=("household", "opened", "replied")),
    Fate(audience, NAMES["named_in_audience"], _of(audience), why=ADDRESSED, kept=("household",)),
    Fate(circular, NAMES["named_in_audience"], circular.c.bereaved == HOUSEHOLD, then={"bereaved": None}),
    Fate(
        emergency_look, NAMES["emergency_looks"], _of(emergency_look), then={"reason": "", "outcome": ""},
        why=LOOKED, kept=("household", "person", "at", "agreed_by", "reviewed_by"),
    ),
    Fate(look, NAMES["access"], _of(look), why=LOOKED, kept=("household", "viewer")),
    Fate(
        provision, NAMES["provisions"], _of(provision), why=BY_LAW, kept=("household", "whose", "entered_by"),
    ),
    Fate(journal, NAMES["changes"], _of(journal), why=WRITTEN, kept=("household", "person")),
    _goes(hiding, "hiding"),
    _goes(resident, "people"),
    _goes(membership, "memberships"),
    Fate(
        household, NAMES["household"], household.c.id == HOUSEHOLD,
        then={**EMPTY_HOUSEHOLD, "code": None, "empty_house": None, "gone": func.coalesce(household.c.gone, NOW)},
    ),
)  # fmt: skip
