"""行政協力業務: what the town asks associations to pass on, and what each of them made of it."""

from kairanban.db.tables.columns import Of, ref, table, text, whole

# The texts are a circular of the municipality's place that never goes round itself.
municipal_request = table(
    "municipal_request",
    ref("circular", "circular", key=True),
    text("department"),
    # The first instant of the day on which paper is delivered.
    whole("deliver_on", null=True),
    whole("sent", null=True),
    ref("sent_by", "person", of=Of.PERSON, null=True),
    # 回覧 or 配布: circulate (one copy a block goes round), distribute (one for each household that takes paper)
    text("distribution", default="circulate"),
)

asked_association = table(
    "asked_association",
    ref("municipal_request", "circular", key=True),
    ref("association", "place", key=True, index=True),
    # passed, declined, or nothing yet
    text("answer"),
    text("reason"),
    text("words"),
    # The association's own circular, and the edition of the request it carries.
    ref("passed", "circular", null=True, index=True),
    whole("edition", default=1),
    whole("answered", null=True),
    ref("answered_by", "person", of=Of.PERSON, null=True),
)
