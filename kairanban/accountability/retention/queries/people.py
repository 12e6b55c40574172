"""Households and residents that left, ended appointments, and the people who held them."""

from typing import Any

from sqlalchemy import and_, exists, or_, select

from kairanban.accountability.retention.queries.steps import Rule, Step, before, emptied
from kairanban.community.people.rules.terms import CARRIES_ON
from kairanban.core.clock import DAY
from kairanban.db.tables import terms
from kairanban.db.tables.announcements import announcement
from kairanban.db.tables.callbacks import call
from kairanban.db.tables.handovers import chair_recovery, handover, handover_mark
from kairanban.db.tables.ledger import look
from kairanban.db.tables.notify import notice_choice
from kairanban.db.tables.people import appointment, hiding, household, membership, person, resident
from kairanban.db.tables.replies import reply
from kairanban.db.tables.safety import help_call
from kairanban.db.tables.signin import demo_link, known_browser, passkey
from kairanban.db.tables.visits import emergency_look, visit

_LEFT = terms.LEAVERS.days or 0
# Until a caretaker is chosen it matters whether an elected person still lives here.
_OFFICE = CARRIES_ON // DAY + _LEFT


def is_gone(of: Any, days: int = _LEFT) -> Any:
    """Condition for a household (its id) that left so many days ago."""
    left = household.alias("gone_household")
    return exists(select(1).where(left.c.id == of, left.c.gone < before(days)))


def _of_empty_house(of: Any) -> Any:
    """Condition for the membership that ended with the household of a house that stands empty."""
    house = household.alias("empty_house")
    return exists(
        select(1).where(
            house.c.id == of.c.household, house.c.empty_house.is_not(None), house.c.gone == of.c.until
        )
    )


def _stands_empty(of: Any) -> Any:
    """Condition for a household (its id) whose house stands empty: what is sealed waits until the house has its address."""
    house = household.alias("standing_house")
    return exists(select(1).where(house.c.id == of, house.c.empty_house.is_not(None)))


def _asks_for_help(of: Any) -> Any:
    waits = help_call.alias("waits")
    return exists(select(1).where(waits.c.household == of, waits.c.closed.is_(None)))


def _serves(of: Any, days: int) -> Any:
    """Condition for a person (the id) with an appointment that has not ended, or not so many days ago."""
    held = appointment.alias("held")
    return exists(
        select(1).where(held.c.person == of, or_(held.c.ends.is_(None), held.c.ends >= before(days)))
    )


def _is_resident(of: Any) -> Any:
    lives = resident.alias("lives")
    return exists(select(1).where(lives.c.person == of))


def _is_counted(one: Any) -> Any:
    """Condition for a household without rows that its deletion would take along uncounted."""
    rows = [counted.alias(f"counts_{counted.name}") for counted in (reply, visit, call, help_call)]
    return and_(*(~exists(select(1).where(row.c.household == one.c.id)) for row in rows))


EMPTY_HOUSEHOLD = {
    column.name: emptied(column) for column in household.c if column.info["kept"] is terms.LEAVERS
}
# Of a house that stands empty the address stays: it names nobody.
EMPTY_BUT_ADDRESS = {
    name: value for name, value in EMPTY_HOUSEHOLD.items() if name not in ("postal", "address")
}
EMPTY_PERSON = {column.name: emptied(column) for column in person.c if column.info["kept"] is terms.SIGN_IN}


def _says(one: Any, empty: dict[str, Any]) -> Any:
    return or_(*(one.c[name].is_distinct_from(value) for name, value in empty.items()))


