"""The circulars of a household: waiting, earlier, and the archive."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, func, not_, or_, select

from kairanban.access.scope import own_households
from kairanban.circulation.circulars.queries.archive import kept, sought
from kairanban.circulation.circulars.queries.issued import GROUP_NAME
from kairanban.circulation.circulars.queries.readable import out
from kairanban.circulation.circulars.rules.kinds import CATEGORIES
from kairanban.circulation.replies.queries.answers import HOUSEHOLD, PRESENT
from kairanban.circulation.replies.queries.twins import shown_once
from kairanban.core.ids import CircularId
from kairanban.db.statements import NOW, Query, Statement
from kairanban.db.tables.circulars import addressee, circular, edition
from kairanban.i18n.languages import LANGUAGES


@dataclass(frozen=True, slots=True)
class InboxLine:
    """A circular in a household's list."""

    id: CircularId
    kind: str
    category: str
    importance: str
    reply_kind: str
    reply_by: int | None
    event_at: int | None
    published: int
    withdrawn: int | None
    asked_edition: int
    title: str
    gist: str
    language: str
    furigana: str | None
    group: str
    """Name of the group that issued it; empty for the association's own."""
    waiting: int
    replied: int | None
    opened: int | None
    counted: int | None

    @property
    def category_name(self) -> str:
        return CATEGORIES[self.category]

    @property
    def tag(self) -> str:
        """Value of the `lang` attribute of the title."""
        return LANGUAGES[self.language].tag

    @property
    def asked_again(self) -> bool:
        return bool(self.waiting) and self.asked_edition > 1


SINCE = bindparam("since", type_=BigInteger)

INBOX_LINE = (
    circular.c.id,
    circular.c.kind,
    circular.c.category,
    circular.c.importance,
    circular.c.reply_kind,
    circular.c.reply_by,
    circular.c.event_at,
    circular.c.published,
    circular.c.withdrawn,
    circular.c.asked_edition,
    edition.c.title,
    edition.c.gist,
    edition.c.language,
    edition.c.furigana,
    GROUP_NAME.label("group"),
    addressee.c.waiting,
    addressee.c.replied,
    addressee.c.opened,
    circular.c.counted,
)

_lines = (
    select(*INBOX_LINE)
    .select_from(addressee.join(circular, circular.c.id == addressee.c.circular).join(edition, PRESENT))
    .where(addressee.c.household == HOUSEHOLD, out())
)

# An obituary whose funeral was: nothing of it is new any more.
_over = and_(circular.c.kind == "obituary", circular.c.event_at < NOW)

# Circulars that wait for a reply; not those past their deadline.
_waiting = (
    _lines.where(
        addressee.c.waiting == 1,
        or_(circular.c.reply_by.is_(None), circular.c.reply_by >= NOW),
        or_(circular.c.event_at.is_(None), not_(_over)),
    )
    .order_by(addressee.c.circular.desc())
    .limit(30)
)
WAITING = Query(_waiting, InboxLine)

_earlier = (
    _lines.where(
        or_(addressee.c.waiting == 0, circular.c.reply_by < NOW, _over),
        addressee.c.circular < bindparam("before", type_=BigInteger),
        # Earlier obituaries are not listed.
        or_(circular.c.kind != "obituary", addressee.c.waiting == 1),
    )
    .order_by(addressee.c.circular.desc())
    .limit(bindparam("most", type_=BigInteger))
)
EARLIER = Query(_earlier, InboxLine)

# Of a household that is linked with another of the same device: what reached both is listed once.
WAITING_ONCE = Query(_waiting.where(shown_once()), InboxLine)
EARLIER_ONCE = Query(_earlier.where(shown_once()), InboxLine)

# All circulars of the household, replied or not.
ARCHIVE = Query(
    _lines.where(addressee.c.circular < bindparam("before", type_=BigInteger), kept(), sought())
    .order_by(addressee.c.circular.desc())
    .limit(bindparam("most", type_=BigInteger)),
    InboxLine,
)

# What came for the households of this device, asks them again, or was withdrawn, since a page was made: when it was withdrawn, NULL for the others.
NEW_SINCE = Statement(
    select(circular.c.withdrawn)
    .select_from(addressee.join(circular, circular.c.id == addressee.c.circular))
    .where(
        addressee.c.household.in_(own_households()),
        out(),
        or_(
            and_(addressee.c.waiting == 1, circular.c.published > SINCE),
            and_(addressee.c.waiting == 1, circular.c.asked_edition > 1, circular.c.changed > SINCE),
            circular.c.withdrawn > SINCE,
        ),
    )
    .limit(10)
)

FIRST = Statement(
    select(func.min(circular.c.published))
    .select_from(addressee.join(circular, circular.c.id == addressee.c.circular))
    .where(addressee.c.household == HOUSEHOLD, kept())
)
