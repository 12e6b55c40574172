"""Replies of households: recorded and taken back while the circular is open."""

from kairanban.access.permission import is_entrusted, may, require
from kairanban.circulation.replies.actions import recording, twins
from kairanban.circulation.replies.queries import answers
from kairanban.circulation.replies.queries.answers import Adult
from kairanban.circulation.replies.queries.twins import Twin
from kairanban.circulation.replies.rules.answers import Answer, check_open
from kairanban.circulation.replies.rules.recording import Asked, Taken
from kairanban.core.actor import Actor, Home
from kairanban.core.errors import Conflict, NotFound, SignInNeeded
from kairanban.core.ids import CircularId, HouseholdId, PlaceId, ResidentId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n


async def answer(
    tx: Tx, circular: CircularId, household: HouseholdId, given: Answer, who: ResidentId | None = None
) -> None:
    """Record the household's own reply once; another reply replaces it. Raise NotFound, Invalid, Conflict.

    `who` says who presses on a device that names nobody; without, or once she lives elsewhere, it is the household.
    """
    resident = _resident(tx, household)
    if resident is None and who is not None:
        resident = next((one.id for one in await who_may_press(tx, household) if one.id == who), None)
    at = Twin(circular, household)
    same = await twins.hold(tx, at) if _home(tx, household).family is not None else []
    await twins.record(tx, at, same, given, method="app", resident=resident)


async def who_may_press(tx: Tx, household: HouseholdId) -> list[Adult]:
    """Return the adults of an own household to choose from; none on a device that names its user."""
    if _resident(tx, household) is not None:
        return []
    return await tx.all(answers.ADULTS, household=household)


async def answer_for(
    tx: Tx,
    circular: CircularId,
    household: HouseholdId,
    given: Answer,
    method: str,
    block: PlaceId | None = None,
) -> Taken:
    """Record a paper or spoken reply for the household, with the actor as proxy.

    Raise NotFound if it was asked in another block than `block` (0: in none).
    """
    at = Twin(circular, household)
    same = await twins.hold(tx, at)
    asked = await recording.hold(tx, circular, household)
    _require_asked_in(asked, block)
    await require_follow_up(tx, asked.place, asked.block, household)
    return await twins.record(tx, at, same, given, method=method, late_too=True)


async def take_back(tx: Tx, circular: CircularId, household: HouseholdId) -> None:
    """取り消す: take back the household's own reply; a second call changes nothing."""
    at = Twin(circular, household)
    same = await twins.hold(tx, at) if _home(tx, household).family is not None else []
    asked = await recording.hold(tx, circular, household)
    check_open(asked.reply_by, asked.withdrawn, tx.now, asked.counted)
    await twins.take_back(tx, at, same, own_too=True)


async def take_back_for(
    tx: Tx, circular: CircularId, household: HouseholdId, block: PlaceId | None = None
) -> None:
    """Take back a reply recorded for a household; Conflict if it is the household's own.

    Raise NotFound if it was asked in another block than `block` (0: in none).
    """
    at = Twin(circular, household)
    same = await twins.hold(tx, at)
    asked = await recording.hold(tx, circular, household)
    _require_asked_in(asked, block)
    await require_follow_up(tx, asked.place, asked.block, household)
    check_open(None, asked.withdrawn, tx.now, asked.counted)
    current = await recording.current_reply(tx, circular, household)
    if current is not None and current.method == "app":
        raise Conflict(_n("The household has answered by itself."))
    await twins.take_back(tx, at, same, own_too=False)


def _require_asked_in(asked: Asked, block: PlaceId | None) -> None:
    if block is not None and (asked.block or 0) != block:
        raise NotFound


async def require_follow_up(tx: Tx, place: PlaceId, block: PlaceId | None, household: HouseholdId) -> None:
    """Require an officer of where it is issued, the block's leader, or a household in the actor's care."""
    if block is not None and await may(tx, Task.FOLLOW_UP_BLOCK, block):
        return
    if await is_entrusted(tx, household):
        return
    await require(tx, Task.FOLLOW_UP, place)


def _resident(tx: Tx, household: HouseholdId) -> ResidentId | None:
    """Return the resident this device names; NotFound for another household."""
    return _home(tx, household).resident


def _home(tx: Tx, household: HouseholdId) -> Home:
    if not isinstance(tx.actor, Actor):
        raise SignInNeeded
    for home in tx.actor.homes:
        if home.household == household:
            return home
    raise NotFound
