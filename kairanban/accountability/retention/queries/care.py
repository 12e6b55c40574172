"""Visits, access records, safety checks, callbacks and consents."""

from typing import Any

from sqlalchemy import and_, case, exists, func, or_, select

from kairanban.accountability.retention.queries.steps import Rule, Step, before
from kairanban.db.tables import terms
from kairanban.db.tables.callbacks import call
from kairanban.db.tables.consents import consent
from kairanban.db.tables.ledger import look
from kairanban.db.tables.people import resident
from kairanban.db.tables.places import place
from kairanban.db.tables.safety import help_call, safety_addressee, safety_check, sighting, town_check
from kairanban.db.tables.visits import emergency_look, visit

# A check that nobody ended is over a year after its start.
NEVER_ENDED = terms.YEAR

_where = place.alias("at_place")
# A municipality counts for itself.
_ASSOCIATION = func.coalesce(_where.c.association, _where.c.id).label("association")


def visit_facts(one: Any) -> Any:
    return (
        select(_ASSOCIATION, one.c.made.label("at"), one.c.kind.label("part"))
        .select_from(one.join(_where, _where.c.id == one.c.place))
        .where(one.c.corrected.is_(None))
    )


VISITS = Rule(
    terms.VISITS,
    (
        Step(
            visit,
            lambda t: t.c.made < before(terms.VISITS.days or 0),
            figure="visits",
            facts=visit_facts,
        ),
    ),
)

ACCESS = Rule(
    terms.ACCESS,
    (
        Step(look, lambda t: t.c.at < before(terms.ACCESS.days or 0)),
        Step(emergency_look, lambda t: t.c.at < before(terms.ACCESS.days or 0)),
    ),
)


def call_facts(one: Any) -> Any:
    how = case((one.c.closed.is_(None), "open"), else_=one.c.closed_how)
    return select(_ASSOCIATION, one.c.asked.label("at"), how.label("part")).select_from(
        one.join(_where, _where.c.id == one.c.place)
    )


CALLS = Rule(
    terms.CALLS,
    (
        Step(
            call,
            lambda t: func.coalesce(t.c.closed, t.c.asked) < before(terms.CALLS.days or 0),
            figure="calls",
            facts=call_facts,
        ),
    ),
)


def _over(one: Any) -> Any:
    return or_(
        one.c.ended < before(terms.SAFETY.days or 0),
        and_(one.c.ended.is_(None), one.c.started < before(NEVER_ENDED)),
    )


def _of_over(of: Any) -> Any:
    ended = safety_check.alias("ended")
    return of.in_(select(ended.c.id).where(_over(ended)))


def _calls_for_help(one: Any) -> Any:
    waits = help_call.alias("waits")
    return exists(
        select(1).where(
            waits.c.check == one.c.check, waits.c.household == one.c.household, waits.c.closed.is_(None)
        )
    )


def _has_calls(one: Any) -> Any:
    left = help_call.alias("left")
    return exists(select(1).where(left.c.check == one.c.id))


def help_facts(one: Any) -> Any:
    """Select real calls; practice is not counted."""
    in_check = safety_check.alias("in_check")
    return (
        select(_ASSOCIATION, one.c.opened.label("at"), one.c.closed_how.label("part"))
        .select_from(
            one.join(_where, _where.c.id == one.c.place).join(in_check, in_check.c.id == one.c.check)
        )
        .where(or_(in_check.c.kind == "real", one.c.word == "real"))
    )


# Rows of a household whose call for help is open stay with the call, so that it can be closed.
SAFETY = Rule(
    terms.SAFETY,
    (
        Step(sighting, lambda t: and_(_of_over(t.c.check), ~_calls_for_help(t))),
        Step(
            help_call,
            lambda t: and_(_of_over(t.c.check), t.c.closed.is_not(None)),
            figure="help",
            facts=help_facts,
        ),
        Step(safety_addressee, lambda t: and_(_of_over(t.c.check), ~_calls_for_help(t))),
        Step(safety_check, lambda t: and_(_over(t), ~_has_calls(t)), most=20),
        Step(town_check, _over, most=20),
    ),
)


def _left(one: Any) -> Any:
    moved = resident.alias("moved")
    return exists(
        select(1).where(moved.c.id == one.c.resident, moved.c.until < before(terms.CONSENTS.days or 0))
    )


CONSENTS = Rule(
    terms.CONSENTS,
    (Step(consent, lambda t: or_(t.c.withdrawn < before(terms.CONSENTS.days or 0), _left(t))),),
)
