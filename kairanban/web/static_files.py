"""Static files, read and compressed once, under names that contain a content hash."""

import gzip
import re
from functools import cache
from hashlib import sha256
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from kairanban.web.routing import Open, get

FOLDER = Path(__file__).parents[1] / "static"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webp": "image/webp",
}
_COMMENT_LINE = re.compile(rb"^[ \t]*(?://.*|/\*.*\*/)\n", re.MULTILINE)
YEAR = "public, max-age=31536000, immutable"


@cache
def _files() -> dict[str, tuple[str, bytes, bytes]]:
    """Map each hashed name to media type, plain bytes and gzipped bytes."""
    found = {}
    for path in sorted(FOLDER.rglob("*")):
        if path.suffix in TYPES:
            data = _without_comments(path)
            name = f"{path.stem}.{sha256(data).hexdigest()[:12]}{path.suffix}"
            found[name] = (TYPES[path.suffix], data, gzip.compress(data, 9))
    return found


def _without_comments(path: Path) -> bytes:
    """Return a file without the lines that are only a comment: they are a tenth of what a first page weighs."""
    data = path.read_bytes()
    ours = path.suffix in (".css", ".js") and path.parent.name != "vendor"
    return _COMMENT_LINE.sub(b"", data) if ours else data


def addresses() -> dict[str, str]:
    """Map file names to URLs: {"app.css": "/static/app.1a2b….css"}."""
    plain = {}
    for name in _files():
        stem, _hash, suffix = name.rsplit(".", 2)
        plain[f"{stem}.{suffix}"] = f"/static/{name}"
    return plain


async def show(request: Request) -> Response:
    found = _files().get(request.path_params["name"])
    if found is None:
        return Response(status_code=404)
    media_type, data, zipped = found
    headers = {"Cache-Control": YEAR, "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", "") and len(zipped) < len(data):
        headers["Content-Encoding"] = "gzip"
        data = zipped
    return Response(data, 200, headers, media_type)


routes = [get("/static/{name}", show, Open.PUBLIC)]
