"""Requests of households, records of provision, and reports of breaches."""

from sqlalchemy import func

from kairanban.accountability.retention.queries.steps import Rule, Step, before
from kairanban.db.tables import terms
from kairanban.db.tables.rights import breach, data_request, provision

RIGHTS = Rule(
    terms.RIGHTS,
    (
        Step(
            data_request, lambda t: func.coalesce(t.c.settled, t.c.due) < before(terms.RIGHTS.days or 0)
        ),
    ),
)  # fmt: skip
PROVISIONS = Rule(terms.PROVISIONS, (Step(provision, lambda t: t.c.at < before(terms.PROVISIONS.days or 0)),))
BREACHES = Rule(terms.BREACHES, (Step(breach, lambda t: t.c.changed < before(terms.BREACHES.days or 0)),))
