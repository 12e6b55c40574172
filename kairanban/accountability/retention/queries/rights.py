"""Requests and proposals of households, renewals of the roster, records of provision, and reports of breaches."""

from sqlalchemy import func, or_

from kairanban.accountability.retention.queries.people import is_gone
from kairanban.accountability.retention.queries.steps import Rule, Step, before
from kairanban.db.tables import terms
from kairanban.db.tables.household_people import household_proposal, roster_renewal
from kairanban.db.tables.rights import breach, data_request, provision

RIGHTS = Rule(
    terms.RIGHTS,
    (
        Step(
            data_request, lambda t: func.coalesce(t.c.settled, t.c.due) < before(terms.RIGHTS.days or 0)
        ),
    ),
)  # fmt: skip
PROPOSALS = Rule(
    terms.PROPOSALS,
    (
        Step(
            household_proposal,
            lambda t: or_(t.c.settled < before(terms.PROPOSALS.days or 0), is_gone(t.c.household)),
        ),
    ),
)
# Its confirmations go with it.
RENEWALS = Rule(
    terms.RENEWALS, (Step(roster_renewal, lambda t: t.c.started < before(terms.RENEWALS.days or 0)),)
)
PROVISIONS = Rule(terms.PROVISIONS, (Step(provision, lambda t: t.c.at < before(terms.PROVISIONS.days or 0)),))
BREACHES = Rule(terms.BREACHES, (Step(breach, lambda t: t.c.changed < before(terms.BREACHES.days or 0)),))
