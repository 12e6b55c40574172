"""Visits and calls at a household, recorded once with their own time and the replies given."""

import contextlib
from dataclasses import dataclass, field, replace
from datetime import date
from datetime import time as clock_time

from kairanban.access.access_log import record_access
from kairanban.care.visits.queries import households as queries
from kairanban.care.visits.queries.households import Entry
from kairanban.care.visits.queries.written_with import ANSWERED_WITH, WRITTEN_WITH, Answered
from kairanban.care.visits.rules.visits import METHOD_OF, NOTES_MOST, OpenCircular, Visited
from kairanban.circulation.replies.actions import answers as replies
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.core.clock import DAY, HOUR, at, day_of, device_time
from kairanban.core.errors import Conflict, Invalid, NotFound
from kairanban.core.ids import CircularId, HouseholdId
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

# How far back visits are shown, and how old an entry made offline may be.
SHOWN_FOR = 90 * DAY
OLDEST = 7 * DAY
# How far back a time may be typed.
TYPED_OLDEST = 31 * DAY
# How long emergency access lasts.
OPEN_FOR = 4 * HOUR


@dataclass(frozen=True, slots=True)
class NewVisit:
    """A visit as submitted; the same `client_id` is the same visit."""

    kind: str
    client_id: str
    note: str = ""
    again_in: int | None = None
    """Days until the next visit."""
    made: int | None = None
    """When a device without a network wrote it down; None if it was sent at once."""
    day: date | None = None
    hour: clock_time | None = None
    """When it was, as typed; without a day just now."""
    answers: dict[CircularId, Answer] = field(default_factory=dict)


async def find(tx: Tx, household: HouseholdId) -> Visited:
    """Return the household if it is in the actor's care or she has emergency access; raise NotFound."""
    return await tx.one(queries.FIND, household=household)


async def is_open(tx: Tx, household: HouseholdId) -> bool:
    """Tell whether the actor may open it now."""
    return await tx.first(queries.FIND, household=household) is not None


async def consenting(tx: Tx, household: HouseholdId) -> list[str]:
    """Return the names of residents who have consented."""
    return await tx.column(queries.CONSENTING, household=household)


async def entries(tx: Tx, household: HouseholdId) -> list[Entry]:
    """Return the visits of all visitors, newest first."""
    return await tx.all(queries.VISITS, household=household, since=tx.now - SHOWN_FOR)


async def open_circulars(tx: Tx, household: HouseholdId) -> list[OpenCircular]:
    return await tx.all(queries.OPEN, household=household)


async def seen(tx: Tx, home: Visited) -> None:
    """Record access, before the page is sent."""
    if home.entrusted:
        await record_access(tx, "visit", home.place, home.id)
    else:
        await record_access(tx, "emergency", home.place, home.id)


async def add(tx: Tx, household: HouseholdId, new: NewVisit) -> None:
    """Record a visit with its replies; a second call changes nothing. Raise Invalid for invalid replies."""
    home = await find(tx, household)
    made = time_of(new, tx.now)
    purposes = await tx.column(queries.PURPOSES, household=household)
    added = await tx.run(
        queries.ADD,
        household=household,
        place=home.place,
        person=tx.actor.person,
        purpose=min(purposes, default="emergency"),
        kind=new.kind,
        note=new.note,
        again=day_of(tx.now).toordinal() + new.again_in if new.again_in else None,
        made=made,
        received=tx.now,
        client_id=new.client_id,
        late=0,
    )
    if not added:
        return
    await journal.record(tx, "visited", association=home.association, household=household, other=home.place)
    for circular, answer in new.answers.items():
        try:
            if new.kind not in METHOD_OF:
                raise Invalid(
                    {"kind": _n("An answer can be written down only where somebody was spoken to.")}
                )
            await replies.answer_for(tx, circular, household, answer, METHOD_OF[new.kind])
        except (Conflict, NotFound):
            # Withdrawn meanwhile: the visit is recorded without the reply.
            continue
        except Invalid as invalid:
            # An offline entry cannot be corrected any more: the visit matters more than the reply.
            if new.made is not None:
                await _what_fits(tx, circular, household, answer, METHOD_OF.get(new.kind, ""), invalid)
                continue
            if not answer.filled:
                raise
            # Each survey has fields of its own.
            raise Invalid({f"{name}_{circular}": why for name, why in invalid.fields.items()}) from invalid


