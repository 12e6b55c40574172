"""Visiting the application as one of the cast, without a browser."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx2

from kairanban.app import create_app
from kairanban.community.signin.backend import recognise
from kairanban.config import Settings
from kairanban.core.push_services import push_service
from kairanban.web import static_files
from kairanban.web.app_context import AppContext
from tests.world import World

ADDRESS = "http://localhost:8321"


class Visit:
    """A browser without rendering: cookies and forms, no redirects followed."""

    def __init__(
        self,
        world: World,
        who: str | None = None,
        *,
        demo: bool = False,
        address: str = ADDRESS,
        push_services: tuple[str, ...] = (),
        owner_key: str = "a key of tests",
    ) -> None:
        settings = Settings(Path("/nowhere"), "sqlite:////nowhere/kairanban.sqlite3", address)
        if push_services:
            settings = replace(settings, push_services=tuple(map(push_service, push_services)))
        self.app = create_app(settings)
        self.app.state.context = AppContext(
            settings, world.database, recognise, demo, static_files.addresses(), owner_key=owner_key
        )
        self._http = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=self.app), base_url=address, headers={"Origin": address}
        )
        if who is not None:
            self._http.cookies.set(settings.cookie("kairanban"), world.tokens[who])

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    @property
    def cookies(self) -> httpx2.Cookies:
        return self._http.cookies

    async def get(self, path: str, **headers: str) -> httpx2.Response:
        return _as_read(await self._http.get(path, headers=headers))

    async def post(
        self, path: str, form: Mapping[str, object] | None = None, **headers: str
    ) -> httpx2.Response:
        return _as_read(await self._http.post(path, data=form or {}, headers=headers))

    async def json(self, path: str, given: object) -> httpx2.Response:
        return await self._http.post(path, json=given)

    async def send(
        self, path: str, form: Mapping[str, object], files: list[tuple[str, tuple[str, bytes, str]]]
    ) -> httpx2.Response:
        return _as_read(await self._http.post(path, data=form, files=files))


def _as_read(answer: httpx2.Response) -> httpx2.Response:
    """Leave out the marks of line breaks, which nobody reads and which stand in the middle of sentences."""
    if "html" in answer.headers.get("content-type", ""):
        answer._content = without_breaks(answer.text).encode()
        del answer._text
    return answer


@asynccontextmanager
async def visit(world: World, who: str | None = None) -> AsyncIterator[Visit]:
    async with Visit(world, who) as one:
        yield one


_BREAKS = re.compile(r'<wbr>|<span(?P<phrase> class="phrase[^"]*")?[^>]*>|</span>')


def without_breaks(html: str) -> str:
    """Leave out what stands in a page for its line breaks only (i18n/phrases.py)."""
    open_spans: list[bool] = []

    def kept(found: re.Match[str]) -> str:
        if found[0] == "<wbr>":
            return ""
        if found[0] == "</span>":
            return "" if open_spans and open_spans.pop() else found[0]
        open_spans.append(bool(found["phrase"]))
        return "" if found["phrase"] else found[0]

    return _BREAKS.sub(kept, str(html))


def said(answer: httpx2.Response) -> str:
    """Return the page as it is read, without what stands in it for line breaks."""
    return answer.text
