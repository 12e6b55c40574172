"""Papers and photographs that go with a circular."""

from sqlalchemy import bindparam, or_, select

from kairanban.circulars.audience import CIRCULAR
from kairanban.circulars.queries.readable import readable
from kairanban.db.statements import Statement, inserting
from kairanban.db.tables.circulars import attachment, attachment_page, circular, stored_file

ADD = inserting(attachment, "circular", "kind", "name", "scanned", "text", "made")

ADD_PAGE = Statement(
    attachment_page.insert().values(
        {
            name: bindparam(name, type_=attachment_page.c[name].type)
            for name in ("attachment", "number", "file", "media_type", "width", "height")
        }
    )
)

STORE = inserting(stored_file, "name", "media_type", "data")

OF_CIRCULAR = Statement(
    select(attachment.c.id, attachment.c.kind, attachment.c.name, attachment.c.scanned, attachment.c.text)
    .where(attachment.c.circular == CIRCULAR)
    .order_by(attachment.c.id)
)

PAGES = Statement(
    select(
        attachment_page.c.attachment,
        attachment_page.c.number,
        attachment_page.c.width,
        attachment_page.c.height,
        attachment.c.kind,
        attachment.c.name,
    )
    .select_from(attachment.join(attachment_page, attachment_page.c.attachment == attachment.c.id))
    .where(attachment.c.circular == CIRCULAR)
    .order_by(attachment.c.id, attachment_page.c.number)
)

HAS_PAPERS = Statement(
    select(attachment.c.id).where(attachment.c.circular == CIRCULAR, attachment.c.kind == "pdf").limit(1)
)

_mine = select(circular.c.id).where(circular.c.id == attachment.c.circular, or_(*readable())).exists()

PICTURE = Statement(
    select(stored_file.c.media_type, stored_file.c.data)
    .select_from(
        attachment.join(attachment_page, attachment_page.c.attachment == attachment.c.id).join(
            stored_file, stored_file.c.name == attachment_page.c.file
        )
    )
    .where(attachment.c.id == bindparam("attachment"), attachment_page.c.number == bindparam("number"), _mine)
)

REMOVE_FILES = Statement(
    stored_file.delete().where(
        stored_file.c.name.in_(
            select(attachment_page.c.file)
            .join(attachment, attachment.c.id == attachment_page.c.attachment)
            .where(attachment.c.id == bindparam("attachment_id"), attachment.c.circular == CIRCULAR)
        )
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
        )
    )
)
