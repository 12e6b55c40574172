"""Logs of a running server contain nothing about people, also after errors."""

import json
import logging
import os
from pathlib import Path

import httpx2
import pytest
import structlog
from sqlalchemy import text as sql

from kairanban.community.signin.actions import feeds, printing
from kairanban.core.clock import system_clock
from kairanban.db.engine import Database
from kairanban.db.migrate import engine_for
from kairanban.web.logs import OneShape, places, set_up_logs
from kairanban.web.watched import is_logged
from tests.conftest import SetClock
from tests.serving import serving
from tests.world import World, build, circular

pytestmark = pytest.mark.anyio

PASSWORD, NAME, PIN, WORDS = "あいことば-ひみつ-8321", "yamada-no-namae", "25802580", "孫が来ますので欠席です"
ROSTER = "班,氏名,電話\r\n1班,名簿 太郎,022-999-8888\r\n"

# PostgreSQL's error repeats the values; SQLite's only says that the table is missing.
BREAK = {
    "sqlite": ("ALTER TABLE reply RENAME TO elsewhere",),
    "postgresql": (
        "ALTER TABLE reply ALTER COLUMN words DROP DEFAULT",
        "ALTER TABLE reply ALTER COLUMN words TYPE integer USING 0",
    ),
}


@pytest.fixture
def clock() -> SetClock:
    """The time of the server process."""
    return SetClock(system_clock())


async def test_logs_contain_no_personal_data(database: Database, database_url: str, tmp_path: Path) -> None:
    world = await build(database)
    asked = await circular(world, reply_kind="text")
    card = await _card(world)
    async with world.database.write(world.sato) as tx:
        calendar = await feeds.make(tx, world.households["sato"])
    # From here on only the server may open the SQLite file.
    await world.database.close()
    town = f"/associations/{world.places['midorigaoka']}"
    person = ("佐藤", "鈴木", "松本", "山田", "022-000-0001", "022-111-0000", "公園の清掃", "若葉市")
    secrets = [
        PASSWORD,
        NAME,
        PIN,
        WORDS,
        card,
        calendar,
        "名簿 太郎",
        "022-999-8888",
        *person,
        *world.tokens.values(),
    ]

    with serving(tmp_path, url=database_url) as server:
        headers = {"Origin": server.address, "Accept-Language": "ja"}
        with httpx2.Client(base_url=server.address, headers=headers, timeout=20) as visitor:
            assert visitor.get(f"/c/{card}").status_code == 303
            assert visitor.get(f"/calendar/{calendar}.ics").status_code == 200
            assert visitor.get(f"/calendar/{calendar}x.ics").status_code == 404
            assert visitor.get(f"/circulars?words={WORDS}").status_code == 401
            assert visitor.post("/card/devices").status_code in (303, 409)
            assert visitor.post("/card/number", data={"pin": PIN}).status_code in (409, 422)
            assert visitor.get("/佐藤/鈴木").status_code == 404
            wrong = visitor.post("/sign-in", data={"sign_in_name": NAME, "password": PASSWORD})
            assert wrong.status_code == 422
            secrets += [value for value in visitor.cookies.values() if len(value) > 20]
        with httpx2.Client(base_url=server.address, headers=headers, timeout=20) as chair:
            chair.cookies.set("kairanban", world.tokens["yamada"])
            sent = chair.post(f"{town}/roster/files", files={"file": ("名簿.csv", ROSTER.encode())})
            assert sent.status_code == 303
            assert "名簿 太郎" in chair.get(sent.headers["location"]).text
        with httpx2.Client(base_url=server.address, headers=headers, timeout=20) as resident:
            resident.cookies.set("kairanban", world.tokens["sato"])
            _break(database_url)
            broken = resident.post(f"/circulars/{asked}/answer", data={"choice": "words", "words": WORDS})
            assert broken.status_code == 500
            assert "Traceback" not in broken.text

    said = server.said.read_text()
    written = lines(said)
    assert all({"event", "level", "timestamp", "pid"} <= line.keys() for line in written)
    assert [(line["event"], line["process"]) for line in written if line["event"] in ("started", "stopped")] == [
        ("started", "web"), ("stopped", "web"),
    ]  # fmt: skip
    requests = [
        (line["route"], line["method"], line["status"]) for line in written if line["event"] == "request"
    ]
    assert ("/c/{token}", "GET", 303) in requests
    assert ("other", "GET", 404) in requests
    assert ("/circulars/{circular:int}/answer", "POST", 500) in requests
    assert all(isinstance(line["ms"], float) for line in written if line["event"] == "request")
    assert not any(route == "/health" for route, _, _ in requests)
    assert "Exception in ASGI application" in said
    assert "replies/actions/answers.py" in said
    assert [secret for secret in secrets if secret in said] == []


