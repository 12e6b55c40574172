"""ふたつの会の、ひとつのお宅: link the households of one family, and part them."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulation.families import actions
from kairanban.circulation.families.queries import Member
from kairanban.core.errors import NotFound
from kairanban.core.ids import HouseholdId
from kairanban.web.app_context import read, write
from kairanban.web.forms import read_form
from kairanban.web.render import page, see
from kairanban.web.routing import Open, get, post


@dataclass(frozen=True, slots=True)
class FamilyPage:
    homes: list[Member]
    pairs: list[tuple[Member, Member]]
    """What could be linked on this device."""
    done: str

    @property
    def linked(self) -> list[list[Member]]:
        """The linked households that this device holds, by family."""
        families: dict[int, list[Member]] = {}
        for home in self.homes:
            if home.family is not None:
                families.setdefault(home.family, []).append(home)
        return list(families.values())


async def show(request: Request) -> Response:
    async with read(request) as tx:
        homes = await actions.own(tx)
    view = FamilyPage(homes, actions.could_be_one(homes), request.query_params.get("done", ""))
    return page(request, "circulation/families/family.html", view)


async def link(request: Request) -> Response:
    asked = [HouseholdId(id) for id in (await read_form(request)).ids("household")]
    if len(asked) != 2:
        raise NotFound
    async with write(request) as tx:
        await actions.link(tx, *asked)
    return see("/family?done=linked")


async def part(request: Request) -> Response:
    async with write(request) as tx:
        await actions.part(tx, HouseholdId(request.path_params["household"]))
    return see("/family?done=parted")


routes = [
    get("/family", show, Open.HOUSEHOLD),
    post("/family/links", link, Open.HOUSEHOLD),
    post("/family/links/{household:int}/removal", part, Open.HOUSEHOLD),
]
