"""訂正票: the changes of a circular on an A4 page."""

from dataclasses import dataclass

from kairanban.circulation.circulars.actions import drafts
from kairanban.circulation.circulars.actions.article import article
from kairanban.circulation.circulars.queries.attribution import OF_CIRCULAR
from kairanban.circulation.circulars.queries.drafting import NOTE
from kairanban.circulation.circulars.rules.article import Article
from kairanban.core.errors import NotFound
from kairanban.core.ids import CircularId
from kairanban.db.tx import Tx

TEMPLATE = "circulation/circulars/correction_slip.html"


@dataclass(frozen=True, slots=True)
class Slip:
    article: Article
    note: str
    changed: int
    withdrawn: bool


async def slip(
    tx: Tx,
    circular: CircularId,
    edition: int,
    kind: str,
    category: str,
    importance: str,
    published: int | None,
) -> Slip:
    """Return the slip; NotFound without a correction. The caller has checked that the actor may read it."""
    note = await tx.one(NOTE, circular=circular)
    if note.withdrawn is None and edition == 1:
        raise NotFound
    found = article(
        await drafts.texts_of(tx, circular, edition),
        [],
        kind=kind,
        category=category,
        importance=importance,
        published=published,
        attribution=await tx.one(OF_CIRCULAR, circular=circular),
    )
    return Slip(
        found,
        note=note.why if note.withdrawn is not None else note.note,
        changed=note.withdrawn or note.made,
        withdrawn=note.withdrawn is not None,
    )