def lines(said: str) -> list[dict[str, object]]:
    """Return every line as an object; raise for one that is none."""
    return [json.loads(line) for line in said.splitlines()]


def test_an_error_is_logged_with_type_and_stack_but_without_its_message() -> None:
    def fail() -> None:
        try:
            raise ValueError("佐藤 花子")
        except ValueError as error:
            raise LookupError("022-111-0000") from error

    def fail_of_itself() -> None:
        error = KeyError("鈴木")
        raise error from error

    try:
        fail()
    except LookupError as error:
        record = logging.LogRecord(
            "uvicorn.error", logging.ERROR, "", 1, "Exception in ASGI application\n", None, (type(error), error, error.__traceback__)
        )  # fmt: skip
    [said] = lines(OneShape().format(record))
    assert said["said"] == "Exception in ASGI application"
    assert said["problem"] == ["builtins.LookupError", "builtins.ValueError"]
    assert Path(__file__).name in str(said["at"])
    assert "佐藤" not in str(said)
    assert "022" not in str(said)
    with pytest.raises(KeyError) as caught:
        fail_of_itself()
    assert places(caught.value)[0] == ["builtins.KeyError"]


def test_every_error_of_a_group_is_named() -> None:
    with pytest.raises(BaseExceptionGroup) as caught:
        raise ExceptionGroup("佐藤", [ValueError("花子"), OSError(2, "花子", "/佐藤")])
    kinds, frames = places(caught.value)
    assert {"builtins.ValueError", "builtins.FileNotFoundError"} <= set(kinds)
    assert "佐藤" not in str((kinds, frames))


@pytest.mark.parametrize(
    ("logger", "message", "arguments", "said"),
    [
        (
            "asyncio",
            "Task exception was never retrieved\nfuture: <Task exception=ValueError('佐藤')>",
            (),
            None,
        ),
        ("uvicorn.error", "Traceback (most recent call last):\n psycopg: user 佐藤", (), None),
        ("uvicorn.error", "Invalid HTTP request received.", (), "Invalid HTTP request received."),
        ("aiosmtplib", "%s was refused", ("hanako@example.jp",), None),
        ("fontTools", "佐藤", (), None),
    ],
)
def test_libraries_are_logged_by_name_and_place_without_their_messages(
    logger: str, message: str, arguments: tuple[object, ...], said: str | None
) -> None:
    record = logging.LogRecord(
        logger, logging.WARNING, "/x/site-packages/lib/a.py", 7, message, arguments, None
    )
    [line] = lines(OneShape().format(record))
    assert (line["event"], line["level"], line["logger"], line["from"]) == (
        "library",
        "warning",
        logger,
        "lib/a.py:7",
    )
    assert line.get("said") == said
    assert "佐藤" not in str(line)
    assert "hanako" not in str(line)


def test_our_own_lines_have_one_shape_and_carry_code_only(capsys: pytest.CaptureFixture[str]) -> None:
    before = structlog.get_config()
    try:
        set_up_logs()
        try:
            raise ValueError("佐藤")
        except ValueError as problem:
            structlog.get_logger().warning(
                "round_failed", exc_info=problem, why="busy", number=3, who="佐藤", to="a@example.jp"
            )
    finally:
        structlog.configure(**before)
    [line] = lines(capsys.readouterr().err)
    assert (line["event"], line["level"], line["why"], line["number"]) == (
        "round_failed",
        "warning",
        "busy",
        3,
    )
    assert line["problem"] == ["builtins.ValueError"]
    assert (line["who"], line["to"]) == ("(left out)", "(left out)")
    assert str(line["timestamp"]).endswith("Z")
    assert line["pid"] == os.getpid()


@pytest.mark.parametrize(
    ("route", "method", "status", "logged"),
    [
        ("/health", "GET", 200, False), ("/ready", "GET", 503, True), ("/metrics", "GET", 401, False), ("/metrics", "GET", 500, True),
        ("/static/{name}", "GET", 200, False), ("/static/{name}", "GET", 404, True), ("/now", "GET", 204, False),
        ("/notices/devices", "POST", 204, True), ("/", "GET", 200, True), ("other", "GET", 404, True),
    ],
)  # fmt: skip
def test_what_is_asked_all_the_time_has_no_line_while_it_goes_well(
    route: str, method: str, status: int, logged: bool
) -> None:
    assert is_logged(route, method, status) is logged


async def _card(world: World) -> str:
    async with world.database.write(world.yamada) as tx:
        ((_, token),) = await printing.make_cards(
            tx, world.places["midorigaoka"], {world.households["suzuki"]}
        )
    return token


def _break(url: str) -> None:
    with engine_for(url).begin() as connection:
        for statement in BREAK[connection.dialect.name]:
            connection.execute(sql(statement))
