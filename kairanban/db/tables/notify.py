"""Where people are told, what each household chose, and what became of every message."""

from sqlalchemy import Index

from kairanban.core.notification_choice import USUAL
from kairanban.db.tables.columns import Of, key, ref, table, text, whole

# A push address belongs to a session and ends with it; an e-mail address belongs to a household.
notice_address = table(
    "notice_address",
    key(),
    # push, mail
    text("channel", default=None),
    ref("session", "session", of=Of.HOUSEHOLD, null=True, index=True),
    ref("household", "household", of=Of.HOUSEHOLD, null=True, index=True),
    # Where it goes: the address at a push service, or the e-mail address.
    text("target", of=Of.HOUSEHOLD, default=None),
    # What a browser gave for encrypting, as it gave it.
    text("p256dh", of=Of.HOUSEHOLD),
    text("auth", of=Of.HOUSEHOLD),
    text("language", of=Of.HOUSEHOLD, default="ja"),
    whole("made", of=Of.HOUSEHOLD),
    whole("renewed", of=Of.HOUSEHOLD),
    # An e-mail address is used once a link sent to it was followed and a button pressed.
    whole("confirmed", of=Of.HOUSEHOLD, null=True),
    whole("ended", null=True),
    # gone (the service said so), left (the household said so), replaced
    text("ended_why"),
)

Index("uq_notice_address_push", notice_address.c.target, unique=True,
      sqlite_where=notice_address.c.channel == "push", postgresql_where=notice_address.c.channel == "push")  # fmt: skip

# How a household wants to be told; without a row, as is usual.
notice_choice = table(
    "notice_choice",
    ref("household", "household", key=True, of=Of.HOUSEHOLD),
    whole("ordinary", of=Of.HOUSEHOLD, default=USUAL.ordinary),
    whole("obituaries", of=Of.HOUSEHOLD, default=USUAL.obituaries),
    whole("reminders", of=Of.HOUSEHOLD, default=USUAL.reminders),
    whole("digest", of=Of.HOUSEHOLD, default=USUAL.digest),
    # Hours in Japan; the same hour twice means never quiet.
    whole("quiet_from", of=Of.HOUSEHOLD, default=USUAL.quiet_from),
    whole("quiet_until", of=Of.HOUSEHOLD, default=USUAL.quiet_until),
    # 回覧のお休み: nothing but what is urgent until then.
    whole("rest_until", of=Of.HOUSEHOLD, null=True),
)

# Which lines of the journal have been made into notifications: once each, whoever works.
fan_out = table("fan_out", ref("journal", "journal", key=True), whole("at"))

# もう一度のお知らせ goes once for each edition that asks.
reminder = table(
    "reminder", ref("circular", "circular", key=True), whole("edition", key=True), whole("at")
)  # fmt: skip

# What one household is told because of one line of the journal.
notification = table(
    "notification",
    key(),
    ref("journal", "journal"),
    ref("household", "household", of=Of.HOUSEHOLD, index=True),
    ref("circular", "circular", null=True, index=True),
    # circular, changed, reminder, test, verification; safety, drill, help, help_drill, help_passed
    text("kind", default=None),
    whole("urgent", default=0),
    whole("digest", default=0),
    whole("made"),
    whole("due"),
    # After this it need not arrive any more.
    whole("until"),
)

Index("uq_notification_household", notification.c.journal, notification.c.household, unique=True)

# One message to one address. A device that serves two households is told once.
delivery = table(
    "delivery",
    key(),
    ref("notification", "notification"),
    ref("journal", "journal"),
    ref("address", "notice_address", of=Of.HOUSEHOLD, index=True),
    # waiting; accepted, expired, gone, failed, cancelled
    text("state", default="waiting"),
    whole("tries", default=0),
    # Not before this; whoever takes it up puts it off, so that it comes again if they never report.
    whole("next_try"),
    # Of whoever took it up last: only they can say what became of it.
    whole("claim", null=True),
    whole("until"),
    # The last answer of the service, as its number; and in a word of ours.
    whole("code", null=True),
    text("why"),
    # Too long for the service: the next try says less.
    whole("short", default=0),
    whole("settled", null=True),
)

Index("uq_delivery_notification", delivery.c.notification, delivery.c.address, unique=True)
Index("uq_delivery_journal", delivery.c.journal, delivery.c.address, unique=True)
Index("ix_delivery_due", delivery.c.next_try,
      sqlite_where=delivery.c.state == "waiting", postgresql_where=delivery.c.state == "waiting")  # fmt: skip
Index("ix_delivery_claim", delivery.c.claim,
      sqlite_where=delivery.c.state == "waiting", postgresql_where=delivery.c.state == "waiting")  # fmt: skip
