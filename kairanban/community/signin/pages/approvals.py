"""Waiting devices, for block leaders and officers who know the household."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.signin.actions import devices
from kairanban.community.signin.queries.device_requests import WaitingHousehold
from kairanban.community.signin.rules.device_kinds import KINDS
from kairanban.core.ids import HouseholdId
from kairanban.core.tasks import Task
from kairanban.web.app_context import read, write
from kairanban.web.forms import read_form
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post


@dataclass(frozen=True, slots=True)
class ApprovalsPage:
    waiting: list[WaitingHousehold]
    kinds: dict[str, str]
    done: str


async def show(request: Request) -> Response:
    async with read(request) as tx:
        view = ApprovalsPage(await devices.waiting_for(tx), KINDS, request.query_params.get("done", ""))
    return staff_page(request, "community/signin/approvals.html", view)


async def decide(request: Request) -> Response:
    form = await read_form(request)
    agreed = form.choice("answer", ("yes", "no")) == "yes"
    async with write(request) as tx:
        await devices.decide_for(
            tx, HouseholdId(request.path_params["household"]), request.path_params["request"], agreed
        )
    return see(f"/approvals?done={'approved' if agreed else 'refused'}")


routes = [
    get("/approvals", show, Task.APPROVE_DEVICES),
    post("/approvals/{household:int}/{request:int}", decide, Task.APPROVE_DEVICES),
]
