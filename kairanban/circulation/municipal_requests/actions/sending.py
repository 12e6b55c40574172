"""A municipal request: written, addressed to associations, sent."""

from kairanban.access.permission import require
from kairanban.circulation.circulars.actions import drafts
from kairanban.circulation.circulars.actions.attachments import has_papers
from kairanban.circulation.circulars.rules.drafts import Work
from kairanban.circulation.circulars.rules.kinds import Kind
from kairanban.circulation.circulars.rules.texts import Missing, missing
from kairanban.circulation.municipal_requests.queries import sending
from kairanban.circulation.municipal_requests.queries.sending import Association, MunicipalRequest
from kairanban.circulation.municipal_requests.rules.copies import Distribution
from kairanban.circulation.municipal_requests.rules.decisions import (
    ANSWER_DAY_IS_OVER,
    DAY_IS_OVER,
    is_over,
    still_missing,
)
from kairanban.circulation.municipal_requests.rules.fiscal_years import bounds
from kairanban.community.places.queries.places import Named
from kairanban.core.errors import Invalid, NotFound
from kairanban.core.ids import CircularId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

DEPARTMENT_MOST = 40


async def municipalities(tx: Tx) -> list[Named]:
    """Return the municipalities the actor may send requests for."""
    return await tx.all(sending.MUNICIPALITIES)


async def start(tx: Tx, municipality: PlaceId) -> CircularId:
    """Start an empty request; NotFound unless the place is a municipality of the actor."""
    if municipality not in {place.id for place in await municipalities(tx)}:
        raise NotFound
    circular = await drafts.begin(tx, municipality, Kind.REQUEST, "municipality", None)
    await tx.run(sending.START, circular=circular)
    return circular


async def find(tx: Tx, request: CircularId) -> MunicipalRequest:
    """Return the request to its municipality; NotFound for others."""
    return await tx.one(sending.ONE, circular=request)


async def writing(tx: Tx) -> list[MunicipalRequest]:
    return await tx.all(sending.WRITING)


async def sent(tx: Tx, year: int) -> list[MunicipalRequest]:
    """Return the requests sent in a fiscal year, newest first."""
    since, before = bounds(year)
    return await tx.all(sending.SENT, since=since, before=before)


async def associations(tx: Tx, municipality: PlaceId) -> list[Association]:
    """Return the municipality's associations with their number of households."""
    await require(tx, Task.ASK_ASSOCIATIONS, municipality)
    return await tx.all(sending.ASSOCIATIONS, municipality=municipality)


async def chosen(tx: Tx, request: CircularId) -> set[PlaceId]:
    return set(await tx.column(sending.CHOSEN, circular=request))


async def choose(
    tx: Tx,
    request: CircularId,
    department: str,
    deliver_on: int | None,
    asked: list[PlaceId],
    distribution: Distribution = Distribution.CIRCULATE,
    answer_by: int | None = None,
) -> None:
    """Store department, days, distribution and associations; Invalid outside the municipality or for a day past."""
    work = await _editable(tx, request)
    within = {one.id for one in await associations(tx, work.association)}
    if not set(asked) <= within:
        raise Invalid({"associations": _n("Please choose at least one association.")})
    if deliver_on is not None and is_over(deliver_on, tx.now):
        raise Invalid({"deliver_on": DAY_IS_OVER})
    if answer_by is not None and answer_by < tx.now:
        raise Invalid({"answer_by": ANSWER_DAY_IS_OVER})
    await tx.run(
        sending.DETAILS,
        circular=request,
        by_department=department,
        on_day=deliver_on,
        answer_until=answer_by,
        goes=distribution.value,
    )
    await tx.run(sending.TOUCH, circular=request)
    await tx.run(sending.CLEAR_CHOSEN, circular=request)
    await tx.each(sending.CHOOSE, [{"circular": request, "association": id} for id in sorted(set(asked))])


async def what_is_missing(tx: Tx, work: Work) -> list[Missing]:
    """Return what prevents sending."""
    request = await find(tx, work.id)
    found = missing(
        await drafts.texts_of(tx, work.id, work.edition),
        kind=work.kind,
        importance=work.importance,
        has_papers=await has_papers(tx, work.id),
        permission="",
        event_at=work.event_at,
        reply_kind=work.reply_kind,
    )
    if work.reply_by is not None and work.reply_by < tx.now:
        found.append(Missing("reply_by", _n("The day to reply by has already passed.")))
    if request.deliver_on is not None and is_over(request.deliver_on, tx.now):
        found.append(Missing("deliver_on", DAY_IS_OVER))
    if request.answer_by is not None and request.answer_by < tx.now:
        found.append(Missing("answer_by", ANSWER_DAY_IS_OVER))
    number = len(await chosen(tx, work.id))
    return found + [Missing(field, message) for field, message in still_missing(request.department, number)]


def to_all(asked: set[PlaceId], there: list[Association]) -> bool:
    """Tell whether every association is asked and there are several."""
    return len(there) > 1 and {one.id for one in there} <= asked


async def send(tx: Tx, request: CircularId, *, sure: bool = False) -> None:
    """Send to the associations once; a second call changes nothing.

    Raise Invalid if something is missing, or for all associations unless `sure`.
    """
    await tx.column(sending.HOLD, circular=request)
    found = await find(tx, request)
    if found.sent is not None:
        return
    work = await _editable(tx, request)
    still = await what_is_missing(tx, work)
    if still:
        raise Invalid({one.field: one.message for one in still})
    if not sure and to_all(await chosen(tx, request), await associations(tx, work.association)):
        raise Invalid({"sure": _n("It goes to every association. Please tick that you mean that.")})
    await tx.run(sending.SEND, circular=request)
    await tx.run(sending.NOTE_SENT, circular=request, by=tx.actor.person)
    await journal.record(tx, "request_sent", association=work.association, circular=request)
    for association in sorted(await chosen(tx, request)):
        await journal.record(tx, "request_came", association=association, other=request)


async def _editable(tx: Tx, request: CircularId) -> Work:
    await find(tx, request)
    return await drafts.editable(tx, request)
