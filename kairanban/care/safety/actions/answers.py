"""Reports in a safety check: 無事です, 助けが必要です, by the household, its family or a visitor; all are kept."""

from dataclasses import dataclass

from kairanban.access.permission import may, require
from kairanban.care.safety.queries import answers
from kairanban.care.safety.queries.answers import Asked
from kairanban.care.safety.rules import (
    PASSES_ON_AFTER,
    Kind,
    Sighting,
    Source,
    State,
    Word,
    counts,
    is_second_tap,
    standing_of,
    state_of,
)
from kairanban.core.actor import Home
from kairanban.core.clock import device_time
from kairanban.core.errors import Conflict, Invalid, NotFound
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

ENDED = _n("This safety check has ended. If you need help, please ring 119 or somebody near.")
STEPPED = (State.SAFE, State.HELP, State.HELPED)


@dataclass(frozen=True, slots=True)
class Given:
    """A report as submitted; the same `press` counts once. `made` is set if it waited offline."""

    state: State
    source: Source
    press: str
    about: str = ""
    words: str = ""
    made: int | None = None


async def answer(tx: Tx, check: int, household: HouseholdId, given: Given) -> None:
    """Record a report by the household or its family; NotFound for another household."""
    home_of(tx, household)
    await _say(tx, check, household, given)


async def tick(
    tx: Tx, check: int, household: HouseholdId, given: Given, block: PlaceId | None = None
) -> None:
    """Record what a visitor saw, with her name; NotFound if it was asked in another block than `block`."""
    asked = await _hold(tx, check, household, given.press)
    if block is not None and (asked[0].block or 0) != block:
        raise NotFound
    await require_round(tx, asked[0].association, asked[0].block)
    await _say(tx, check, household, given, asked)


async def found_safe(tx: Tx, check: int, household: HouseholdId, call: int, about: str) -> None:
    """Record that the person a closed help call was about is safe."""
    await _say(tx, check, household, Given(State.SAFE, Source.WALK, f"call-{call}", about=about), late=True)


async def calls_ended(tx: Tx, check: int, household: HouseholdId, number: int = 1) -> None:
    """Subtract help calls closed by a helper from the household's count."""
    asked, _known = await _hold(tx, check, household)
    await _settle(tx, check, household, asked, asked.current, asked.calls - number)


async def calls_taken_back(tx: Tx, check: int, household: HouseholdId, number: int) -> None:
    """As `calls_ended`, by the asker: with the last one, what was said before the call stands again."""
    asked, _known = await _hold(tx, check, household)
    standing, left = asked.current, asked.calls - number
    if not left and standing is not None and standing.state == State.HELP:
        before = await tx.all(answers.SAID_BEFORE, check=check, household=household)
        standing = standing_of(before) or standing
    await _settle(tx, check, household, asked, standing, left)


async def no_practice(
    tx: Tx, check: int, household: HouseholdId, association: PlaceId, call: int, word: Word
) -> None:
    """Count practice calls as real and notify people near again; `call` 0 means all of this device."""
    again = await tx.column(
        answers.NO_PRACTICE, of_check=check, of_household=household, of_call=call, given=word.value
    )
    for one in again:
        await journal.record(tx, "help_called", association=association, household=household, other=one)


async def _say(
    tx: Tx,
    check: int,
    household: HouseholdId,
    given: Given,
    held: tuple[Asked, bool] | None = None,
    *,
    late: bool = False,
) -> None:
    asked, known = held or await _hold(tx, check, household, given.press)
    if known:
        return
    made = device_time(given.made, asked.started, tx.now)
    # A help call stays open after the check and is never refused because it ended.
    if asked.ended is not None and made > asked.ended and not late and given.state is not State.HELP:
        raise Conflict(ENDED)
    if len(given.about) > 60:
        raise Invalid({"about": _n("This is too long.")})
    seen = Sighting(given.state.value, given.source.value, given.about, made)
    if given.state is State.SAFE and is_second_tap(asked.current, seen) and not given.words:
        return
    await tx.value(
        answers.SAY,
        check=check,
        household=household,
        source=given.source.value,
        state=given.state.value,
        about=given.about,
        words=given.words,
        session=tx.actor.session,
        person=tx.actor.person,
        press=given.press,
        made=made,
        received=tx.now,
    )
    calls = asked.calls
    if given.state is State.HELP:
        calls += await _call(tx, check, household, given, asked)
    standing = seen if counts(seen, asked.current) else asked.current
    await _settle(tx, check, household, asked, standing, calls)


async def _call(tx: Tx, check: int, household: HouseholdId, given: Given, asked: Asked) -> int:
    """Open a help call; return 1, or 0 if the same device already asks for the same person."""
    word = Word.OPEN if asked.kind == Kind.DRILL else Word.REAL
    place = asked.block or asked.association
    near = await tx.value(answers.NEAR, place=place)
    call = await tx.value(
        answers.CALL_HELP,
        check=check,
        household=household,
        session=tx.actor.session,
        place=place,
        about=given.about,
        opened=tx.now,
        # Without anybody near, it goes to all others at once.
        passes_on=tx.now + PASSES_ON_AFTER if near else tx.now,
        word=word.value,
    )
    if call is None:
        # Asking again ends practice.
        (same,) = await tx.column(
            answers.OPEN_HERE, of_check=check, of_household=household, of_about=given.about
        )
        await no_practice(tx, check, household, asked.association, same, word)
        return 0
    await journal.record(tx, "help_called", association=asked.association, household=household, other=call)
    return 1


async def _settle(
    tx: Tx, check: int, household: HouseholdId, asked: Asked, standing: Sighting | None, calls: int
) -> None:
    """Store the household's current state, and update the counts of its block."""
    now = state_of(standing, calls)
    changes = [
        (
            answers.STAND,
            {
                "of_check": check,
                "of_household": household,
                "now_state": now.value,
                "now_seen": standing.state if standing else "",
                "now_source": standing.source if standing else "",
                "now_about": standing.about if standing else "",
                "now_made": standing.made if standing else None,
                "now_calls": calls,
            },
        )
    ]
    if now != asked.state:
        steps = {f"step_{one.value}": (one == now) - (one == asked.state) for one in STEPPED}
        changes.append((answers.TALLY, {"of_check": check, "of_block": asked.block or 0, **steps}))
    await tx.together(*changes)


async def _hold(tx: Tx, check: int, household: HouseholdId, press: str = "") -> tuple[Asked, bool]:
    of = {"check": check, "household": household}
    found, known = await tx.together((answers.ASKED, of), (answers.KNOWN, {**of, "press": press}))
    if not found.rows:
        raise NotFound
    return answers.ASKED.build(found.rows[0]), bool(known.rows)


async def require_round(tx: Tx, association: PlaceId, block: PlaceId | None) -> None:
    """Raise Refused unless the actor is an officer of the association or the block's leader."""
    if block is not None and await may(tx, Task.FOLLOW_UP_BLOCK, block):
        return
    await require(tx, Task.FOLLOW_UP, association)


def home_of(tx: Tx, household: HouseholdId) -> Home:
    """Return the actor's home of this household; raise NotFound."""
    for home in tx.actor.homes:
        if home.household == household:
            return home
    raise NotFound
