"""緊急閲覧: emergency access to one household, which sees the reason."""

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.care.visits.actions import households
from kairanban.core.errors import Invalid
from kairanban.core.tasks import Task
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import write
from kairanban.web.forms import read_form
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post


@dataclass(frozen=True, slots=True)
class EmergencyPage:
    typed: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)


async def show(request: Request) -> Response:
    return staff_page(request, "care/visits/emergency.html", EmergencyPage())


async def look_up(request: Request) -> Response:
    form = await read_form(request)
    sought = form.text("sought", longest=60, needed=_n("Please write whom it is about."))
    reason = form.paragraphs("reason", longest=300, needed=_n("Please write the reason."))
    try:
        form.check()
        async with write(request) as tx:
            household = await households.look_up(tx, sought, reason)
    except Invalid as invalid:
        typed = {"sought": sought, "reason": reason}
        return staff_page(
            request, "care/visits/emergency.html", EmergencyPage(typed, dict(invalid.fields)), 422
        )
    return see(f"/board/households/{household}")


routes = [
    get("/board/emergency", show, Task.VISIT),
    post("/board/emergency", look_up, Task.VISIT),
]
