"""Download of the roster for Excel."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.places.actions.places import find_place
from kairanban.community.roster.actions.exporting import export
from kairanban.core.clock import day_of
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.web.app_context import observe
from kairanban.web.routing import get


async def download(request: Request) -> Response:
    """Send the export after recording it in the journal and the access log."""
    association = PlaceId(request.path_params["association"])
    if request.method == "HEAD":
        return Response(media_type="text/csv; charset=utf-8")
    async with observe(request) as tx:
        data = await export(tx, association)
        name = (await find_place(tx, association)).name
        today = day_of(tx.now).isoformat()
    saved_as = quote(f"名簿_{name}_{today}.csv", safe="")
    headers = {
        "Content-Disposition": f"attachment; filename=\"roster-{today}.csv\"; filename*=UTF-8''{saved_as}",
        "Cache-Control": "no-store",
    }
    return Response(data, media_type="text/csv; charset=utf-8", headers=headers)


routes = [get("/associations/{association:int}/roster/export", download, Task.EXPORT_ROSTER)]
