"""The operator's page: terms, what is past them, and what the last run did. Counts only."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.accountability.retention.actions.overview import Line, lines
from kairanban.core.tasks import Task
from kairanban.web.app_context import read
from kairanban.web.render import staff_page
from kairanban.web.routing import get


@dataclass(frozen=True, slots=True)
class RetentionPage:
    lines: list[Line]
    trusted: bool
    """Whether the clock is; nothing is deleted otherwise."""

    @property
    def last_run(self) -> int | None:
        return max((one.at for one in self.lines if one.at), default=None)


async def show(request: Request) -> Response:
    async with read(request) as tx:
        found, watch = await lines(tx)
    view = RetentionPage(found, watch is None or watch.trusted)
    return staff_page(request, "accountability/retention/retention.html", view)


routes = [get("/office/retention", show, Task.OPERATE)]
