"""Attachments of a circular: documents and photographs."""

from kairanban.circulation.circulars.actions.drafts import writable
from kairanban.circulation.circulars.queries import attachments
from kairanban.circulation.circulars.queries.attachments import Attachment, Picture
from kairanban.circulation.circulars.rules.article import Sheet
from kairanban.community.signin.rules.tokens import new_token
from kairanban.confined.documents import Document
from kairanban.confined.facts import written
from kairanban.confined.file_kinds import Kind
from kairanban.core.errors import Conflict, NotFound
from kairanban.core.ids import AttachmentId, CircularId
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

ATTACHMENTS_MOST = 10
TOO_MANY = _n("Ten attachments are the most a circular can carry.")


class Full(Conflict):
    """The circular has as many attachments as it can carry."""


async def add(tx: Tx, circular: CircularId, name: str, document: Document) -> AttachmentId:
    """Store the page pictures, the text and the facts of a document, not the file; Full above ten attachments."""
    work = await writable(tx, circular)
    if await is_full(tx, circular):
        raise Full(TOO_MANY)
    id = await keep(tx, circular, name, document)
    await journal.record(tx, "attached", association=work.association, circular=circular, other=id)
    return id


async def keep(
    tx: Tx, circular: CircularId, name: str, document: Document, *, pending: bool = False
) -> AttachmentId:
    """Store a document as it was read. The caller has asked for permission."""
    id: AttachmentId = await tx.value(
        attachments.ADD,
        circular=circular,
        kind="pdf" if document.kind is Kind.PDF else "photo",
        name=name[:200],
        scanned=int(_is_scan(document)),
        text=document.text,
        facts=written(document.facts),
        reading=document.reading,
        about=document.about,
        pending=int(pending),
        made=tx.now,
    )
    for number, sheet in enumerate(document.pages, 1):
        await tx.run(
            attachments.ADD_PAGE,
            attachment=id,
            number=number,
            file=await _store(tx, sheet.media_type, sheet.data),
            media_type=sheet.media_type,
            width=sheet.width,
            height=sheet.height,
        )
    return id


def _is_scan(document: Document) -> bool:
    """Tell whether its words, shown to everybody, are those that can be seen; or nobody could read them."""
    if document.text:
        return document.from_pictures
    return document.kind is Kind.PDF and document.scanned


async def _store(tx: Tx, media_type: str, data: bytes) -> str:
    name = new_token(16)
    await tx.value(attachments.STORE, name=name, media_type=media_type, data=data)
    return name


async def remove(tx: Tx, circular: CircularId, attachment: AttachmentId) -> None:
    """Remove an attachment from a draft; raise NotFound, Conflict after publication."""
    await writable(tx, circular)
    if not await drop(tx, circular, attachment):
        raise NotFound


async def drop(tx: Tx, circular: CircularId, attachment: AttachmentId) -> int:
    """Delete an attachment, and its pictures where no other circular shows them; return 0 if there is none.

    The caller has asked for permission.
    """
    await tx.run(attachments.REMOVE_FILES, circular=circular, attachment_id=attachment)
    return await tx.run(attachments.REMOVE, circular=circular, attachment_id=attachment)


async def share(tx: Tx, source: CircularId, circular: CircularId) -> None:
    """Add one circular's attachments to another; the stored pictures are shared."""
    for paper in await of(tx, source):
        id: AttachmentId = await tx.value(
            attachments.ADD,
            circular=circular,
            kind=paper.kind,
            name=paper.name,
            scanned=paper.scanned,
            text=paper.text,
            facts=paper.facts,
            reading=paper.reading,
            about=paper.about,
            pending=0,
            made=tx.now,
        )
        await tx.run(attachments.SHARE_PAGES, attachment=paper.id, to_attachment=id)


async def share_anew(tx: Tx, source: CircularId, circular: CircularId) -> None:
    """Make the attachments those of `source`; nothing changes where they are."""
    if await tx.column(attachments.FILES, circular=source) == await tx.column(
        attachments.FILES, circular=circular
    ):
        return
    for paper in await of(tx, circular):
        await drop(tx, circular, paper.id)
    await share(tx, source, circular)


async def of(tx: Tx, circular: CircularId) -> list[Attachment]:
    return await tx.all(attachments.OF_CIRCULAR, circular=circular)


async def is_full(tx: Tx, circular: CircularId) -> bool:
    """Tell whether the circular has as many attachments as it can carry."""
    return len(await of(tx, circular)) >= ATTACHMENTS_MOST


async def sheets(tx: Tx, circular: CircularId) -> list[Sheet]:
    return await tx.all(attachments.PAGES, circular=circular)


async def has_papers(tx: Tx, circular: CircularId) -> bool:
    return await tx.value(attachments.HAS_PAPERS, circular=circular) is not None


async def picture(tx: Tx, attachment: AttachmentId, number: int) -> Picture:
    """Return a page picture to readers of the circular; raise NotFound."""
    return await tx.one(attachments.PICTURE, attachment=attachment, number=number)
