"""Correction and withdrawal of a municipal request by the municipality."""

from kairanban.circulation.circulars.actions import drafts, exchanging
from kairanban.circulation.circulars.actions.correcting import new_edition, require_difference, wrong_days
from kairanban.circulation.circulars.actions.drafts import Choices
from kairanban.circulation.circulars.actions.exchanging import NONE_OFF, Off
from kairanban.circulation.circulars.actions.saving import beside_others
from kairanban.circulation.circulars.queries import discarding
from kairanban.circulation.circulars.rules.drafts import Work
from kairanban.circulation.circulars.rules.events import When
from kairanban.circulation.circulars.rules.kinds import Change, State
from kairanban.circulation.circulars.rules.texts import Texts, missing
from kairanban.circulation.municipal_requests.actions import sending
from kairanban.circulation.municipal_requests.queries import relays
from kairanban.circulation.municipal_requests.queries import sending as queries
from kairanban.core.errors import Conflict, Invalid
from kairanban.core.ids import CircularId
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n


async def correct(
    tx: Tx,
    request: CircularId,
    change: Change,
    texts: Texts,
    note: str,
    reply_by: int | None,
    event_at: int | None,
    event_until: int | None = None,
    off: Off = NONE_OFF,
    seen: Off | None = None,
) -> None:
    """Store a new edition; the worker's next round brings it to every association's circular, also to drafts.

    Raise Invalid without a difference or a note, Conflict unless the request is with the associations.
    """
    work, when = await _sent(tx, request), When(event_at, event_until)
    papers = await exchanging.papers(tx, request, seen)
    await require_difference(tx, work, texts, reply_by, when, papers, off)
    wrong = {
        one.field: one.message
        for one in missing(
            texts,
            kind=work.kind,
            importance=work.importance,
            has_papers=exchanging.has_papers(papers, off),
            permission="",
            event_at=event_at,
            reply_kind=work.reply_kind,
        )
    }
    wrong |= wrong_days(tx, work, change, reply_by, when)
    if not note:
        wrong["note"] = _n("Please say in one line what has changed.")
    if wrong:
        raise Invalid(wrong)
    await new_edition(tx, work, change, texts, note, reply_by, when)
    await exchanging.exchange(tx, request, off, seen)
    for association in await tx.column(relays.UNDECIDED, municipal_request=request):
        await journal.record(tx, "town_corrected", association=association, other=request)


async def correct_form(
    tx: Tx,
    request: CircularId,
    change: Change,
    texts: Texts,
    note: str,
    choices: Choices,
    base: str,
    off: Off = NONE_OFF,
    seen: Off | None = None,
) -> None:
    """Correct beside another officer's correction since the form was opened; raise WrittenByTwo, and as `correct`."""
    texts, choices = await beside_others(tx, await _sent(tx, request), texts, choices, base)
    await correct(tx, request, change, texts, note, choices.reply_by, *choices.when, off=off, seen=seen)


async def withdraw(tx: Tx, request: CircularId, why: str) -> None:
    """Withdraw the request and delete its drafts; associations withdraw published circulars themselves."""
    work = await _sent(tx, request)
    if not why:
        raise Invalid({"why": _n("Please say in one line why, so that people understand.")})
    for draft in await tx.all(queries.UNSENT_DRAFTS, municipal_request=request):
        # Its pictures are the request's.
        await tx.run(discarding.REMOVE, circular=draft.id)
        await journal.record(tx, "discarded", association=draft.association, circular=draft.id)
    await tx.run(queries.WITHDRAW, circular=request, why=why)
    await exchanging.leave_out_all(tx, request)
    await journal.record(tx, "request_withdrawn", association=work.association, circular=request)


async def _sent(tx: Tx, request: CircularId) -> Work:
    """Return the sent request, locked until the transaction ends; raise Conflict."""
    await tx.column(queries.HOLD, circular=request)
    await sending.find(tx, request)
    work = await drafts.find(tx, request)
    if work.state != State.ASKED:
        raise Conflict(_n("Only a request that is with the associations can be changed."))
    return work
