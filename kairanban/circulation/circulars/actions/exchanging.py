"""Papers of a correction: added beside those that go round, put in their place when it is sent."""

from kairanban.access.permission import require
from kairanban.circulation.circulars.actions.attachments import (
    ATTACHMENTS_MOST,
    TOO_MANY,
    Full,
    drop,
    keep,
)
from kairanban.circulation.circulars.actions.drafts import find
from kairanban.circulation.circulars.queries import attachments
from kairanban.circulation.circulars.queries.attachments import Attachment
from kairanban.circulation.circulars.rules.kinds import Kind, State
from kairanban.confined.documents import Document
from kairanban.core.errors import Conflict
from kairanban.core.ids import AttachmentId, CircularId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

Off = frozenset[AttachmentId]
NONE_OFF: Off = frozenset()


async def papers(tx: Tx, circular: CircularId, seen: Off | None = None) -> list[Attachment]:
    """Return the attachments, and those that a correction would add, of these only what was `seen` where that is given.

    The caller has asked for permission.
    """
    found = await tx.all(attachments.WITH_PENDING, circular=circular)
    return [paper for paper in found if seen is None or not paper.pending or paper.id in seen]


async def changeable(tx: Tx, circular: CircularId) -> list[Attachment]:
    """Return the papers of a published circular, or of a request that is with the associations; raise Conflict."""
    work = await find(tx, circular)
    request = work.kind == Kind.REQUEST
    await require(tx, Task.ASK_ASSOCIATIONS if request else Task.PUBLISH, work.place)
    if work.issuer or work.state != (State.ASKED if request else State.PUBLISHED):
        raise Conflict(_n("Only a circular that is going round can be corrected."))
    return await papers(tx, circular)


async def require_room(tx: Tx, circular: CircularId, off: Off) -> None:
    """Raise Full where no more can be added once those in `off` are gone, Conflict as `changeable`."""
    if sum(paper.id not in off for paper in await changeable(tx, circular)) >= ATTACHMENTS_MOST:
        raise Full(TOO_MANY)


async def add(tx: Tx, circular: CircularId, name: str, document: Document, off: Off) -> AttachmentId:
    """Store a paper for the next correction; Full above ten attachments, Conflict unless the circular goes round."""
    await require_room(tx, circular, off)
    return await keep(tx, circular, name, document, pending=True)


async def leave_out(tx: Tx, circular: CircularId, off: Off) -> None:
    """Delete papers that wait for a correction and are not wanted after all; those that go round stay."""
    for paper in await changeable(tx, circular):
        if paper.pending and paper.id in off:
            await drop(tx, circular, paper.id)


async def exchange(tx: Tx, circular: CircularId, off: Off, seen: Off | None = None) -> None:
    """Take off those in `off` and put in those that wait and were seen, as the correction goes out."""
    for paper in await papers(tx, circular, seen):
        if paper.id in off:
            await drop(tx, circular, paper.id)
        elif paper.pending:
            await tx.run(attachments.PUT_IN, circular=circular, attachment_id=paper.id)


async def leave_out_all(tx: Tx, circular: CircularId) -> None:
    """Delete every paper that waits: the circular is withdrawn. The caller has asked for permission."""
    for paper in await papers(tx, circular):
        if paper.pending:
            await drop(tx, circular, paper.id)


def differs(kept: list[Attachment], off: Off) -> bool:
    """Tell whether the papers would be others than those that go round."""
    return any((paper.id in off) != bool(paper.pending) for paper in kept)


def has_papers(kept: list[Attachment], off: Off) -> bool:
    """Tell whether a PDF would be left, as `attachments.has_papers` tells it for the present edition."""
    return any(paper.kind == "pdf" and paper.id not in off for paper in kept)
