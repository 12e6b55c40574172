"""Sessions, devices, addresses and messages, and what lives for days only."""

from typing import Any

from sqlalchemy import and_, exists, or_, select

from kairanban.access.sign_ins import BLOCK_LEADER_IDLE, BLOCK_LEADER_MOST, HOUSEHOLD_IDLE, HOUSEHOLD_MOST
from kairanban.accountability.retention.queries.people import is_gone
from kairanban.accountability.retention.queries.steps import Rule, Step, before
from kairanban.core.clock import DAY
from kairanban.db.statements import NOW
from kairanban.db.tables import terms
from kairanban.db.tables.buildings import joining_request, poster
from kairanban.db.tables.long_work import long_work
from kairanban.db.tables.notify import notice_address, notification
from kairanban.db.tables.roster import roster_file, roster_memory
from kairanban.db.tables.signin import (
    attempt,
    calendar_feed,
    card_batch,
    challenge,
    device,
    device_request,
    household_card,
    invitation,
    pairing,
    session,
)

_ENDED = (terms.SESSIONS.days or 0) * DAY
_NOBODY = dict.fromkeys(("person", "person_since", "person_seen", "stepped_up"))

SESSIONS = Rule(
    terms.SESSIONS,
    (
        Step(
            device, lambda t: or_(t.c.removed < NOW - _ENDED, is_gone(t.c.household))
        ),
        # A session that ran out is not marked as ended.
        Step(
            session,
            lambda t: or_(
                t.c.ended < NOW - _ENDED,
                t.c.seen < NOW - (HOUSEHOLD_IDLE + _ENDED),
                t.c.made < NOW - (HOUSEHOLD_MOST + _ENDED),
            ),
        ),
        Step(
            session,
            lambda t: and_(
                t.c.person_since.is_not(None),
                or_(
                    t.c.person_since < NOW - (BLOCK_LEADER_MOST + _ENDED),
                    t.c.person_seen < NOW - (BLOCK_LEADER_IDLE + _ENDED),
                ),
            ),
            then=_NOBODY,
        ),
    ),
)  # fmt: skip


def _address_over(one: Any) -> Any:
    long_ago = before(terms.ADDRESSES.days or 0)
    return or_(
        one.c.ended < long_ago,
        and_(one.c.session.is_(None), one.c.household.is_(None)),
        and_(one.c.confirmed.is_(None), one.c.made < long_ago),
        is_gone(one.c.household),
    )


ADDRESSES = Rule(terms.ADDRESSES, (Step(notice_address, _address_over),))
MESSAGES = Rule(terms.MESSAGES, (Step(notification, lambda t: t.c.until < before(terms.MESSAGES.days or 0)),))

_ASKED = terms.REQUESTS.days or 0


def _unused(one: Any) -> Any:
    waits = joining_request.alias("waits")
    return ~exists(select(1).where(waits.c.poster == one.c.id))


REQUESTS = Rule(
    terms.REQUESTS,
    (
        Step(device_request, lambda t: t.c.asked < before(_ASKED)),
        Step(joining_request, lambda t: t.c.asked < before(_ASKED)),
        Step(invitation, lambda t: t.c.made < before(_ASKED)),
        Step(poster, lambda t: and_(t.c.ended < before(_ASKED), _unused(t))),
    ),
)

SECRETS = Rule(
    terms.SECRETS,
    (
        Step(card_batch, lambda t: t.c.made < before(terms.SECRETS.days or 0)),
        Step(long_work, lambda t: t.c.made < before(terms.SECRETS.days or 0)),
        Step(pairing, lambda t: t.c.asked < before(terms.SECRETS.days or 0)),
        Step(challenge, lambda t: t.c.made < before(terms.SECRETS.days or 0)),
        Step(attempt, lambda t: t.c.window < before(terms.SECRETS.days or 0)),
    ),
)

CARDS = Rule(
    terms.CARDS,
    (
        Step(
            household_card,
            lambda t: or_(t.c.cancelled < before(terms.CARDS.days or 0), is_gone(t.c.household)),
        ),
    ),
)

FEEDS = Rule(
    terms.FEEDS,
    (
        Step(
            calendar_feed,
            lambda t: or_(t.c.revoked < before(terms.FEEDS.days or 0), is_gone(t.c.household)),
        ),
    ),
)

ROSTER_FILES = Rule(
    terms.ROSTER_FILES, (Step(roster_file, lambda t: t.c.made < before(terms.ROSTER_FILES.days or 0)),)
)

ROSTER_CHOICES = Rule(
    terms.ROSTER_CHOICES,
    (Step(roster_memory, lambda t: t.c.made < before(terms.ROSTER_CHOICES.days or 0)),),
)
