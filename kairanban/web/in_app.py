"""Browsers inside another app, LINE above all: they forget what was bound in them, and have neither push nor a home screen.

A link that binds is led to the device's own browser before any cookie is set.
"""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.web.render import page, see

LINE = "LINE"
# What stands in the user agent, and what people call the app.
_APPS = (("Line/", LINE), ("Instagram", "Instagram"), ("FBAN/", "Facebook"), ("FBAV/", "Facebook"))
# LINE opens an address with it in the browser that the device opens links with.
OUTSIDE = "openExternalBrowser=1"
STAY = "stay=1"


@dataclass(frozen=True, slots=True)
class InAppPage:
    app: str
    android: bool
    stay: str
    """The same address, for those who go on all the same."""


def app_of(user_agent: str) -> str:
    """Return the app whose inner browser this is, "" for a browser."""
    return next((app for mark, app in _APPS if mark in user_agent), "")


def led_outside(request: Request) -> Response | None:
    """Return what leads out of the app, None in a browser and for those who want to stay."""
    agent = request.headers.get("user-agent", "")
    app, asked = app_of(agent), request.url.query
    if not app or STAY in asked:
        return None
    if app == LINE and OUTSIDE not in asked:
        return see(f"{request.url.path}?{OUTSIDE}")
    view = InAppPage(app, "Android" in agent, f"{request.url.path}?{STAY}")
    return page(request, "web/in_app.html", view)
