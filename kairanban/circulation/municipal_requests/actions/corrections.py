"""Correction and withdrawal of a municipal request by the municipality."""

from kairanban.circulation.circulars.actions import drafts, relaying
from kairanban.circulation.circulars.actions.attachments import has_papers
from kairanban.circulation.circulars.actions.publishing import new_edition
from kairanban.circulation.circulars.actions.relaying import Words
from kairanban.circulation.circulars.queries import discarding, drafting
from kairanban.circulation.circulars.rules.drafts import Work
from kairanban.circulation.circulars.rules.events import When
from kairanban.circulation.circulars.rules.kinds import Change, State
from kairanban.circulation.circulars.rules.texts import Texts, changed, missing
from kairanban.circulation.municipal_requests.actions import sending
from kairanban.circulation.municipal_requests.queries import decisions as answer_queries
from kairanban.circulation.municipal_requests.queries import sending as queries
from kairanban.core.errors import Conflict, Invalid
from kairanban.core.ids import CircularId
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n


async def correct(
    tx: Tx,
    request: CircularId,
    texts: Texts,
    note: str,
    reply_by: int | None,
    event_at: int | None,
    event_until: int | None = None,
) -> None:
    """Store a new edition: associations' drafts take it over, published circulars wait for their officers.

    Raise Invalid without a change or a note, Conflict unless the request is with the associations.
    """
    work, when = await _sent(tx, request), When(event_at, event_until)
    before = await drafts.texts_of(tx, request, work.edition)
    if not changed(before, texts) and (reply_by, when) == (work.reply_by, work.when):
        raise Invalid({"note": _n("Nothing is different yet.")})
    if not note:
        raise Invalid({"note": _n("Please say in one line what has changed.")})
    papers = await has_papers(tx, request)
    still = missing(
        texts,
        kind=work.kind,
        importance=work.importance,
        has_papers=papers,
        permission="",
        event_at=event_at,
    )
    if still:
        raise Invalid({one.field: one.message for one in still})
    await new_edition(tx, work, Change.CHANGE, texts, note, reply_by, when)
    issuer = (await sending.find(tx, request)).issuer
    words = Words(request, issuer, texts, work.importance, work.reply_kind, reply_by, *when)
    for draft in await tx.all(queries.UNSENT_DRAFTS, municipal_request=request):
        # A draft published meanwhile waits for its association like the others.
        if not await tx.column(drafting.HOLD_DRAFT, circular=draft.id):
            continue
        await relaying.put_in(tx, draft.id, words)
        await tx.run(
            answer_queries.APPLIED,
            municipal_request=request,
            association=draft.association,
            new_edition=work.edition + 1,
        )


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
    await journal.record(tx, "request_withdrawn", association=work.association, circular=request)


async def _sent(tx: Tx, request: CircularId) -> Work:
    """Return the sent request, locked until the transaction ends; raise Conflict."""
    await tx.column(queries.HOLD, circular=request)
    await sending.find(tx, request)
    work = await drafts.find(tx, request)
    if work.state != State.ASKED:
        raise Conflict(_n("Only a request that is with the associations can be changed."))
    return work
