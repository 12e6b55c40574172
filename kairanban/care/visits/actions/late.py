"""あとから届いた: visits written down without a network that arrive after the consent or the term of office has ended."""

from kairanban.care.visits.actions.households import NewVisit, time_of
from kairanban.care.visits.queries import households as queries
from kairanban.care.visits.queries.late import ENDED
from kairanban.care.visits.rules.late import Permit, ended_at, opened, sign
from kairanban.core.actor import Actor
from kairanban.core.clock import device_time
from kairanban.core.errors import NotFound
from kairanban.core.ids import HouseholdId
from kairanban.core.purposes import Purpose
from kairanban.db import journal
from kairanban.db.tx import Tx


async def token(tx: Tx, household: HouseholdId, key: str) -> str:
    """Return the token of the actor's page of a household in her care; "" of any other household."""
    purposes = await tx.column(queries.PURPOSES, household=household)
    if not purposes or not isinstance(tx.actor, Actor) or tx.actor.person is None:
        return ""
    return sign(key, tx.actor.person, household, Permit(Purpose(min(purposes)), tx.now))


async def add(tx: Tx, household: HouseholdId, new: NewVisit, given: str, key: str) -> None:
    """Record a visit made before the end, within 14 days of it; a second call changes nothing.

    Its time lies between the page's issue and the end. Answers to circulars and the next look are left out: the
    household is no longer in the actor's care. Raise NotFound for everything else, and for what has no time of its
    own, which was pressed after the end.
    """
    person = tx.actor.person
    permit = opened(key, person, household, given, tx.now) if person is not None else None
    if permit is None or new.made is None:
        raise NotFound
    rests = await tx.all(ENDED, household=household, purpose=permit.purpose.value, issued=permit.issued)
    end = ended_at(((one.ends, one.withdrawn) for one in rests), tx.now)
    if end is None:
        raise NotFound
    # As typed, else as the device reports.
    when = new.made if new.day is None else time_of(new, tx.now)
    added = await tx.run(
        queries.ADD,
        household=household,
        place=rests[0].place,
        person=person,
        purpose=permit.purpose.value,
        kind=new.kind,
        note=new.note,
        again=None,
        made=device_time(when, permit.issued, end),
        received=tx.now,
        client_id=new.client_id,
        late=1,
    )
    if added:
        await journal.record(
            tx,
            "visited_before_the_end",
            association=rests[0].association,
            household=household,
            other=rests[0].place,
        )
