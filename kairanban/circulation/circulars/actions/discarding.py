"""Drafts that are thrown away, and taken back."""

from kairanban.access.permission import require
from kairanban.circulation.circulars.actions.drafts import editable, writing_task
from kairanban.circulation.circulars.queries import attachments, discarding
from kairanban.circulation.circulars.rules.drafts import Work
from kairanban.circulation.circulars.rules.kinds import Kind
from kairanban.core.ids import CircularId
from kairanban.db import journal
from kairanban.db.tx import Tx


async def discard(tx: Tx, circular: CircularId) -> Work:
    """Throw a draft away; it can be taken back for 30 days. Conflict after publication.

    One of a town's request is deleted: the request itself can be taken up again.
    """
    work = await editable(tx, circular)
    if work.kind == Kind.REQUEST or work.issuer:
        await remove(tx, circular)
        return work
    await tx.run(discarding.DISCARD, circular=circular)
    await journal.record(tx, "discarded", association=work.association, circular=circular)
    return work


async def take_back(tx: Tx, circular: CircularId) -> Work:
    """Make a draft of one that was thrown away; one that is a draft already stays it. Raise NotFound, Conflict."""
    work = await tx.first(discarding.DISCARDED, circular=circular)
    if work is None:
        return await editable(tx, circular)
    await require(tx, writing_task(work.kind), work.place)
    await tx.run(discarding.TAKE_BACK, circular=circular)
    await journal.record(tx, "drafted", association=work.association, circular=circular)
    return work


async def remove(tx: Tx, circular: CircularId) -> None:
    """Delete a draft at once: one of a request, which can be taken up again. Conflict after publication."""
    work = await editable(tx, circular)
    await tx.run(attachments.REMOVE_ALL_FILES, circular=circular)
    await tx.run(discarding.REMOVE, circular=circular)
    await journal.record(tx, "discarded", association=work.association, circular=circular)
