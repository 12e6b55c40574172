"""/metrics: with a word only, right over all processes, and nothing of anybody."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from kairanban.config import WrongSetting, read_settings
from kairanban.core.clock import HOUR, MINUTE
from kairanban.db.backup import LAST_BACKUP
from kairanban.db.write_probe import probe
from kairanban.measures.processes import FOLDER, measured, of_all
from tests.conftest import SetClock
from tests.notify.push_service import Browser
from tests.notify.telling import WORKER, Telling, settings
from tests.visiting import Visit
from tests.world import World, circular

pytestmark = pytest.mark.anyio

TOKEN = "a-word-of-the-operator-8321"
Found = dict[tuple[str, frozenset[tuple[str, str]]], float]


@asynccontextmanager
async def watched(world: World, data: Path, who: str | None = None) -> AsyncIterator[Visit]:
    async with Visit(world, who) as visit:
        context = visit.app.state.context
        given = replace(context.settings, data=data, metrics_token=TOKEN)
        visit.app.state.context = replace(context, settings=given)
        yield visit


async def read(visit: Visit) -> Found:
    answer = await visit.get("/metrics", Authorization=f"Bearer {TOKEN}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    return parsed(answer.text)


def parsed(text: str) -> Found:
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def value(found: Found, name: str, **labels: str) -> float:
    """Return the sum over every series of this name that has these labels."""
    return sum(
        number
        for (one, of), number in found.items()
        if one == f"kairanban_{name}" and labels.items() <= dict(of).items()
    )


async def test_nothing_is_told_without_a_setting(world: World, tmp_path: Path) -> None:
    async with Visit(world) as visit:
        assert (await visit.get("/metrics")).status_code == 404
        assert (await visit.get("/metrics", Authorization="Bearer ")).status_code == 404
    async with watched(world, tmp_path) as visit:
        assert (
            "kairanban_database_up 1.0" in (await visit.get("/metrics", Authorization=f"Bearer {TOKEN}")).text
        )


@pytest.mark.parametrize(
    "given", ["", TOKEN, f"Basic {TOKEN}", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", "Bearer"]
)
async def test_a_wrong_word_is_told_nothing(world: World, tmp_path: Path, given: str) -> None:
    async with watched(world, tmp_path, "yamada") as visit:
        answer = await visit.get("/metrics", Authorization=given)
        assert answer.status_code == 401
        assert "kairanban_" not in answer.text
        # As any other plain answer.
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "word", ["short", "with a space in it, long", "日本語の長い言葉でありますがだめです"]
)
def test_a_word_that_could_be_guessed_is_no_setting(word: str) -> None:
    with pytest.raises(WrongSetting, match="KAIRANBAN_METRICS_TOKEN") as caught:
        read_settings({"KAIRANBAN_METRICS_TOKEN": word})
    assert word not in str(caught.value)
    assert read_settings({"KAIRANBAN_METRICS_TOKEN": TOKEN}).metrics_token == TOKEN


async def test_requests_are_counted_by_the_pattern_of_their_route(world: World, tmp_path: Path) -> None:
    id = await circular(world)
    async with measured(tmp_path, "web"), watched(world, tmp_path, "sato") as visit:
        for _ in range(3):
            assert (await visit.get(f"/circulars/{id}?words=佐藤")).status_code == 200
        assert (await visit.get("/circulars/999999")).status_code == 404
        for path in ("/佐藤", "/c/../etc", "/circulars/x", "/nobody@example.jp"):
            await visit.get(path)
        assert (await visit._http.request("PROPFIND", "/health")).status_code == 404
        found = await read(visit)
    page = "/circulars/{circular:int}"
    assert value(found, "requests_total", route=page, method="GET", status="2xx", process="web-1") == 3
    assert value(found, "requests_total", route=page, status="4xx") == 1
    assert value(found, "requests_total", route="other") >= 3
    assert value(found, "requests_total", method="other") == 1
    assert value(found, "request_seconds_count", route=page) == 4
    assert 0 < value(found, "request_seconds_sum", route=page) < 60
    # Nothing that a client can choose is a label.
    labels = {text for _, of in found for _, text in of}
    assert not any(
        "佐藤" in text or "nobody" in text or "PROPFIND" in text or text == str(id) for text in labels
    )


async def test_writes_are_counted_by_their_commits(world: World, tmp_path: Path) -> None:
    async def write() -> None:
        async with world.database.write(WORKER) as tx:
            await probe(tx)

    async with measured(tmp_path, "web"), watched(world, tmp_path) as visit:
        await asyncio.gather(*[write() for _ in range(20)])
        found = await read(visit)
    batches = value(found, "write_batch_seconds_count")
    assert value(found, "write_batch_bodies_sum") == 20
    # One writer gathers what comes at the same time; PostgreSQL commits each.
    assert batches == 20 if world.database.engine == "postgresql" else 1 <= batches < 20
    assert value(found, "write_batches_failed_total") == 0


async def test_the_outbox_is_read_when_a_monitor_asks(world: World, clock: SetClock, tmp_path: Path) -> None:
    given = settings(tmp_path, "http://localhost:1")
    telling = Telling(world, given, 5.0)
    await telling.allow("sato", Browser("tablet").subscription("http://localhost:1/push/tablet"))
    await circular(world, importance="important")
    from kairanban.notify.actions.fan_out import fan_out_new

    await fan_out_new(world.database, WORKER)
    async with measured(tmp_path, "worker"), watched(world, tmp_path) as visit:
        clock.advance(3 * MINUTE)
        before = await read(visit)
        await telling.courier.settle()
        after = await read(visit)
    await telling.courier.close()
    assert value(before, "outbox", channel="push", state="due") == 1
    assert value(before, "outbox_oldest_due_seconds", channel="push") == 180
    assert value(before, "outbox", channel="mail", state="due") == 0
    assert value(after, "outbox", channel="push", state="due") == 0
    assert value(after, "outbox", channel="push", state="later") == 1
    assert value(after, "sends_total", channel="push", answer="ours", process="worker-1") == 1
    assert value(after, "channel_faults", channel="push") == 1


async def test_figures_of_the_disk_and_the_worker(world: World, clock: SetClock, tmp_path: Path) -> None:
    (tmp_path / "file.backup").write_bytes(b"x")
    async with watched(world, tmp_path) as visit:
        none = await read(visit)
        (tmp_path / LAST_BACKUP).write_text(str(tmp_path / "file.backup"))
        async with world.database.write(WORKER) as tx:
            await probe(tx)
        clock.advance(HOUR)
        found = await read(visit)
    assert not any(
        name in ("kairanban_backup_timestamp_seconds", "kairanban_worker_wrote_timestamp_seconds")
        for name, _ in none
    )
    assert value(found, "backup_timestamp_seconds") == pytest.approx(
        (tmp_path / "file.backup").stat().st_mtime
    )
    assert value(found, "worker_wrote_timestamp_seconds") == pytest.approx(clock() / 1000 - 3600)
    assert value(found, "data_free_bytes") > 0
    assert value(found, "clock_trusted") == 1
    assert value(found, "info") == 1


async def test_a_database_that_does_not_answer_is_said_with_the_rest(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kairanban.core.errors import Unavailable
    from kairanban.desks.monitoring import reading

    async def silent(_tx: Any) -> list[Any]:
        raise Unavailable("host=10.0.0.1 user=kairanban")

    monkeypatch.setattr(reading, "of_database", silent)
    async with measured(tmp_path, "web"), watched(world, tmp_path) as visit:
        found = await read(visit)
    assert value(found, "database_up") == 0
    assert value(found, "process_up", process="web-1") == 1


async def test_names_are_taken_again_by_those_that_come_after(tmp_path: Path) -> None:
    async with measured(tmp_path, "web") as first:
        assert first == "web-1"
        assert [one.process for one in await of_all(tmp_path)] == ["web-1"]
    assert await of_all(tmp_path) == []
    # What a process that was killed left behind: a socket that nobody listens at, and a lock that nobody holds.
    (tmp_path / FOLDER / "web-1.sock").touch()
    assert await of_all(tmp_path) == []
    async with measured(tmp_path, "web") as again:
        assert again == "web-1"
        assert (tmp_path / FOLDER / "web-1.sock").stat().st_mode & 0o777 == 0o600
    assert await of_all(tmp_path / "nowhere") == []
