"""No handler keeps the event loop for more than 100 ms, on a corpus of hostile texts."""

import asyncio
import time
from typing import Any
from urllib.parse import quote

import pytest
from starlette.types import Receive, Scope, Send

from kairanban.circulation.circulars.actions import publishing, readings
from kairanban.circulation.circulars.rules.texts import BODY_MOST, FACT_MOST, GIST_MOST, TITLE_MOST
from kairanban.core.actor import System
from kairanban.core.ids import CircularId
from tests.holding import apart, longest_hold
from tests.hostile_texts import HOSTILE, Text
from tests.visiting import Visit
from tests.world import World, draft

pytestmark = pytest.mark.anyio

MOST = 100
ROSTER = "氏名,住所,電話\n"


async def _everything(world: World, text: Text) -> None:
    """Write a circular of this text, read it with furigana, answer, search, write a visit and preview a roster."""
    id = await draft(world, reply_kind="attendance")
    fields = {
        **dict.fromkeys(("facts_when", "facts_where", "facts_bring", "facts_ask", "facts_phone"), text(FACT_MOST)),
        "title": text(TITLE_MOST).strip() or "題",
        "gist": text(GIST_MOST),
        "body": text(BODY_MOST),
        "reply_kind": "attendance",
    }  # fmt: skip
    async with _visit(world, "yamada") as chair:
        assert (await chair.post(f"/circulars/{id}/draft", fields)).status_code == 303
        for page in ("draft", "proof"):
            assert (await chair.get(f"/circulars/{id}/{page}")).status_code == 200
        # Too long, up to the limit of a form: said, and shown again.
        assert (await chair.post(f"/circulars/{id}/draft", {**fields, "body": text(28_000)})).status_code in (
            303,
            422,
        )
        await _published(world, id)
        association = world.places["midorigaoka"]
        await chair.get(f"/associations/{association}/circulars?words={quote(text(2_000))}")
        await chair.get(f"/circulars/{id}/progress")
        file = ("名簿.csv", (ROSTER + text(200_000)).encode(), "text/csv")
        await chair.send(f"/associations/{association}/roster/files", {}, [("file", file)])
    async with _visit(world, "suzuki") as tablet:
        await tablet.post("/settings", {"furigana": "all", "language": "ja"})
        for page in (
            "/",
            f"/circulars/{id}",
            f"/circulars/{id}/answer",
            f"/circulars?words={quote(text(2_000))}",
        ):
            await tablet.get(page)
        for length in (300, 28_000):
            await tablet.post(f"/circulars/{id}/answer", {"choice": "yes", "words": text(length)})
            await tablet.get(f"/circulars/{id}")
    async with _visit(world, "nagai") as commissioner:
        visited = f"/board/households/{world.households['suzuki']}"
        for length in (300, 28_000):
            await commissioner.post(f"{visited}/visits", {"kind": "visit", "note": text(length)})
        await commissioner.get(visited)


async def _published(world: World, id: CircularId) -> None:
    async with world.database.write(world.yamada) as tx:
        await publishing.publish(tx, id)
    await readings.look_up(world.database, System("readings"))


_warm: list[bool] = []


@pytest.mark.parametrize("name", list(HOSTILE))
async def test_no_text_keeps_the_event_loop_for_more_than_100_ms(world: World, name: str) -> None:
    if not _warm:
        # Templates are compiled and modules imported once in a process.
        await _everything(world, lambda length: "おそうじをします。"[:length])
        _warm.append(True)
    with longest_hold() as longest:
        await _everything(world, HOSTILE[name])
    assert longest.milliseconds <= MOST


async def test_work_in_the_loop_is_seen_and_waiting_is_not() -> None:
    async def waits(scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(0.2)
        await asyncio.to_thread(_busy, 150)

    async def works(scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(0)
        _busy(150)

    for app, seen in ((waits, False), (works, True)):
        with longest_hold() as longest:
            _busy(150)
            await apart(app)({}, _nothing, _nothing)
        assert (longest.milliseconds > MOST) == seen


async def _nothing(*given: Any) -> Any:
    return None


def _busy(milliseconds: float) -> None:
    end = time.thread_time() + milliseconds / 1000
    while time.thread_time() < end:
        pass


def _visit(world: World, who: str) -> Visit:
    visit = Visit(world, who)
    visit._http._transport.app = apart(visit.app)  # type: ignore[attr-defined]
    return visit
