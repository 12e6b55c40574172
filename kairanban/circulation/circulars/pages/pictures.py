"""Page pictures of attachments, for readers of the circular."""

import asyncio
from collections import OrderedDict
from contextlib import suppress
from hashlib import blake2b

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulation.circulars.actions import attachments
from kairanban.confined.errors import Unreadable
from kairanban.confined.older import as_jpeg
from kairanban.core.ids import AttachmentId
from kairanban.web.app_context import read
from kairanban.web.routing import Open, get

# A picture never changes; it is personal, so only the reader's own browser may cache it.
KEEP = "private, max-age=604800, immutable"
# Old tablets of one circular ask for the same pages within hours; some 10 MB.
_MOST = 30
_converted: OrderedDict[bytes, asyncio.Future[bytes]] = OrderedDict()


async def show(request: Request) -> Response:
    attachment, number = AttachmentId(request.path_params["attachment"]), request.path_params["number"]
    async with read(request) as tx:
        picture = await attachments.picture(tx, attachment, number)
    # No Vary: the worker fetches ahead as "*/*", and must find it again for the page.
    headers = {"Cache-Control": KEEP}
    if picture.media_type == "image/webp" and not _knows_webp(request.headers.get("accept", "*/*")):
        # Where it cannot be made the picture is sent as it is; the text under it says the same.
        with suppress(Unreadable):
            older = await _older(picture.data)
            return Response(older, media_type="image/jpeg", headers=headers)
    return Response(picture.data, media_type=picture.media_type, headers=headers)


def _knows_webp(accepted: str) -> bool:
    """Tell whether a browser asks for WebP; those that load an image and do not name it are older than 2020."""
    return "image/webp" in accepted or "image/" not in accepted


async def _older(picture: bytes) -> bytes:
    """Return it as JPEG; requests for one picture at a time share one conversion. Raise Unreadable."""
    key = blake2b(picture, digest_size=16).digest()
    running = _converted.pop(key, None) or asyncio.ensure_future(as_jpeg(picture))
    _converted[key] = running
    if len(_converted) > _MOST:
        _converted.popitem(last=False)
    try:
        return await asyncio.shield(running)
    except Unreadable:
        _converted.pop(key, None)
        raise


routes = [get("/attachments/{attachment:int}/pages/{number:int}", show, Open.SIGNED_IN)]
