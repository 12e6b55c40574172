"""あとから届いた: what lets an entry in that was made before a consent or a term of office ended."""

import base64
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from kairanban.core.clock import DAY, Moment
from kairanban.core.ids import HouseholdId, PersonId
from kairanban.core.purposes import Purpose

TAKEN_WITHIN = 14 * DAY
# A device keeps the page for a day and what was written on it for thirty.
LONGEST = 31 * DAY
MAC_BYTES = 16


@dataclass(frozen=True, slots=True)
class Permit:
    """The consent that the page rested on, and when the page was issued."""

    purpose: Purpose
    issued: Moment


def sign(key: str, person: PersonId, household: HouseholdId, permit: Permit) -> str:
    """Return the page's token: purpose, time and a 128-bit MAC (HMAC-SHA256) that binds person and household."""
    return f"{permit.purpose}.{permit.issued}.{_mac(key, person, household, permit)}"


def opened(key: str, person: PersonId, household: HouseholdId, token: str, now: int) -> Permit | None:
    """Verify a token of this person's page of this household; None for any other, and after 31 days."""
    purpose, _, rest = token.partition(".")
    issued, _, mac = rest.partition(".")
    if purpose not in tuple(Purpose) or not (issued.isascii() and issued.isdecimal() and len(issued) < 16):
        return None
    permit = Permit(Purpose(purpose), Moment(int(issued)))
    fits = hmac.compare_digest(mac.encode(errors="replace"), _mac(key, person, household, permit).encode())
    return permit if fits and 0 <= now - permit.issued <= LONGEST else None


def ended_at(ends: Iterable[tuple[int | None, int | None]], now: int) -> Moment | None:
    """Return when the last right ended, of pairs of the end of a term and of a consent; None if too long ago."""
    known = [min(one for one in pair if one is not None) for pair in ends if pair != (None, None)]
    end = max(known, default=None)
    return Moment(end) if end is not None and 0 <= now - end <= TAKEN_WITHIN else None


def _mac(key: str, person: PersonId, household: HouseholdId, permit: Permit) -> str:
    said = f"a visit that arrives later:{person}:{household}:{permit.purpose}:{permit.issued}"
    made = hmac.digest(key.encode(), said.encode(), sha256)[:MAC_BYTES]
    return base64.urlsafe_b64encode(made).decode().rstrip("=")
