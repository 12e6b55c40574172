"""Attachments of circulars and their page pictures."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, case, exists, or_, select

from kairanban.circulation.circulars.queries.audience import CIRCULAR
from kairanban.circulation.circulars.queries.issued import is_written
from kairanban.circulation.circulars.queries.readable import asked_by, asked_of, readable
from kairanban.circulation.circulars.rules.article import Sheet
from kairanban.confined.notes import UNREAD, said
from kairanban.core.ids import AttachmentId
from kairanban.db.statements import Query, Statement, inserting
from kairanban.db.tables.circulars import attachment, attachment_page, circular, stored_file


@dataclass(frozen=True, slots=True)
class Attachment:
    id: AttachmentId
    kind: str
    name: str
    scanned: int
    text: str
    facts: str
    reading: str = ""
    about: str = ""
    pending: int = 0
    """Whether it belongs to a correction that is not sent yet."""

    @property
    def note(self) -> str:
        """The msgid on how its words were read, "" where they are all there."""
        return said(self.reading, self.about)

    @property
    def is_unread(self) -> bool:
        """Tell whether words stand on it that its author has to type."""
        return self.reading in UNREAD


@dataclass(frozen=True, slots=True)
class Picture:
    media_type: str
    data: bytes


ADD = inserting(
    attachment, "circular", "kind", "name", "scanned", "text", "facts", "reading", "about", "pending", "made"
)

ADD_PAGE = Statement(
    attachment_page.insert().values(
        {
            name: bindparam(name, type_=attachment_page.c[name].type)
            for name in ("attachment", "number", "file", "media_type", "width", "height")
        }
    )
)

STORE = inserting(stored_file, "name", "media_type", "data")

_present = and_(attachment.c.circular == CIRCULAR, attachment.c.pending == 0)

_lines = select(
    attachment.c.id,
    attachment.c.kind,
    attachment.c.name,
    attachment.c.scanned,
    attachment.c.text,
    attachment.c.facts,
    attachment.c.reading,
    attachment.c.about,
    attachment.c.pending,
).order_by(attachment.c.id)

OF_CIRCULAR = Query(_lines.where(_present), Attachment)

# Those of a correction that is not sent yet too.
WITH_PENDING = Query(_lines.where(attachment.c.circular == CIRCULAR), Attachment)

PUT_IN = Statement(
    attachment.update()
    .where(attachment.c.circular == CIRCULAR, attachment.c.id == bindparam("attachment_id"))
    .values(pending=0)
)

PAGES = Query(
    select(
        attachment_page.c.attachment,
        attachment_page.c.number,
        attachment_page.c.width,
        attachment_page.c.height,
        attachment.c.kind,
        attachment.c.name,
    )
    .select_from(attachment.join(attachment_page, attachment_page.c.attachment == attachment.c.id))
    .where(_present)
    .order_by(attachment.c.id, attachment_page.c.number),
    Sheet,
)

HAS_PAPERS = Statement(select(attachment.c.id).where(_present, attachment.c.kind == "pdf").limit(1))

# What its pages are stored as: two circulars that share their papers have the same.
FILES = Statement(
    select(attachment_page.c.file)
    .select_from(attachment.join(attachment_page, attachment_page.c.attachment == attachment.c.id))
    .where(_present)
    .order_by(attachment.c.id, attachment_page.c.number)
)


def _one(*any_of: Any) -> Any:
    """Condition: the attachment's circular fulfils any of these."""
    return select(circular.c.id).where(circular.c.id == attachment.c.circular, or_(*any_of)).exists()


_mine = case(
    (attachment.c.pending == 0, _one(*readable(), *asked_of())), else_=_one(is_written(), asked_by())
)

PICTURE = Query(
    select(stored_file.c.media_type, stored_file.c.data)
    .select_from(
        attachment.join(attachment_page, attachment_page.c.attachment == attachment.c.id).join(
            stored_file, stored_file.c.name == attachment_page.c.file
        )
    )
    .where(
        attachment.c.id == bindparam("attachment"), attachment_page.c.number == bindparam("number"), _mine
    ),
    Picture,
)

# The same stored pictures, for an attachment of another circular.
SHARE_PAGES = Statement(
    attachment_page.insert().from_select(
        ["attachment", "number", "file", "media_type", "width", "height"],
        select(
            bindparam("to_attachment", type_=attachment.c.id.type),
            attachment_page.c.number,
            attachment_page.c.file,
            attachment_page.c.media_type,
            attachment_page.c.width,
            attachment_page.c.height,
        ).where(attachment_page.c.attachment == bindparam("attachment")),
    )
)

_elsewhere = attachment_page.alias()
_other = attachment.alias()
# A stored picture is deleted only if no other circular uses it.
_alone = ~exists(
    select(1)
    .select_from(_elsewhere.join(_other, _other.c.id == _elsewhere.c.attachment))
    .where(_elsewhere.c.file == stored_file.c.name, _other.c.circular != CIRCULAR)
)

REMOVE_FILES = Statement(
    stored_file.delete().where(
        stored_file.c.name.in_(
            select(attachment_page.c.file)
            .join(attachment, attachment.c.id == attachment_page.c.attachment)
            .where(attachment.c.id == bindparam("attachment_id"), attachment.c.circular == CIRCULAR)
        ),
        _alone,
    )
)

REMOVE = Statement(
    attachment.delete().where(
        attachment.c.id == bindparam("attachment_id"), attachment.c.circular == CIRCULAR
    )
)

REMOVE_ALL_FILES = Statement(
    stored_file.delete().where(
        stored_file.c.name.in_(
            select(attachment_page.c.file)
            .join(attachment, attachment.c.id == attachment_page.c.attachment)
            .where(attachment.c.circular == CIRCULAR)
        ),
        _alone,
    )
)
