"""行政協力業務: requests of the municipality to associations, and their decisions."""

from kairanban.db.tables.columns import Of, prose, ref, table, text, whole
from kairanban.db.tables.terms import CIRCULARS

# Its texts are a circular of the municipality that is never published itself.
municipal_request = table(
    "municipal_request",
    ref("circular", "circular", key=True),
    text("department"),
    # Start of the day on which paper copies are delivered.
    whole("deliver_on", null=True),
    whole("sent", null=True),
    ref("sent_by", "person", of=Of.PERSON, null=True),
    # 回覧 or 配布: circulate (one copy a block goes round), distribute (one for each household that takes paper)
    text("distribution", default="circulate"),
    # End of the day by which associations are asked to answer, and when those that had not were reminded.
    whole("answer_by", null=True),
    whole("reminded", null=True),
    kept=CIRCULARS,
)

asked_association = table(
    "asked_association",
    ref("municipal_request", "circular", key=True),
    ref("association", "place", key=True, index=True),
    # passed, declined, or "" while undecided
    text("answer"),
    prose("reason"),
    prose("words"),
    # The association's own circular, and the request's edition it contains.
    ref("passed", "circular", null=True, index=True),
    whole("edition", default=1),
    whole("answered", null=True),
    ref("answered_by", "person", of=Of.PERSON, null=True),
    # Paper copies as counted on the delivery day.
    whole("copies", null=True),
    kept=CIRCULARS,
)
