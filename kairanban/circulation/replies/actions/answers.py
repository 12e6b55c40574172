"""Replies of households: recorded and taken back while the circular is open."""

from collections.abc import Mapping

from kairanban.access.permission import is_entrusted, may, require
from kairanban.circulation.circulars.queries import publishing
from kairanban.circulation.replies.queries import answers
from kairanban.circulation.replies.queries.answers import Adult
from kairanban.circulation.replies.rules.answers import Answer, check_open
from kairanban.circulation.replies.rules.recording import (
    Asked,
    CurrentReply,
    Submitted,
    Taken,
    decide,
    made_at,
)
from kairanban.core.actor import Actor
from kairanban.core.errors import Conflict, NotFound, SignInNeeded
from kairanban.core.ids import CircularId, HouseholdId, PlaceId, ResidentId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.statements import Statement
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

Call = tuple[Statement, Mapping[str, object]]


async def answer(
    tx: Tx, circular: CircularId, household: HouseholdId, given: Answer, who: ResidentId | None = None
) -> None:
    """Record the household's own reply once; another reply replaces it. Raise NotFound, Invalid, Conflict.

    `who` says who presses on a device that names nobody; without, or once she lives elsewhere, it is the household.
    """
    resident = _resident(tx, household)
    if resident is None and who is not None:
        resident = next((one.id for one in await who_may_press(tx, household) if one.id == who), None)
    await _record(tx, circular, household, given, method="app", resident=resident, late_too=False)


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
    asked = await _hold(tx, circular, household)
    _require_asked_in(asked, block)
    await require_follow_up(tx, asked.place, asked.block, household)
    return await _record(tx, circular, household, given, method=method, resident=None, late_too=True)


async def _record(
    tx: Tx,
    circular: CircularId,
    household: HouseholdId,
    given: Answer,
    *,
    method: str,
    resident: ResidentId | None,
    late_too: bool,
) -> Taken:
    of = {"circular": circular, "household": household}
    _held, found, standing, known = await tx.together(
        (answers.HOLD, of),
        (answers.ASKED, of),
        (answers.CURRENT, of),
        (answers.BY_CLIENT_ID, {**of, "client_id": given.client_id}),
    )
    if not found.rows:
        raise NotFound
    asked = answers.ASKED.build(found.rows[0])
    current = next(iter(answers.CURRENT.of(standing.rows)), None)
    new = Submitted(given, method, known=bool(known.rows), late_too=late_too)
    taken = decide(asked, current, new, tx.now)
    if taken is Taken.RECORDED:
        await _store(tx, of, asked, current, new, resident)
    return taken


async def _store(
    tx: Tx,
    of: dict[str, int],
    asked: Asked,
    current: CurrentReply | None,
    new: Submitted,
    resident: ResidentId | None,
) -> None:
    given = new.answer
    saved = {
        **of,
        "resident": resident,
        "edition": asked.edition,
        "language": given.language,
        "choice": given.choice,
        "number": given.number,
        "words": given.words,
        "method": new.method,
        "signed": given.signed,
        "proxy": None if new.own else tx.actor.person,
        "client_id": given.client_id,
        "made": made_at(asked, given, tx.now),
        "received": tx.now,
    }
    calls: list[Call] = [(answers.TAKE_BACK, of)] if current is not None else []
    calls.append((answers.INSERT, saved))
    if asked.replied is None:
        settled = {"circular": of["circular"], "for_household": of["household"]}
        calls += [(publishing.SETTLE, settled), (publishing.TALLY_REPLIED, {**settled, "step": 1})]
    kind = "replied" if new.own else f"replied_{new.method}"
    calls.append(journal.entry(tx, kind, association=asked.association, **of))
    await tx.together(*calls)


async def take_back(tx: Tx, circular: CircularId, household: HouseholdId) -> None:
    """取り消す: take back the household's own reply; a second call changes nothing."""
    _resident(tx, household)
    asked = await _hold(tx, circular, household)
    check_open(asked.reply_by, asked.withdrawn, tx.now, asked.counted)
    await _take_back(tx, asked, circular, household)


async def take_back_for(
    tx: Tx, circular: CircularId, household: HouseholdId, block: PlaceId | None = None
) -> None:
    """Take back a reply recorded for a household; Conflict if it is the household's own.

    Raise NotFound if it was asked in another block than `block` (0: in none).
    """
    asked = await _hold(tx, circular, household)
    _require_asked_in(asked, block)
    await require_follow_up(tx, asked.place, asked.block, household)
    check_open(None, asked.withdrawn, tx.now, asked.counted)
    current = await current_reply(tx, circular, household)
    if current is not None and current.method == "app":
        raise Conflict(_n("The household has answered by itself."))
    await _take_back(tx, asked, circular, household)


async def _hold(tx: Tx, circular: CircularId, household: HouseholdId) -> Asked:
    of = {"circular": circular, "household": household}
    _held, found = await tx.together((answers.HOLD, of), (answers.ASKED, of))
    if not found.rows:
        raise NotFound
    return answers.ASKED.build(found.rows[0])


def _require_asked_in(asked: Asked, block: PlaceId | None) -> None:
    if block is not None and (asked.block or 0) != block:
        raise NotFound


async def _take_back(tx: Tx, asked: Asked, circular: CircularId, household: HouseholdId) -> None:
    of = {"circular": circular, "household": household}
    if not await tx.run(answers.TAKE_BACK, **of):
        return
    if asked.replied is not None:
        settled = {"circular": circular, "for_household": household}
        await tx.together((publishing.UNSETTLE, settled), (publishing.TALLY_REPLIED, {**settled, "step": -1}))
    await journal.record(tx, "reply_taken_back", association=asked.association, **of)


async def current_reply(tx: Tx, circular: CircularId, household: HouseholdId) -> CurrentReply | None:
    return await tx.first(answers.CURRENT, circular=circular, household=household)


async def require_follow_up(tx: Tx, place: PlaceId, block: PlaceId | None, household: HouseholdId) -> None:
    """Require an officer of where it is issued, the block's leader, or a household in the actor's care."""
    if block is not None and await may(tx, Task.FOLLOW_UP_BLOCK, block):
        return
    if await is_entrusted(tx, household):
        return
    await require(tx, Task.FOLLOW_UP, place)


def _resident(tx: Tx, household: HouseholdId) -> ResidentId | None:
    """Return the resident this device names; NotFound for another household."""
    if not isinstance(tx.actor, Actor):
        raise SignInNeeded
    for home in tx.actor.homes:
        if home.household == household:
            return home.resident
    raise NotFound
