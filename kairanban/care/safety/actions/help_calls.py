"""Help calls: seen, taken by a named person, passed on if nobody takes them, closed with the outcome."""

from kairanban.access.access_log import record_access
from kairanban.access.permission import may_anywhere
from kairanban.care.safety.actions.answers import calls_ended, found_safe, no_practice
from kairanban.care.safety.queries import help_calls
from kairanban.care.safety.queries.help_calls import _Found
from kairanban.care.safety.rules import ENDINGS, Closed, HelpCall, Kind, Word
from kairanban.core.actor import System
from kairanban.core.clock import DAY
from kairanban.core.errors import Conflict, Invalid, NotFound
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.engine import Database
from kairanban.db.tables.terms import SAFETY
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

CLOSED_SHOWN_FOR = DAY


async def open_calls(tx: Tx, place: PlaceId | None = None) -> list[HelpCall]:
    """Return the open help calls for the actor, at a place or below: real ones first, then longest waiting.

    Whichever check they were made in: a call stays until a person closes it.
    """
    found = await tx.all(help_calls.OPEN)
    if place is None:
        return found
    here = set(await tx.column(help_calls.WITHIN, place=place))
    return [one for one in found if one.place in here]


async def closed_calls(tx: Tx) -> list[Closed]:
    """Return the calls closed in the last day, so that nobody sets out in vain."""
    return await tx.all(help_calls.CLOSED, since=tx.now - CLOSED_SHOWN_FOR)


async def waiting(tx: Tx) -> int:
    """Count the open calls for the actor."""
    return int(await tx.value(help_calls.WAITING)) if may_anywhere(tx, Task.ANSWER_HELP) else 0


async def long_open(tx: Tx) -> int:
    """Count the open calls for the actor that are kept only because nobody has closed them."""
    if not may_anywhere(tx, Task.ANSWER_HELP):
        return 0
    return int(await tx.value(help_calls.LONG_OPEN, since=tx.now - (SAFETY.days or 0) * DAY))


async def seen(tx: Tx, calls: list[HelpCall], *, by_eye: bool = True, addresses: bool = False) -> None:
    """Record access before the page is sent; with `by_eye` (not polled) also show the asker who has seen it.

    `addresses`: whether the page shows where the callers live; of a hidden household that is recorded apart.
    """
    for one in calls:
        if by_eye:
            await tx.run(help_calls.SEE, call=one.id)
        await record_access(tx, "help", one.place, one.household)
        if one.hidden and addresses and (one.address or one.phone):
            await record_access(tx, "help_address", one.place, one.household)


async def looked_back(tx: Tx, calls: list[Closed]) -> None:
    """Record access to the households of closed calls, before the page is sent."""
    for one in calls:
        await record_access(tx, "help", one.place, one.household)


async def take(tx: Tx, call: int) -> None:
    """引き受けました: take the call; Conflict if another person has."""
    found = await _find(tx, call)
    await tx.run(help_calls.SEE, call=call)
    if await tx.run(help_calls.TAKE, of_call=call):
        await journal.record(
            tx, "help_taken", association=found.association, household=found.household, other=call
        )
    elif found.closed is None and found.taken_by != tx.actor.person:
        raise Conflict(_n("Somebody else has already taken this. Please look at the list once more."))


async def leave(tx: Tx, call: int) -> None:
    """Give a taken call back; it goes to all others at once."""
    found = await _find(tx, call)
    if await tx.run(help_calls.LEAVE, of_call=call):
        await journal.record(
            tx, "help_left", association=found.association, household=found.household, other=call
        )


async def close(tx: Tx, call: int, how: str, words: str) -> None:
    """Close the call with its outcome; a second call changes nothing. Raise Invalid."""
    found = await _find(tx, call)
    if how not in ENDINGS:
        raise Invalid({"how": _n("Please choose how it ended.")})
    if how == "other" and not words:
        raise Invalid({"words": _n("Please write in a few words how it ended.")})
    if how == "practice" and found.kind != Kind.DRILL:
        raise Invalid({"how": _n("Please choose how it ended.")})
    if not await tx.run(help_calls.CLOSE, of_call=call, how=how, said=words):
        return
    await calls_ended(tx, found.check, found.household)
    if how == "safe":
        await found_safe(tx, found.check, found.household, call, found.about)
    await journal.record(
        tx, "help_closed", association=found.association, household=found.household, other=call
    )


async def give_word(tx: Tx, call: int, word: str) -> None:
    """Let the actor who asked at another's door in a drill say whether it is practice; raise NotFound."""
    found = await _find(tx, call)
    mine = [one.id for one in await open_calls(tx) if one.ticked]
    if call not in mine or found.kind != Kind.DRILL:
        raise NotFound
    if word not in (Word.REAL, Word.DRILL):
        raise Invalid({"word": _n("Please press one of the buttons.")})
    if word == Word.REAL:
        await no_practice(tx, found.check, found.household, found.association, call, Word.REAL)
    if await tx.run(help_calls.GIVE_WORD, of_call=call, given=word):
        await journal.record(
            tx, "help_word_given", association=found.association, household=found.household, other=found.check
        )


async def pass_on(database: Database, worker: System) -> None:
    """Pass calls not taken within ten minutes on to all officers and the disaster group, once."""
    async with database.read(worker) as tx:
        due = await tx.all(help_calls.DUE)
    for one in due:
        async with database.write(worker) as tx:
            if await tx.run(help_calls.PASS_ON, of_call=one.id):
                await journal.record(
                    tx, "help_passed_on", association=one.association, household=one.household, other=one.id
                )


async def _find(tx: Tx, call: int) -> _Found:
    return await tx.one(help_calls.FIND, call=call)
