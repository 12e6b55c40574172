"""A draft is thrown away after a question, and taken back within 30 days."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulation.circulars.actions import discarding, drafts
from kairanban.circulation.circulars.pages.fields import WRITERS
from kairanban.circulation.circulars.rules.drafts import Work
from kairanban.circulation.circulars.rules.kinds import Kind
from kairanban.circulation.circulars.rules.timing import DISCARDED_FOR
from kairanban.core.clock import DAY
from kairanban.core.ids import CircularId
from kairanban.web.app_context import read, write
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post


@dataclass(frozen=True, slots=True)
class DiscardPage:
    work: Work
    title: str
    back: str
    days: int = DISCARDED_FOR // DAY

    @property
    def for_good(self) -> bool:
        """Whether it cannot be taken back."""
        return self.work.kind == Kind.REQUEST or bool(self.work.issuer)


async def ask(request: Request) -> Response:
    circular = CircularId(request.path_params["circular"])
    async with read(request) as tx:
        work = await drafts.find(tx, circular)
        texts = await drafts.texts_of(tx, circular, work.edition)
    if work.published is not None:
        return see(f"/circulars/{circular}/progress")
    view = DiscardPage(work, texts.title, f"/circulars/{circular}/draft")
    return staff_page(request, "circulation/circulars/discarding.html", view)


async def discard(request: Request) -> Response:
    async with write(request) as tx:
        work = await discarding.discard(tx, CircularId(request.path_params["circular"]))
    return see(f"/{'requests' if work.kind == Kind.REQUEST else 'office'}?done=discarded")


async def take_back(request: Request) -> Response:
    circular = CircularId(request.path_params["circular"])
    async with write(request) as tx:
        await discarding.take_back(tx, circular)
    return see(f"/circulars/{circular}/draft?done=taken_back")


_REMOVAL = "/circulars/{circular:int}/removal"

routes = [
    get(_REMOVAL, ask, WRITERS),
    post(_REMOVAL, discard, WRITERS),
    post("/circulars/{circular:int}/return", take_back, WRITERS),
]
