"""From the poster of a building to a device of a household: somebody asks, waits for an officer's word, and begins."""

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
    """What is asked for, and by which press of which form."""

    room: str
    label: str
    language: str
    press: str


async def find(tx: Tx, token: str) -> ScannedPoster:
    """The poster with this token; NotFound where it was renewed, taken down or never there."""
    return await tx.one(posters.BY_TOKEN, token_hash=hashed(token))


async def ask(tx: Tx, token: str, wish: Wish, kind: str) -> str | None:
    """Ask the officers; gives back the token of the request, None where this press has its answer already."""
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
    """The request of this device and where it is; NotFound where there is none."""
    request = await tx.one(queries.ASKED, token_hash=hashed(waiting))
    return request, state(request.asked, request.decided, request.household, tx.now)


async def waits_at(tx: Tx, waiting: str, building: PlaceId) -> bool:
    """Whether this device has asked at that building already, and may still begin."""
    request = await tx.first(queries.ASKED, token_hash=hashed(waiting))
    if request is None or request.building != building:
        return False
    where = state(request.asked, request.decided, request.household, tx.now)
    return where in (State.WAITING, State.ACCEPTED)


async def withdraw(tx: Tx, waiting: str) -> None:
    """Ask no longer; what was typed is forgotten. A second press changes nothing."""
    request = await tx.first(queries.ASKED, token_hash=hashed(waiting))
    if request is not None:
        await tx.run(queries.FINISH, request=request.id)


async def bind(tx: Tx, waiting: str) -> str:
    """Begin after an officer agreed; gives back the session's new token."""
    request, where = await asked(tx, waiting)
    if where is not State.ACCEPTED or request.household is None:
        raise Conflict(_n("Nobody has agreed yet."))
    if request.gone is not None or not await tx.run(queries.FINISH, request=request.id):
        raise Conflict(_n("This request has ended. Please ask once more with the poster."))
    return await bind_device(tx, request.household, None, request.kind, "poster")


async def forget_old(tx: Tx) -> None:
    """Requests that nobody answered, and answers nobody came for."""
    await tx.run(queries.FORGET_OLD, within=REQUEST_LASTS + ANSWER_LASTS, after_answer=ANSWER_LASTS)
