"""A roster officer's browser: requests pages and submits forms as a browser does."""

import html
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

from kairanban.app import create_app
from kairanban.community.roster.actions.present_roster import current_households
from kairanban.community.roster.rules.plan import CurrentHousehold
from kairanban.community.signin.backend import recognise
from kairanban.config import Settings
from kairanban.core.ids import PlaceId
from kairanban.web import static_files
from kairanban.web.app_context import AppContext
from tests.community.roster.rosters import SAMPLES
from tests.visiting import without_breaks
from tests.world import SYSTEM, World

ADDRESS = "http://localhost:8321"


@dataclass
class Office:
    """One person's browser, and the database behind it."""

    world: World
    http: httpx2.AsyncClient
    association: PlaceId

    async def get(self, path: str) -> httpx2.Response:
        return await self.http.get(path)

    async def post(self, path: str, **fields: str | list[str]) -> httpx2.Response:
        return await self.http.post(path, data=fields)

    async def upload(self, data: bytes, name: str = "名簿.csv") -> httpx2.Response:
        return await self.http.post(
            f"/associations/{self.association}/roster/files", files={"file": (name, data)}
        )

    async def preview(self, data: bytes, name: str = "名簿.csv") -> tuple[str, str]:
        """Return URL and page of the preview of a file."""
        answer = await self.upload(data, name)
        assert answer.status_code == 303, answer.text
        path = answer.headers["location"]
        page = await self.get(path)
        assert page.status_code == 200, page.text
        return path.partition("?")[0], without_breaks(page.text)

    async def bring_in(
        self, data: bytes, name: str = "名簿.csv", **chosen: str | list[str]
    ) -> httpx2.Response:
        """Upload a file, open the preview and import it."""
        path, page = await self.preview(data, name)
        return await self.post(f"{path}/taking", **{**fields(page), **chosen})

    async def roster(self) -> list[CurrentHousehold]:
        async with self.world.database.read(SYSTEM) as tx:
            return await current_households(tx, self.association)


@asynccontextmanager
async def office(world: World, who: str = "ono", association: str = "kaminosawa") -> AsyncIterator[Office]:
    settings = Settings(Path("/nonexistent"), "sqlite:///", ADDRESS)
    app = create_app(settings)
    app.state.context = AppContext(
        settings, world.database, recognise, False, static_files.addresses(), owner_key="a key of tests"
    )
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=app),
        base_url=ADDRESS,
        headers={"Origin": ADDRESS, "Accept-Language": "ja"},
        cookies={"kairanban": world.tokens[who]} if who else {},
    ) as http:
        yield Office(world, http, world.places[association])


def fields(page: str) -> dict[str, str | list[str]]:
    """Return what a browser submits of the page's large form unchanged."""
    form = page[page.index("/choices") :]
    sent: dict[str, str | list[str]] = {}
    for tag in re.finditer(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form):
        sent[html.unescape(tag[1])] = html.unescape(tag[2])
    for tag in re.finditer(
        r"<input type=\"(radio|checkbox)\" name=\"([^\"]*)\" value=\"([^\"]*)\" checked>", form
    ):
        sent[html.unescape(tag[2])] = html.unescape(tag[3])
    for tag in re.finditer(r'<input id="[^"]*" name="([^"]*)" value="([^"]*)"', form):
        sent[html.unescape(tag[1])] = html.unescape(tag[2])
    for box in re.finditer(r'<select[^>]* name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        options = re.findall(r'<option value="([^"]*)"( selected)?>', box[2])
        chosen = [value for value, selected in options if selected] or [options[0][0]]
        sent[html.unescape(box[1])] = html.unescape(chosen[0])
    return sent


def sample_bytes(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()
