"""How long a sign-in lasts, as a rule for one request and as conditions for statements.

What ran out is not marked as ended before retention comes by, so `ended` alone does not tell.
"""

from typing import Any

from sqlalchemy import and_, or_

from kairanban.access.scope import opened
from kairanban.core.clock import DAY
from kairanban.db.statements import NOW
from kairanban.db.tables.signin import device, session

HOUSEHOLD_IDLE, HOUSEHOLD_MOST = 400 * DAY, 730 * DAY
BLOCK_LEADER_IDLE, BLOCK_LEADER_MOST = 30 * DAY, 180 * DAY
OFFICER_IDLE, OFFICER_MOST = 7 * DAY, 30 * DAY
# So long ahead a household and its officers are told that a device has to be connected again.
SAID_AHEAD = 60 * DAY


def household_part_lives(made: int, seen: int, now: int) -> bool:
    return now - seen <= HOUSEHOLD_IDLE and now - made <= HOUSEHOLD_MOST


def person_part_lives(since: int | None, seen: int | None, now: int, leads_only: bool) -> bool:
    """Tell whether the sign-in lasts; officers sign in more often than block leaders, who see less."""
    if since is None or seen is None:
        return False
    idle, most = (BLOCK_LEADER_IDLE, BLOCK_LEADER_MOST) if leads_only else (OFFICER_IDLE, OFFICER_MOST)
    return now - seen <= idle and now - since <= most


def lasting(of: Any = session) -> Any:
    """Condition for a session whose household part lives."""
    return and_(of.c.ended.is_(None), of.c.seen >= NOW - HOUSEHOLD_IDLE, of.c.made >= NOW - HOUSEHOLD_MOST)


def lasting_as_person(of: Any = session) -> Any:
    """Condition for a session whose person part lives in every office: the shorter terms."""
    return _lasts_as_person(of, OFFICER_IDLE, OFFICER_MOST)


def in_use(device: Any = device, of: Any = session) -> Any:
    """Condition for a device, joined with its session, that a household has in its hands.

    One bound by a person's sign-in lasts as long as a block leader's: what retention ends at the latest.
    """
    as_person = _lasts_as_person(of, BLOCK_LEADER_IDLE, BLOCK_LEADER_MOST)
    return and_(opened(of.c.person, device), lasting(of), or_(device.c.how != "person", as_person))


def _lasts_as_person(of: Any, idle: int, most: int) -> Any:
    return and_(of.c.ended.is_(None), of.c.person_seen >= NOW - idle, of.c.person_since >= NOW - most)
