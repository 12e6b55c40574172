"""On the home screen and without a network: the manifest, the service worker, and the pages that explain."""

import re
from functools import cache
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kairanban.i18n.marks import N as _n
from kairanban.i18n.translate import translate
from kairanban.web.app_context import app_context
from kairanban.web.owners import owner_headers
from kairanban.web.render import page
from kairanban.web.routing import Open, get
from kairanban.web.static_files import FOLDER

# What every page that a device keeps needs to look right.
SHELL = ("app.css", "app.js", "icon.svg", "staff.css", "waiting.js")
# The modules of the worker; each imports only from those before it.
MODULES = (
    "version",
    "store",
    "names",
    "forgetting",
    "owners",
    "keeping",
    "queue",
    "sealed",
    "opening",
    "pressing",
    "push",
    "events",
)
NAME = _n("Kairanban")


@cache
def assembled() -> str:
    """Put the worker's modules together into one classic script: older tablets know no modules in a worker."""
    parts = [(FOLDER / "worker" / f"{name}.mjs").read_text() for name in MODULES]
    return '"use strict";\n' + "".join(
        re.sub(r"^(import .*\n|export )", "", part, flags=re.M) for part in parts
    )


async def worker(request: Request) -> Response:
    """The service worker; it is another one as soon as anything it keeps is another."""
    addresses = [app_context(request).statics[name] for name in SHELL]
    code = assembled()
    version = sha256("".join([*addresses, code]).encode()).hexdigest()[:12]
    listed = ", ".join(f'"{address}"' for address in addresses)
    code = code.replace('"SHELL"', listed).replace("VERSION", version)
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"}
    return Response(code, 200, headers, "text/javascript; charset=utf-8")


async def manifest(request: Request) -> Response:
    statics, language = app_context(request).statics, request.state.page_context.language
    return JSONResponse(
        {
            "id": "/",
            "name": translate(language, NAME),
            "short_name": translate(language, NAME),
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#FBFAF6",
            "theme_color": "#14532D",
            "icons": [
                {"src": statics["icon-192.png"], "sizes": "192x192", "type": "image/png"},
                {"src": statics["icon-512.png"], "sizes": "512x512", "type": "image/png"},
                {
                    "src": statics["icon-maskable.png"],
                    "sizes": "512x512",
                    "type": "image/png",
                    "purpose": "maskable",
                },
            ],
        },
        headers={"Cache-Control": "private, max-age=3600"},
        media_type="application/manifest+json",
    )


async def owner(request: Request) -> Response:
    """Say whose device it is, before what waits on it is sent."""
    answer = Response(None, 204, {"Cache-Control": "no-store"})
    answer.raw_headers += owner_headers(request)
    return answer


async def offline(request: Request) -> Response:
    """What is shown where nothing was kept."""
    return page(request, "web/offline.html")


async def home_screen(request: Request) -> Response:
    """「ホーム画面に追加」 explained, for the device one holds first."""
    agent = request.headers.get("user-agent", "")
    # An iPad says it is a Mac; there is no telling them apart here.
    mine = "android" if "Android" in agent else "iphone" if "iPhone" in agent else "ipad"
    return page(request, "web/home_screen.html", mine)


routes = [
    get("/sw.js", worker, Open.PUBLIC),
    get("/manifest.webmanifest", manifest, Open.PUBLIC),
    get("/owner", owner, Open.SIGNED_IN),
    get("/offline", offline, Open.PUBLIC),
    get("/home-screen", home_screen, Open.PUBLIC),
]
