"""訂正票: what has changed, as a sheet for the households that read on paper."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulars.actions import drafts
from kairanban.circulars.article import Article, article, voice_of
from kairanban.circulars.queries.drafting import NOTE
from kairanban.core.errors import NotFound
from kairanban.core.ids import CircularId
from kairanban.core.tasks import Task
from kairanban.web.here import read
from kairanban.web.render import printed_page
from kairanban.web.routing import get


@dataclass(frozen=True, slots=True)
class SlipPage:
    article: Article
    note: str
    changed: int
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Note:
    """What households are told first: the note of the newest edition, or why it was withdrawn."""

    note: str
    made: int
    why: str
    withdrawn: int | None


async def show(request: Request) -> Response:
    circular = CircularId(request.path_params["circular"])
    async with read(request) as tx:
        work = await drafts.find(tx, circular)
        note = await tx.one(NOTE, Note, circular=circular)
        texts = await drafts.texts_of(tx, circular, work.edition)
    if note.withdrawn is None and work.edition == 1:
        raise NotFound
    view = SlipPage(
        article=article(
            texts,
            [],
            kind=work.kind,
            category=work.category,
            importance=work.importance,
            published=work.published,
            voice=voice_of(work),
        ),
        note=note.why if note.withdrawn is not None else note.note,
        changed=note.withdrawn or note.made,
        withdrawn=note.withdrawn is not None,
    )
    return printed_page(request, "circulars/slip.html", view)


routes = [get("/circulars/{circular:int}/slip", show, Task.PUBLISH)]
