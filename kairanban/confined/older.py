"""Page pictures as JPEG: Safari before iOS 14 does not show WebP."""

from kairanban.confined import child, errors
from kairanban.confined.errors import Unreadable
from kairanban.confined.limits import DOCUMENT

_JPEG = b"\xff\xd8\xff"


async def as_jpeg(picture: bytes) -> bytes:
    """Return a stored picture as JPEG; raise Unreadable when the child fails."""
    _, blobs = await child.run(child.Worker("kairanban.confined.inside.older"), {}, (picture,), DOCUMENT)
    if len(blobs) != 1 or not blobs[0].startswith(_JPEG):
        raise Unreadable(errors.DAMAGED)
    return bytes(blobs[0])
