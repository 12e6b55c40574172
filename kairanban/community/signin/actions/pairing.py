"""画面をつなぐ: a screen without a sign-in shows six digits, and a device of the household types them.

The digits are no key: the screen proves by a secret of its own that it is the one that showed them.
"""

from kairanban.access.hidden import is_trusted_here
from kairanban.community.signin.actions import attempts
from kairanban.community.signin.actions.cards import bind_session
from kairanban.community.signin.actions.devices import ELSEWHERE, SHARED, TOO_NEW, is_new_here, require_own
from kairanban.community.signin.queries import pairing as queries
from kairanban.community.signin.queries import sessions
from kairanban.community.signin.rules.device_kinds import PAIRED
from kairanban.community.signin.rules.lifetimes import (
    ADDRESS_WINDOW,
    ADDRESS_WRONG_MOST,
    COLLECT_AGAIN,
    PAIRING_KEPT,
    PAIRING_LASTS,
    PAIRING_WINDOW,
    PAIRING_WRONG_IN_ALL,
    PAIRING_WRONG_MOST,
    PAIRINGS_FROM_NETWORK_MOST,
    PAIRINGS_MOST,
)
from kairanban.community.signin.rules.pairing import Pairing, State, new_digits, state
from kairanban.community.signin.rules.tokens import hashed, new_token
from kairanban.core.actor import Actor
from kairanban.core.errors import Conflict, Invalid, Refused
from kairanban.core.ids import HouseholdId
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

BUSY = _n("Many screens show numbers at the moment. Please try again in ten minutes.")
MANY = _n("Many wrong numbers were typed lately. Please try again in an hour, or use the household's card.")
TODAY = _n(
    "Many wrong numbers were typed here today. Please try again tomorrow, or use the household's card."
)
SHOWN_TODAY = _n(
    "Many numbers were shown from here today. Please use the household's card, or try again tomorrow."
)
UNFIT = _n(
    "No screen shows this number now. Please look at the screen once more; after ten minutes it needs a new number."
)
OWN = _n("This screen itself showed that number. Please type the number of the other screen.")
OVER = _n("These digits have ended. Please show new ones.")


async def show_digits(tx: Tx, kind: str, network: str, before: str) -> str:
    """Make six digits for this screen, which holds none or those of the token `before`; return the token for its cookie.

    Raise Conflict on a screen that is signed in and while too many screens show digits, Refused for a network's hundredth.
    """
    if isinstance(tx.actor, Actor):
        raise Conflict
    await attempts.take(tx, "pairing shown", network, ADDRESS_WINDOW, PAIRINGS_FROM_NETWORK_MOST, SHOWN_TODAY)
    await tx.run(queries.FORGET_EXPIRED, within=PAIRING_LASTS)
    await tx.run(queries.FORGET_SHOWN, of_screen=hashed(before))
    shown = await tx.column(queries.SHOWN, within=PAIRING_LASTS)
    if len(shown) >= PAIRINGS_MOST:
        raise Conflict(BUSY)
    token = new_token()
    await tx.value(queries.ASK, token_hash=hashed(token), digits=new_digits(shown), kind=kind, asked=tx.now)
    return token


async def find(tx: Tx, token: str) -> tuple[Pairing | None, State]:
    """Return what this screen's token stands for, and where it stands."""
    found: Pairing | None = await tx.first(queries.BY_TOKEN, token_hash=hashed(token))
    return found, state(found, tx.now)


async def reason_against(tx: Tx, household: HouseholdId) -> str:
    """Return why digits may not be typed on this device, "" if they may: its own, trusted, and not itself added so lately."""
    require_own(tx, household)
    if tx.actor.kiosk:
        return SHARED
    if not await is_trusted_here(tx, household):
        return ELSEWHERE
    return TOO_NEW if await is_new_here(tx, household) else ""


async def count(tx: Tx, household: HouseholdId, network: str) -> None:
    """Count an attempt to type digits; commit it before `take`. Raise Refused above a limit and where none may be typed."""
    await _require(tx, household)
    await attempts.take(tx, "pairing", str(tx.actor.session), ADDRESS_WINDOW, PAIRING_WRONG_MOST, TODAY)
    await attempts.take(tx, "pairing network", network, ADDRESS_WINDOW, ADDRESS_WRONG_MOST, TODAY)
    await attempts.take(tx, "pairing in all", "", PAIRING_WINDOW, PAIRING_WRONG_IN_ALL, MANY)


async def take(tx: Tx, household: HouseholdId, digits: str, network: str, own: str) -> None:
    """Make the screen that shows these digits a device of the household, of no person; take back what `count` counted.

    `own` is the token of this screen. Raise Invalid if no other screen shows them, Conflict for a household's ninth device.
    """
    await _require(tx, household)
    screen = await tx.first(queries.BY_DIGITS, typed=digits, within=PAIRING_LASTS)
    if screen is None:
        raise Invalid({"digits": UNFIT})
    if own and bytes(screen.token_hash) == hashed(own):
        raise Invalid({"digits": OWN})
    session = await tx.value(
        sessions.BEGIN, token_hash=hashed(new_token()), made=tx.now, seen=tx.now, person=None, person_since=None,
        person_seen=None, stepped_up=None, kind="",
    )  # fmt: skip
    if not await tx.run(queries.TAKE, pairing_id=screen.id, its_session=session, within=PAIRING_LASTS):
        raise Invalid({"digits": UNFIT})
    await bind_session(tx, session, household, screen.kind, PAIRED)
    await attempts.give_back(tx, "pairing", str(tx.actor.session), ADDRESS_WINDOW)
    await attempts.give_back(tx, "pairing network", network, ADDRESS_WINDOW)
    await attempts.give_back(tx, "pairing in all", "", PAIRING_WINDOW)


async def collect(tx: Tx, token: str) -> str | None:
    """Return this screen's session token once its digits were typed, None before; raise Conflict if they have ended."""
    found, now = await find(tx, token)
    if now is State.WAITING:
        return None
    if found is None or now is State.ENDED or isinstance(tx.actor, Actor):
        raise Conflict(OVER)
    if not await tx.run(queries.COLLECT, pairing_id=found.id, within=COLLECT_AGAIN):
        raise Conflict(OVER)
    session_token = new_token()
    await tx.run(queries.GIVE_TOKEN, its_session=found.session, new_hash=hashed(session_token))
    return session_token


async def forget_old(tx: Tx) -> int:
    """End sessions that no screen fetched within a day, and forget their digits."""
    ended = await tx.run(queries.END_UNCOLLECTED, within=PAIRING_KEPT)
    return ended + await tx.run(queries.FORGET, within=PAIRING_KEPT)


async def _require(tx: Tx, household: HouseholdId) -> None:
    """Raise Refused, or NotFound for another household, unless digits may be typed here."""
    if reason := await reason_against(tx, household):
        raise Refused(reason)
