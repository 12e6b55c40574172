"""Requests to join by a building's poster: ask, wait for an officer's decision, bind the device."""

from dataclasses import dataclass

from kairanban.community.buildings.queries import join_requests as queries
from kairanban.community.buildings.queries import posters
from kairanban.community.buildings.queries.join_requests import Asked
from kairanban.community.buildings.queries.posters import ScannedPoster
from kairanban.community.buildings.rules import ANSWER_LASTS, REQUEST_LASTS, WAITING_MOST, State, state
from kairanban.community.signin.actions.cards import bind_device
from kairanban.community.signin.rules.tokens import hashed, new_token, two_digits
from kairanban.core.errors import Conflict, Refused
from kairanban.core.ids import PlaceId
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

TOO_MANY = _n("Very many are asking at the moment. Please try again tomorrow, or ring.")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the form says; `press` is its client id."""

    room: str
    label: str
    language: str
    press: str


async def find(tx: Tx, token: str) -> ScannedPoster:
    """Return the poster with this token; NotFound if it was renewed or taken down."""
    return await tx.one(posters.BY_TOKEN, token_hash=hashed(token))


async def ask(tx: Tx, token: str, wish: Wish, kind: str) -> str | None:
    """Store the request and return its token, None if this form was sent and decided before.

    Raise Refused if too many requests of the poster are undecided.
    """
    poster = await find(tx, token)
    await tx.run(queries.FORGET_PRESS, of_poster=poster.id, press=wish.press)
    if await tx.value(queries.PRESSED, of_poster=poster.id, press=wish.press) is not None:
        return None
    if await tx.value(queries.WAITING_AT, of_poster=poster.id, within=REQUEST_LASTS) >= WAITING_MOST:
        raise Refused(TOO_MANY)
    waiting = new_token()
    request = await tx.value(
        queries.ASK,
        poster=poster.id,
        token_hash=hashed(waiting),
        client_id=wish.press,
        room=wish.room,
        label=wish.label,
        language=wish.language,
        kind=kind,
        digits=two_digits(),
        asked=tx.now,
    )
    await journal.record(tx, "joining_asked", association=poster.association, other=request)
    return waiting


async def asked(tx: Tx, waiting: str) -> tuple[Asked, State]:
    """Return the request of this device and its state; raise NotFound."""
    request = await tx.one(queries.ASKED, token_hash=hashed(waiting))
    return request, state(request.asked, request.decided, request.household, tx.now)


async def waits_at(tx: Tx, waiting: str, building: PlaceId) -> bool:
    """Tell whether this device has a request for the building that is undecided or accepted."""
    request = await tx.first(queries.ASKED, token_hash=hashed(waiting))
    if request is None or request.building != building:
        return False
    where = state(request.asked, request.decided, request.household, tx.now)
    return where in (State.WAITING, State.ACCEPTED)


async def withdraw(tx: Tx, waiting: str) -> None:
    """Delete the request; a second call changes nothing."""
    request = await tx.first(queries.ASKED, token_hash=hashed(waiting))
    if request is not None:
        await tx.run(queries.FINISH, request=request.id)


async def bind(tx: Tx, waiting: str) -> str:
    """Bind the device of an accepted request and return its new session token; raise Conflict."""
    request, where = await asked(tx, waiting)
    if where is not State.ACCEPTED or request.household is None:
        raise Conflict(_n("Nobody has agreed yet."))
    if request.gone is not None or not await tx.run(queries.FINISH, request=request.id):
        raise Conflict(_n("This request has ended. Please ask once more with the poster."))
    return await bind_device(tx, request.household, None, request.kind, "poster")


async def forget_old(tx: Tx) -> int:
    """Delete expired requests, undecided or never used after the decision."""
    return await tx.run(queries.FORGET_OLD, within=REQUEST_LASTS + ANSWER_LASTS, after_answer=ANSWER_LASTS)
