"""Page pictures of attachments, for readers of the circular."""

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulation.circulars.actions import attachments
from kairanban.core.ids import AttachmentId
from kairanban.web.app_context import read
from kairanban.web.routing import Open, get

# A picture never changes; it is personal, so only the reader's own browser may cache it.
KEEP = "private, max-age=604800, immutable"


async def show(request: Request) -> Response:
    async with read(request) as tx:
        picture = await attachments.picture(
            tx, AttachmentId(request.path_params["attachment"]), request.path_params["number"]
        )
    return Response(picture.data, media_type=picture.media_type, headers={"Cache-Control": KEEP})


routes = [get("/attachments/{attachment:int}/pages/{number:int}", show, Open.SIGNED_IN)]