def time_of(new: NewVisit, now: int) -> int:
    """Return when it was: as typed, else as the device reports. Raise Invalid for a typed time that is to come or long past."""
    written = device_time(new.made, now - OLDEST, now)
    if new.day is None:
        return written
    if new.hour is None:
        # Of a day without an hour its middle; of the day of writing the hour of writing.
        when = written if new.day == day_of(written) else at(new.day, 12)
    else:
        when = at(new.day, new.hour.hour, new.hour.minute)
    if when > now:
        raise Invalid({"day": _n("That is still to come. Please look at the day and the hour once more.")})
    if when < written - TYPED_OLDEST:
        raise Invalid({"day": _n("That is more than a month ago. Please look at the day once more.")})
    return when


async def add_note(tx: Tx, household: HouseholdId, visit: int, note: str) -> None:
    """Add to the note of the actor's own entry, on a line of its own. Raise NotFound, or Invalid for too long a note."""
    await find(tx, household)
    found = next((one for one in await entries(tx, household) if one.id == visit), None)
    if found is None or not found.mine or found.corrected is not None:
        raise NotFound
    if f"\n{found.note}".endswith(f"\n{note}"):
        # Sent twice.
        return
    if len(found.note) + len(note) > NOTES_MOST:
        raise Invalid({"more": _n("The note has become too long. Please write a new entry.")})
    if not await tx.run(queries.ADD_NOTE, of_visit=visit, household=household, more=note):
        raise NotFound
    await journal.record(tx, "visit_note_added", household=household, other=visit)


async def restore(tx: Tx, household: HouseholdId, visit: int) -> None:
    """Count the actor's own entry again that was marked as a slip; a second call changes nothing. Raise NotFound.

    Answers that were taken back with it stay so: the household may have answered meanwhile.
    """
    await find(tx, household)
    if await tx.run(queries.RESTORE, of_visit=visit, of_household=household):
        await journal.record(tx, "visit_restored", household=household, other=visit)
    elif await tx.value(queries.WROTE, visit=visit, household=household) is None:
        raise NotFound


async def answered_with(tx: Tx, household: HouseholdId) -> dict[int, list[Answered]]:
    """Return what was answered for the household, by the visit it was written down with."""
    found: dict[int, list[Answered]] = {}
    for one in await tx.all(ANSWERED_WITH, household=household, since=tx.now - SHOWN_FOR):
        found.setdefault(one.visit, []).append(one)
    return found


async def _what_fits(
    tx: Tx, circular: CircularId, household: HouseholdId, answer: Answer, method: str, invalid: Invalid
) -> None:
    """Record the answers of a survey that fit, of an entry that was written without a network; others are left out."""
    fit = {number: values for number, values in answer.filled.items() if f"q{number}" not in invalid.fields}
    if method and fit and fit != answer.filled:
        with contextlib.suppress(Conflict, NotFound, Invalid):
            await replies.answer_for(tx, circular, household, replace(answer, filled=fit), method)


async def correct(tx: Tx, household: HouseholdId, visit: int) -> None:
    """Mark the actor's own entry as wrong and take back its replies; a second call changes nothing.

    Raise NotFound for another person's entry.
    """
    await find(tx, household)
    if not await tx.run(queries.CORRECT, of_visit=visit, of_household=household):
        if await tx.value(queries.WROTE, visit=visit, household=household) is None:
            raise NotFound
        return
    await journal.record(tx, "visit_corrected", household=household, other=visit)
    for circular in await tx.column(WRITTEN_WITH, of_visit=visit):
        try:
            await replies.take_back_for(tx, circular, household)
        except (Conflict, NotFound):
            # Withdrawn meanwhile, or the household replied itself: nothing to take back.
            continue
