"""Visits and calls at a household, recorded once with their own time and the replies given."""

import contextlib
from dataclasses import dataclass, field, replace

from kairanban.access.access_log import record_access
from kairanban.care.visits.queries import households as queries
from kairanban.care.visits.queries.households import Entry
from kairanban.care.visits.rules.visits import METHOD_OF, OpenCircular, Visited
from kairanban.circulation.replies.actions import answers as replies
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.core.clock import DAY, HOUR, day_of, device_time
from kairanban.core.errors import Conflict, Invalid, NotFound
from kairanban.core.ids import CircularId, HouseholdId
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

# How far back visits are shown, and how old an entry made offline may be.
SHOWN_FOR = 90 * DAY
OLDEST = 7 * DAY
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
    made = device_time(new.made, tx.now - OLDEST, tx.now)
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
    for circular in await tx.column(queries.WRITTEN_WITH, of_visit=visit):
        try:
            await replies.take_back_for(tx, circular, household)
        except (Conflict, NotFound):
            # Withdrawn meanwhile, or the household replied itself: nothing to take back.
            continue
