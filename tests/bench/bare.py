"""The bare page: Starlette, Jinja and one aiosqlite read, with as many bytes as the measured page.

The template has the same parts as a circular's page, without sign-in, scopes, translation or guards.
"""

import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiosqlite
import uvicorn
from jinja2 import Environment, FileSystemLoader
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

TEMPLATES = Path(__file__).parent / "templates"

ROW = {
    "id": "1", "title": "公園の清掃", "gist": "12月の第一日曜に公園を清掃します。", "facts_when": "12月6日（日）午前8時",
    "facts_where": "みどりヶ丘公園", "facts_bring": "軍手", "facts_ask": "会長 山田 022-000-0001",
    "body": "おそうじをします。\n\n・軍手をお持ちください", "importance": "important", "category": "お知らせ",
    "day": "12月1日（火）", "issuer": "みどりヶ丘自治会", "label": "佐藤", "association": "みどりヶ丘自治会",
    "help_name": "会長 山田", "help_phone": "022-000-0001",
}  # fmt: skip
FRAME = {
    "lang": "ja",
    "size": "standard",
    "css": "/static/app.1a2b3c4d5e6f.css",
    "icon": "/static/icon.svg",
    "path": "/circulars/1",
}


def application(folder: Path, size: int) -> Starlette:
    path = folder / "bare.sqlite3"
    with sqlite3.connect(path) as made:
        made.execute(f"CREATE TABLE IF NOT EXISTS circular ({', '.join(ROW)})")
        made.execute(f"INSERT INTO circular VALUES ({', '.join('?' * len(ROW))})", tuple(ROW.values()))
    template = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, auto_reload=False
    ).get_template("circular.html")
    empty = len(template.render(**ROW, **FRAME, filler="").encode())
    filler = "x" * max(0, size - empty)
    select = f"SELECT {', '.join(ROW)} FROM circular WHERE id = ?"

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with aiosqlite.connect(path) as app.state.database:
            yield

    async def show(request: Request) -> HTMLResponse:
        rows = list(await request.app.state.database.execute_fetchall(select, ("1",)))
        return HTMLResponse(template.render(**dict(zip(ROW, rows[0], strict=True)), **FRAME, filler=filler))

    return Starlette(routes=[Route("/", show)], lifespan=lifespan)


if __name__ == "__main__":
    uvicorn.run(
        application(Path(sys.argv[2]), int(sys.argv[3])),
        port=int(sys.argv[1]),
        log_config=None,
        access_log=False,
    )
