"""Households that a roster file no longer has, marked as moved out from its preview."""

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.household_changes.actions import moving
from kairanban.community.roster.actions import files
from kairanban.community.roster.pages.fields import MOST_FIELDS, read_choices
from kairanban.core.clock import at, day_of
from kairanban.core.ids import HouseholdId
from kairanban.core.tasks import Task
from kairanban.web.app_context import write
from kairanban.web.forms import Form
from kairanban.web.render import see
from kairanban.web.routing import MIB, post


async def depart(request: Request) -> Response:
    """End the ticked households today, and keep what was chosen on the page beside them."""
    form = Form(await request.form(max_files=0, max_fields=MOST_FIELDS))
    gone = form.ids("gone")
    async with write(request) as tx:
        file = await files.find(tx, request.path_params["file"])
        choices = read_choices(form, file.choices)
        if choices != file.choices:
            await files.save_choices(tx, file.id, choices)
        for household in gone:
            today = at(day_of(tx.now))
            await moving.leave(tx, file.association, HouseholdId(household), today, empty=False)
    return see(f"/roster/files/{file.id}?done={'departed' if gone else 'chosen'}")


routes = [post("/roster/files/{file:int}/departures", depart, Task.CHANGE_ROSTER, body=2 * MIB)]
