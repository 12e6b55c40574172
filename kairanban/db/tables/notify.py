"""Notification addresses, the choices of households, notifications and deliveries."""

from sqlalchemy import Index

from kairanban.core.notification_defaults import USUAL
from kairanban.db.tables.columns import Of, key, ref, table, text, whole
from kairanban.db.tables.terms import ADDRESSES, LEAVERS, MESSAGES

# A push address belongs to a session and ends with it; a mail address belongs to a household.
notice_address = table(
    "notice_address",
    key(),
    # push, mail
    text("channel", default=None),
    ref("session", "session", of=Of.HOUSEHOLD, null=True, index=True),
    ref("household", "household", of=Of.HOUSEHOLD, null=True, index=True),
    # The endpoint URL at a push service, or the e-mail address.
    text("target", of=Of.HOUSEHOLD, default=None),
    # The browser's encryption keys (RFC 8291), as received.
    text("p256dh", of=Of.HOUSEHOLD),
    text("auth", of=Of.HOUSEHOLD),
    text("language", of=Of.HOUSEHOLD, default="ja"),
    whole("made", of=Of.HOUSEHOLD),
    whole("renewed", of=Of.HOUSEHOLD),
    # When the address was confirmed; mail addresses by the link sent to them.
    whole("confirmed", of=Of.HOUSEHOLD, null=True),
    whole("ended", null=True),
    # gone (reported by the service), left (by the household), replaced
    text("ended_why"),
    # When a mail server first said that there is no such recipient; NULL again once it takes a mail.
    whole("refused", of=Of.HOUSEHOLD, null=True),
    # Who gave a mail address, where the device names her: it ends when she leaves the household.
    ref("resident", "resident", of=Of.HOUSEHOLD, null=True, index=True),
    kept=ADDRESSES,
)

Index("uq_notice_address_push", notice_address.c.target, unique=True,
      sqlite_where=notice_address.c.channel == "push", postgresql_where=notice_address.c.channel == "push")  # fmt: skip

# Notification choices of a household; without a row the defaults apply.
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
    kept=LEAVERS,
)

# Journal entries already fanned out, once each whichever worker does it.
fan_out = table("fan_out", ref("journal", "journal", key=True), whole("at"))

# Faults of this server with a channel's service, until the service takes a message again.
channel_fault = table(
    "channel_fault",
    text("channel", key=True),
    # The entry of KAIRANBAN_PUSH_SERVICES; empty for mail, which has one server.
    text("service", key=True),
    whole("since"),
    # Status code, and our word for it.
    whole("code", null=True),
    text("why"),
)

# もう一度のお知らせ: one reminder per edition that asks for a reply.
reminder = table(
    "reminder", ref("circular", "circular", key=True), whole("edition", key=True), whole("at")
)  # fmt: skip

# A message for one household because of one journal entry; without a household, for the office holders of the entry's place.
notification = table(
    "notification",
    key(),
    ref("journal", "journal"),
    ref("household", "household", of=Of.HOUSEHOLD, null=True, index=True, goes=True),
    ref("circular", "circular", null=True, index=True),
    # circular, changed, reminder, test, verification; safety, drill, help, help_drill, help_passed;
    # call, look; asked, ask_ends, town_corrected
    text("kind", default=None),
    whole("urgent", default=0),
    whole("digest", default=0),
    whole("made"),
    whole("due"),
    # After this it is not sent any more.
    whole("until"),
    kept=MESSAGES,
)

Index("uq_notification_household", notification.c.journal, notification.c.household, unique=True)

# One message to one address. A device of two households gets one.
delivery = table(
    "delivery",
    key(),
    ref("notification", "notification"),
    ref("journal", "journal"),
    ref("address", "notice_address", of=Of.HOUSEHOLD, index=True),
    # waiting; accepted, expired, gone, failed, cancelled
    text("state", default="waiting"),
    whole("tries", default=0),
    # Time of the next try. Claiming moves it to the end of the lease, so that a lost delivery is retried.
    whole("next_try"),
    # Token of the last claim; only its holder may record the outcome.
    whole("claim", null=True),
    whole("until"),
    # Status code of the last answer, and our reason.
    whole("code", null=True),
    text("why"),
    # The service found it too long: the next try is shorter.
    whole("short", default=0),
    whole("settled", null=True),
    kept=MESSAGES,
)

Index("uq_delivery_notification", delivery.c.notification, delivery.c.address, unique=True)
Index("uq_delivery_journal", delivery.c.journal, delivery.c.address, unique=True)
Index("ix_delivery_due", delivery.c.next_try,
      sqlite_where=delivery.c.state == "waiting", postgresql_where=delivery.c.state == "waiting")  # fmt: skip
Index("ix_delivery_claim", delivery.c.claim,
      sqlite_where=delivery.c.state == "waiting", postgresql_where=delivery.c.state == "waiting")  # fmt: skip
