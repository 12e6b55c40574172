"""The bare limit: Starlette, Jinja and one aiosqlite read, sending as many bytes as the measured page."""

import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiosqlite
import uvicorn
from jinja2 import Environment
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

PAGE = """<!doctype html><html lang="ja"><head><title>{{ title }}</title></head><body><h1>{{ title }}</h1>
{% for line in lines %}<p>{{ line }}</p>
{% endfor %}{{ filler }}</body></html>"""


def application(folder: Path, size: int) -> Starlette:
    path = folder / "bare.sqlite3"
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE IF NOT EXISTS circular (id INTEGER PRIMARY KEY, title TEXT, body TEXT)")
        made.execute(
            "INSERT OR IGNORE INTO circular VALUES (1, '公園の清掃', ?)",
            ("\n".join(["清掃をします。"] * 20),),
        )
    template = Environment(autoescape=True).from_string(PAGE)
    empty = len(template.render(title="公園の清掃", lines=["清掃をします。"] * 20, filler="").encode())
    filler = "x" * max(0, size - empty)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with aiosqlite.connect(path) as app.state.database:
            yield

    async def show(request: Request) -> HTMLResponse:
        rows = list(
            await request.app.state.database.execute_fetchall(
                "SELECT title, body FROM circular WHERE id = ?", (1,)
            )
        )
        title, body = rows[0]
        return HTMLResponse(template.render(title=title, lines=body.split("\n"), filler=filler))

    return Starlette(routes=[Route("/", show)], lifespan=lifespan)


if __name__ == "__main__":
    uvicorn.run(
        application(Path(sys.argv[2]), int(sys.argv[3])),
        port=int(sys.argv[1]),
        log_config=None,
        access_log=False,
    )
