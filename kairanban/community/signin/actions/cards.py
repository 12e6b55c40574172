"""Household cards: find one by its token, and bind a device with it."""

from kairanban.community.signin.actions.sessions import household_session
from kairanban.community.signin.queries import cards, demo, device_requests, pins, sessions
from kairanban.community.signin.queries import devices as device_queries
from kairanban.community.signin.queries.device_requests import Asked
from kairanban.community.signin.rules.cards import Card, Way, way
from kairanban.community.signin.rules.lifetimes import (
    DEVICES_MOST,
    PIN_WRONG_MOST,
    REQUEST_LASTS,
    REQUESTS_MOST,
)
from kairanban.community.signin.rules.tokens import hashed, new_token, two_digits
from kairanban.core.errors import Conflict, NotFound
from kairanban.core.ids import HouseholdId, SessionId
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

ENDED = _n("This card is no longer in use. Please ask for a new one.")
FULL = _n("This household already uses as many devices as it can. Please take one off first.")
MANY_ASK = _n("Several devices ask to come in already. Please wait a quarter of an hour.")
NO_PIN = _n("The number cannot be used at the moment. Please ask somebody in the household to agree.")

# Devices bound by a demo town's link; older ones are removed.
DEMO_DEVICES = 4


async def find(tx: Tx, token: str) -> Card:
    """Return the card with this token; Conflict if it has been replaced."""
    card = await tx.one(cards.BY_TOKEN, token_hash=hashed(token))
    if way(card, tx.now) is Way.ENDED:
        raise Conflict(ENDED)
    return card


async def bind(tx: Tx, token: str, kind: str) -> str:
    """Bind this device with the card alone and return its new session token; raise Conflict."""
    card = await find(tx, token)
    if way(card, tx.now) is Way.FULL:
        raise Conflict(FULL)
    if way(card, tx.now) is not Way.ALONE:
        raise Conflict(
            _n("This card has been in use for a while, so somebody in the household has to agree first.")
        )
    return await bind_device(tx, HouseholdId(card.household), card.id, kind, "card")


async def try_pin(tx: Tx, token: str) -> str:
    """Count an attempt and return the PIN's hash, to compare outside this transaction; raise Conflict."""
    card = await find(tx, token)
    if way(card, tx.now) is Way.FULL:
        raise Conflict(FULL)
    pin_hash: str | None = await tx.value(pins.TRY_PIN, household_id=card.household, most=PIN_WRONG_MOST)
    if pin_hash is None:
        raise Conflict(NO_PIN)
    return pin_hash


async def bind_with_pin(tx: Tx, token: str, pin_hash: str, kind: str) -> str:
    """As `bind`, after the PIN matched that hash; Conflict if the PIN was changed since."""
    card = await find(tx, token)
    if not await tx.run(pins.PIN_FITTED, household_id=card.household, hash=pin_hash):
        raise Conflict(NO_PIN)
    return await bind_device(tx, HouseholdId(card.household), card.id, kind, "pin")


async def ask(tx: Tx, token: str, kind: str) -> str:
    """Ask the household's other devices and return the token of the request.

    Raise Conflict, also while three devices wait.
    """
    card = await find(tx, token)
    if way(card, tx.now) is Way.FULL:
        raise Conflict(FULL)
    # Two at the same moment must not exceed the limit.
    await tx.column(device_queries.LOCK, household=card.household)
    waits = await tx.value(device_requests.COUNT_WAITING, household=card.household, within=REQUEST_LASTS)
    if waits >= REQUESTS_MOST:
        raise Conflict(MANY_ASK)
    waiting = new_token()
    await tx.value(
        device_requests.ASK,
        token_hash=hashed(waiting),
        household=card.household,
        card=card.id,
        digits=two_digits(),
        kind=kind,
        asked=tx.now,
    )
    await journal.record(tx, "device_asked", household=card.household)
    return waiting


async def asked(tx: Tx, waiting: str) -> Asked:
    """Return the request; NotFound after 15 minutes."""
    request = await tx.one(device_requests.ASKED, token_hash=hashed(waiting))
    if tx.now - request.asked > REQUEST_LASTS:
        raise NotFound(_n("Nobody answered within 15 minutes. Please begin again with the card."))
    return request


async def bind_approved(tx: Tx, waiting: str) -> str:
    """Bind this device after approval and return its new session token; raise Conflict."""
    request = await asked(tx, waiting)
    if not request.approved:
        raise Conflict(_n("Nobody has agreed yet."))
    if request.cancelled is not None or request.gone is not None:
        raise Conflict(ENDED)
    if not await tx.run(device_requests.FINISH_REQUEST, request=request.id):
        raise Conflict(ENDED)
    return await bind_device(tx, request.household, request.card, request.kind, "approval")


async def bind_device(tx: Tx, household: HouseholdId, card: int | None, kind: str, how: str) -> str:
    """Bind this browser to the household and return its new session token. The caller has checked permission.

    Raise Conflict if the household has too many devices.
    """
    session, token = await household_session(tx)
    if card is not None:
        await tx.run(cards.FIRST_USE, card=card)
        await tx.run(sessions.BEGIN_AGAIN, session_id=session, household_id=household)
    await bind_session(tx, session, household, kind, how)
    return token


async def bind_session(tx: Tx, session: SessionId, household: HouseholdId, kind: str, how: str) -> None:
    """Bind the session to the household and record it; as `bind_device`."""
    # Two cards scanned at the same moment must not exceed the limit.
    await tx.column(device_queries.LOCK, household=household)
    devices = await tx.all(device_queries.OF_HOUSEHOLD, household=household)
    if session not in {one.session for one in devices}:
        if len(devices) >= DEVICES_MOST:
            raise Conflict(FULL)
        device = await tx.value(
            device_queries.BIND,
            session=session,
            household=household,
            kind=kind,
            how=how,
            bound=tx.now,
            approved_by=tx.actor.person,
        )
        if not devices:
            await tx.run(device_queries.TELL_ALL, household_id=household)
        await journal.record(tx, "device_bound", household=household, other=device)


async def bind_household(tx: Tx, household: HouseholdId, kind: str) -> str:
    """Bind without a card, in a demo town: a new session each time, so that a visitor is one person."""
    session, token = await household_session(tx)
    await tx.value(
        device_queries.BIND,
        session=session,
        household=household,
        kind=kind,
        how="demo",
        bound=tx.now,
        approved_by=None,
    )
    await tx.run(demo.REMOVE_OLDER, household_id=household, most=DEMO_DEVICES)
    await tx.run(device_queries.TELL_ALL, household_id=household)
    return token
