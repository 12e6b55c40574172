"""Rounds of the worker for sent requests: relay corrections, remind once, count the copies of a delivery."""

import contextlib
from dataclasses import replace

from kairanban.circulation.circulars.actions import drafts, relaying
from kairanban.circulation.circulars.actions.relaying import Words
from kairanban.circulation.circulars.queries.drafting import TEXTS
from kairanban.circulation.circulars.rules.kinds import Change
from kairanban.circulation.municipal_requests.queries import decisions, relays
from kairanban.circulation.municipal_requests.queries.relays import Behind
from kairanban.circulation.municipal_requests.queries.sending import HOLD
from kairanban.circulation.municipal_requests.rules.decisions import remind_at
from kairanban.core.actor import System
from kairanban.core.errors import Problem
from kairanban.core.ids import CircularId, PlaceId
from kairanban.db import journal
from kairanban.db.engine import Database
from kairanban.db.tx import Tx

# A round leaves the rest to the next, so that other jobs of the worker go on.
AT_ONCE = 500


async def go_round(database: Database, worker: System) -> None:
    """Run what is due; each association's circular changes in a transaction of its own."""
    async with database.read(worker) as tx:
        behind = await tx.all(relays.BEHIND, most=AT_ONCE)
        awaited = [one.id for one in await tx.all(relays.AWAITED)
                   if remind_at(one.sent, one.answer_by) <= tx.now]  # fmt: skip
        delivered = await tx.column(relays.DELIVERED)
    for one in behind:
        # One that cannot be corrected keeps nobody else waiting.
        with contextlib.suppress(Problem):
            async with database.write(worker) as tx:
                await relay(tx, one.request, one.association)
    for request in awaited:
        async with database.write(worker) as tx:
            await remind(tx, request)
    for request in delivered:
        async with database.write(worker) as tx:
            await count_copies(tx, request)


async def relay(tx: Tx, request: CircularId, association: PlaceId) -> None:
    """Bring the association's circular to the request's newest edition, and tell its officers; once."""
    await tx.column(HOLD, circular=request)
    behind = await tx.first(relays.ONE_BEHIND, municipal_request=request, association=association)
    if behind is None:
        return
    work = await drafts.find(tx, behind.passed)
    change, note = await _since(tx, behind)
    words = await _words(tx, request)
    if work.published is None:
        await relaying.put_in(tx, work.id, words)
        await tx.run(
            relays.APPLIED, municipal_request=request, association=association, new_edition=behind.newest
        )
        return
    # Nobody can be asked again once the answers were counted, or after the last day.
    over = any(one is not None and one < tx.now for one in (words.reply_by, words.event_at))
    if work.counted is not None or over:
        asked = (await drafts.texts_of(tx, work.id, work.edition)).questions
        change, words = Change.TYPO, replace(words, texts=replace(words.texts, questions=asked))
    await relaying.correct(tx, work, change, words, note)
    await tx.run(
        relays.APPLIED, municipal_request=request, association=association, new_edition=behind.newest
    )
    await journal.record(tx, "town_corrected", association=association, other=request)


async def _since(tx: Tx, behind: Behind) -> tuple[Change, str]:
    """Return what the corrections that the circular lacks come to: a change if one of them is, and their notes."""
    lacking = await tx.all(relays.EDITIONS_AFTER, municipal_request=behind.request, has=behind.has)
    change = Change.CHANGE if any(one.kind == Change.CHANGE for one in lacking) else Change.TYPO
    return change, " ".join(dict.fromkeys(one.note for one in lacking if one.note))


async def _words(tx: Tx, request: CircularId) -> Words:
    issued = await tx.one(relays.ISSUED, municipal_request=request)
    texts = await tx.one(TEXTS, circular=request, number=issued.edition)
    return Words(
        issued.id,
        issued.edition,
        issued.issuer,
        texts,
        issued.importance,
        issued.reply_kind,
        issued.reply_by,
        issued.event_at,
        issued.event_until,
    )


async def remind(tx: Tx, request: CircularId) -> None:
    """Remind the officers of every association that has not answered; once."""
    if await tx.run(relays.REMIND, municipal_request=request):
        for association in await tx.column(relays.UNDECIDED, municipal_request=request):
            await journal.record(tx, "request_due", association=association, other=request)


async def count_copies(tx: Tx, request: CircularId) -> None:
    """Keep each association's number of copies as it is on the delivery day."""
    for one in await tx.all(decisions.TO_COUNT, municipal_request=request):
        await tx.run(
            relays.COUNTED, municipal_request=request, association=one.association, number=one.copies
        )
