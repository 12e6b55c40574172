"""Logs of a running server contain nothing about people, also after errors."""

import logging
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import text as sql

from kairanban.community.signin.actions import feeds, printing
from kairanban.core.clock import system_clock
from kairanban.db.engine import Database
from kairanban.db.migrate import engine_for
from kairanban.web.logs import PlacesOnly
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
    assert "Exception in ASGI application" in said
    assert "replies/actions/answers.py" in said
    assert [secret for secret in secrets if secret in said] == []


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
            "uvicorn", logging.ERROR, "", 1, "Failed", None, (type(error), error, error.__traceback__)
        )
    said = PlacesOnly("%(message)s").format(record)
    assert said.startswith("Failed\n")
    assert "builtins.LookupError" in said
    assert "builtins.ValueError" in said
    assert f"{Path(__file__).name}:" in said
    assert "佐藤" not in said
    with pytest.raises(KeyError) as caught:
        fail_of_itself()
    own_cause = (caught.type, caught.value, caught.tb)
    assert "鈴木" not in PlacesOnly().formatException(own_cause)
    assert "022" not in said


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
