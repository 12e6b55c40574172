"""What is written down about the household, what it proposed, and the yearly question whether it is right."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.household_proposals.actions import own
from kairanban.community.household_proposals.pages.home import home_of, overview
from kairanban.community.household_proposals.queries.own import OwnProposal
from kairanban.community.household_proposals.rules import KIND_NAMES, OUTCOMES, Written
from kairanban.community.people.queries.people import Resident
from kairanban.community.roster_renewals.actions import own as renewals
from kairanban.community.roster_renewals.queries.own import Asked
from kairanban.core.actor import Home
from kairanban.web.app_context import actor, read, write
from kairanban.web.forms import read_form
from kairanban.web.render import page
from kairanban.web.routing import Open, get, post


@dataclass(frozen=True, slots=True)
class HouseholdPage:
    home: Home
    several: bool
    written: Written
    living: Sequence[Resident]
    proposals: Sequence[OwnProposal]
    asked: Asked | None
    """The renewal of the roster that asks now."""
    done: str
    kinds: dict[str, str]
    outcomes: dict[str, str]

    @property
    def waiting(self) -> list[OwnProposal]:
        return [one for one in self.proposals if one.settled is None]

    @property
    def answered(self) -> list[OwnProposal]:
        return [one for one in self.proposals if one.settled is not None]


async def show(request: Request) -> Response:
    home = home_of(request)
    async with read(request) as tx:
        view = HouseholdPage(
            home=home,
            several=len(actor(request).homes) > 1,
            written=await own.written(tx, home.household),
            living=await own.members(tx, home.household),
            proposals=await own.proposals(tx, home.household),
            asked=await renewals.asked(tx, home.household),
            done=request.query_params.get("done", ""),
            kinds=KIND_NAMES,
            outcomes=OUTCOMES,
        )
    return page(request, "community/household_proposals/household.html", view)


async def confirm(request: Request) -> Response:
    home = home_of(request, await read_form(request))
    async with write(request) as tx:
        await renewals.confirm(tx, home.household)
    return overview(home, "right")


async def take_back(request: Request) -> Response:
    home = home_of(request, await read_form(request))
    async with write(request) as tx:
        await own.take_back(tx, home.household, request.path_params["proposal"])
    return overview(home, "taken_back")


routes = [
    get("/household", show, Open.HOUSEHOLD),
    post("/household/confirmation", confirm, Open.HOUSEHOLD),
    post("/household/proposals/{proposal:int}/removal", take_back, Open.HOUSEHOLD),
]