LEAVERS = Rule(
    terms.LEAVERS,
    (
        Step(notice_choice, lambda t: is_gone(t.c.household)),
        Step(
            resident,
            lambda t: and_(
                or_(t.c.until < before(_LEFT), is_gone(t.c.household)), ~_serves(t.c.person, _OFFICE)
            ),
        ),
        Step(
            hiding,
            lambda t: and_(
                is_gone(t.c.household), ~_stands_empty(t.c.household), ~_asks_for_help(t.c.household)
            ),
        ),
        Step(
            household,
            lambda t: and_(
                t.c.gone < before(_LEFT),
                t.c.empty_house.is_(None),
                _says(t, EMPTY_HOUSEHOLD),
                ~_asks_for_help(t.c.id),
            ),
            then=EMPTY_HOUSEHOLD,
        ),
        Step(
            household,
            lambda t: and_(t.c.gone < before(_LEFT), _says(t, EMPTY_BUT_ADDRESS), ~_asks_for_help(t.c.id)),
            then=EMPTY_BUT_ADDRESS,
        ),
        # The empty row goes once nothing of the household can be left that is counted.
        Step(
            household,
            lambda t: and_(
                t.c.gone < before((terms.VISITS.days or 0) + _LEFT),
                t.c.empty_house.is_(None),
                ~_asks_for_help(t.c.id),
            ),
            frozen=_is_counted,
        ),
    ),
)

MEMBERSHIPS = Rule(
    terms.MEMBERSHIPS,
    (
        Step(
            membership,
            lambda t: and_(
                or_(t.c.until < before(terms.MEMBERSHIPS.days or 0), is_gone(t.c.household)),
                ~_of_empty_house(t),
            ),
        ),
        # An empty house is known by its address: the number in the block was that of the household.
        Step(
            membership,
            lambda t: and_(t.c.until < before(_LEFT), _of_empty_house(t), t.c.route_order != 0),
            then={"route_order": 0},
        ),
    ),
)

APPOINTMENTS = Rule(
    terms.APPOINTMENTS, (Step(appointment, lambda t: t.c.ends < before(terms.APPOINTMENTS.days or 0)),)
)


_HANDOVERS = terms.HANDOVERS.days or 0
HANDOVERS = Rule(
    terms.HANDOVERS,
    (
        Step(handover_mark, lambda t: t.c.done < before(_HANDOVERS)),
        Step(handover, lambda t: t.c.made < before(_HANDOVERS)),
        Step(chair_recovery, lambda t: t.c.asked < before(_HANDOVERS)),
    ),
)


def signs_in(of: Any) -> Any:
    return or_(_serves(of, terms.SIGN_IN.days or 0), _is_resident(of))


SIGN_IN = Rule(
    terms.SIGN_IN,
    (
        Step(passkey, lambda t: ~signs_in(t.c.person)),
        Step(known_browser, lambda t: ~signs_in(t.c.person)),
        Step(
            person, lambda t: and_(~signs_in(t.c.id), _says(t, EMPTY_PERSON)), then=EMPTY_PERSON
        ),
    ),
)  # fmt: skip


_EARLIER = terms.EARLIER_KEYS.days or 0
EARLIER_KEYS = Rule(
    terms.EARLIER_KEYS,
    (
        Step(passkey, lambda t: t.c.ended < before(_EARLIER)),
        Step(
            person,
            lambda t: and_(t.c.keyed < before(_EARLIER), t.c.earlier_hash != ""),
            then={"earlier_hash": ""},
        ),
    ),
)

ANNOUNCEMENTS = Rule(
    terms.ANNOUNCEMENTS,
    (Step(announcement, lambda t: t.c.made < before(terms.ANNOUNCEMENTS.days or 0)),),
)


def is_named(of: Any) -> Any:
    """Condition for a person (the id) that a record still names."""
    columns = (
        appointment.c.person,
        resident.c.person,
        look.c.viewer,
        emergency_look.c.person,
        visit.c.person,
    )
    records = [(column.table.alias(f"naming_{column.table.name}"), column.name) for column in columns]
    links = demo_link.alias("links")
    return or_(
        *(exists(select(1).where(record.c[name] == of)) for record, name in records),
        exists(select(1).where(links.c.person == of)),
    )


PEOPLE = Rule(terms.PEOPLE, (Step(person, lambda t: ~is_named(t.c.id)),))
