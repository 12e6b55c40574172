"""The table of retention: one rule for each term, in the order in which they run."""

from kairanban.accountability.retention.queries.care import ACCESS, CALLS, CONSENTS, SAFETY, VISITS
from kairanban.accountability.retention.queries.circulars import CIRCULARS, POSITIONS, REPLIES
from kairanban.accountability.retention.queries.devices import (
    ADDRESSES,
    CARDS,
    FEEDS,
    MESSAGES,
    REQUESTS,
    ROSTER_CHOICES,
    ROSTER_FILES,
    SECRETS,
    SESSIONS,
)
from kairanban.accountability.retention.queries.people import (
    ANNOUNCEMENTS,
    APPOINTMENTS,
    EARLIER_KEYS,
    HANDOVERS,
    LEAVERS,
    MEMBERSHIPS,
    PEOPLE,
    SIGN_IN,
)
from kairanban.accountability.retention.queries.rights import (
    BREACHES,
    PROPOSALS,
    PROVISIONS,
    RENEWALS,
    RIGHTS,
)
from kairanban.accountability.retention.queries.steps import Rule
from kairanban.db.tables import terms

# Rows that others hang on come last: deleting them would take the others along uncounted.
RULES: tuple[Rule, ...] = (
    SECRETS,
    ROSTER_CHOICES,
    ROSTER_FILES,
    REQUESTS,
    POSITIONS,
    REPLIES,
    CALLS,
    SAFETY,
    VISITS,
    ACCESS,
    CONSENTS,
    MESSAGES,
    ADDRESSES,
    SESSIONS,
    CARDS,
    FEEDS,
    MEMBERSHIPS,
    CIRCULARS,
    LEAVERS,
    HANDOVERS,
    APPOINTMENTS,
    EARLIER_KEYS,
    ANNOUNCEMENTS,
    RIGHTS,
    PROPOSALS,
    RENEWALS,
    PROVISIONS,
    BREACHES,
    SIGN_IN,
    PEOPLE,
    # Kept on purpose; the terms say why.
    Rule(terms.JOURNAL),
    Rule(terms.DEMO),
)

if sorted(rule.term.name for rule in RULES) != sorted(term.name for term in terms.TERMS):
    raise TypeError("each term needs exactly one rule")
