"""Hostile names and titles through every writer of a file; tests/notify/test_headers.py has the mail.

The routes are found in the source (tests/house/writers.py), so that a new one is written here too, or fails.
"""

import asyncio
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import httpx2
import pypdfium2 as pdfium
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from sqlalchemy import String, Text, bindparam, select

from kairanban.circulation.circulars.actions import correcting
from kairanban.circulation.circulars.rules.kinds import Change
from kairanban.circulation.replies.actions import answers as replies
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.community.handovers.actions import recovery
from kairanban.community.roster.rules.spelling import unguarded
from kairanban.community.signin.actions import feeds
from kairanban.core.clock import at
from kairanban.db.engine import open_database
from kairanban.db.statements import Statement
from kairanban.db.tables import metadata
from tests.conftest import TODAY, SetClock
from tests.engines import Template
from tests.hostile_names import FORMULAS, PIECES, hostile_names
from tests.house.paths import SURVEY_TEXTS, _entrust, enveloped, fill
from tests.house.writers import writers, writing_routes
from tests.visiting import Visit
from tests.world import HOUSEHOLDS, OFFICERS, SYSTEM, World, asked, circular, copied

DELIVERED = date(2026, 12, 15)
# Printed on one page, with any content.
ONE_PAGE = ("/safety/{check:int}/list.pdf", "/posters/{poster:int}/sheet.pdf")
# Formats and words of the program are no names.
NOT_WRITTEN = {
    ("setting", "value"), ("roster_heading", "mapping"), ("roster_file", "choices"), ("roster_memory", "choices"), ("own_pattern", "texts"),
    ("edition", "furigana"), ("demo_link", "cast"), ("attachment", "facts"), ("edition", "questions"),
}  # fmt: skip


@dataclass
class Town:
    """A town in which every file has content, its addresses, and the free text in it."""

    runner: asyncio.Runner
    world: World
    files: dict[str, tuple[str, str]]
    """Of each route: who gets it, and at which address."""
    plain: dict[str, httpx2.Response]
    """The same file before anybody wrote anything hostile."""

    def written(self, texts: list[str], *, tidied: bool) -> None:
        self.runner.run(_write(self.world, texts, tidied=tidied))

    def answers(self, media: str) -> Iterator[tuple[str, httpx2.Response]]:
        for path, wanted in writing_routes().items():
            if wanted == media:
                yield path, self.runner.run(_fetch(self.world, *self.files[path]))


@pytest.fixture(scope="module")
def town(
    database_template: Template, built: tuple[str, World], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    url = database_template.copy(tmp_path_factory.mktemp("writers"), built[0])
    with asyncio.Runner() as runner:
        database = runner.run(open_database(url, SetClock(TODAY)))
        world = copied(built[1], database)
        files, plain = runner.run(_prepare(world))
        yield Town(runner, world, files, plain)
        runner.run(database.close())
    database_template.drop(url)


async def _prepare(world: World) -> tuple[dict[str, tuple[str, str]], dict[str, httpx2.Response]]:
    """Make one thing of everything, and find for each file a visitor who may have it."""
    association = world.places["midorigaoka"]
    corrected = await circular(world, event_at=at(DELIVERED, 9), texts=SURVEY_TEXTS, reply_kind="survey")
    request = await asked(world, deliver_on=at(DELIVERED))
    given: dict[str, object] = {"circular": corrected, "municipal_request": request}
    await _entrust(world)
    late = replace(SURVEY_TEXTS, facts_when="別の日")
    async with world.database.write(world.yamada) as tx:
        await correcting.correct(
            tx, corrected, Change.CHANGE, late, "日が変わりました", None, at(DELIVERED, 9)
        )
    async with world.database.write(world.sato) as tx:
        filled = {1: ("1",), 2: ("意見",)}
        await replies.answer(tx, corrected, world.households["sato"], Answer("survey", "a", filled=filled))
    async with world.database.write(world.ito) as tx:
        await recovery.ask(tx, association, world.people["yamada"], "")
    async with world.database.write(world.shimizu) as tx:
        await recovery.agree(tx, association)
    async with world.database.write(world.sato) as tx:
        given["token"] = await feeds.make(tx, world.households["sato"])
    async with Visit(world, "yamada") as chair:
        made = await chair.post(
            f"/associations/{association}/cards", {"household": str(world.households["suzuki"])}
        )
        given["batch"] = made.headers["location"].rsplit("/", 1)[1]
        given["envelopes"] = await enveloped(world, chair)
        made = await chair.post(f"/associations/{association}/buildings/{world.places['maison']}/poster")
        given["poster"] = made.headers["location"].rsplit("/", 1)[1]
    files, plain = dict[str, tuple[str, str]](), dict[str, httpx2.Response]()
    for path in writing_routes():
        address = await fill(world, path, **given)
        who, plain[path] = await _somebody(world, address)
        files[path] = who, address
    return files, plain


async def _somebody(world: World, address: str) -> tuple[str, httpx2.Response]:
    for who in (*OFFICERS, *HOUSEHOLDS):
        async with Visit(world, who) as browser:
            answer = await browser.get(address)
        if answer.status_code == 200:
            return who, answer
    raise AssertionError(f"nobody gets {address}: a new writer needs content in this town")


async def _fetch(world: World, who: str, address: str) -> httpx2.Response:
    async with Visit(world, who) as browser:
        answer = await browser.get(address)
    assert answer.status_code == 200, (address, answer.text[:300])
    return answer


async def _write(world: World, texts: list[str], *, tidied: bool) -> None:
    """Put the texts in turn where people's words are; untidied as in rows of before they were tidied."""
    async with world.database.write(SYSTEM) as tx:
        for table in metadata.sorted_tables:
            written = [
                column
                for column in table.columns
                if isinstance(column.type, Text) and (table.name, column.name) not in NOT_WRITTEN
            ]
            if "id" not in table.columns or not written:
                continue
            for id, *values in await tx.rows(
                Statement(select(table.c.id, *written).order_by(table.c.id).limit(60))
            ):
                for at_column, (column, value) in enumerate(zip(written, values, strict=True)):
                    if value and re.search(r"[^!-~]", value):
                        kind = column.type if tidied else String()
                        change = table.update().where(table.c.id == bindparam("row"))
                        text = texts[(id + at_column) % len(texts)]
                        await tx.run(
                            Statement(change.values({column: bindparam("text", type_=kind)})),
                            row=id,
                            text=text if tidied else re.sub("[\0\ud800-\udfff]", "", text),
                        )


hostile_town = given(texts=st.lists(hostile_names, min_size=3, max_size=9), tidied=st.booleans())
fixed = settings(
    derandomize=True,
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def test_the_writers_of_files_are_known() -> None:
    """The media types are those named in the code; a new type needs a test of its own below."""
    assert len(writing_routes()) >= 26
    assert set(writers().values()) == {"text/csv", "application/pdf", "text/calendar"}


@hostile_town
@example(texts=FORMULAS, tidied=True)
@example(texts=FORMULAS, tidied=False)
@fixed
def test_a_table_keeps_its_rows_and_cells_and_runs_nothing(
    town: Town, texts: list[str], tidied: bool
) -> None:
    town.written(texts, tidied=tidied)
    for path, answer in town.answers("text/csv"):
        _headers_are_lines(answer)
        rows = _cells(answer)
        assert [len(row) for row in rows] == [len(row) for row in _cells(town.plain[path])], path
        for row in rows:
            for cell in row:
                assert not re.match(r"[\s\u200b\ufeff\u3000\0\"]*[=+\-@＝＋－＠\t\r]", cell), (path, cell)
                assert unguarded(cell) == cell or cell.startswith("'")


@hostile_town
@fixed
def test_a_calendar_keeps_its_events_and_lines(town: Town, texts: list[str], tidied: bool) -> None:
    town.written(texts, tidied=tidied)
    for path, answer in town.answers("text/calendar"):
        _headers_are_lines(answer)
        lines = re.sub(b"\r\n[ \t]", b"", answer.content).split(b"\r\n")
        for line in lines[:-1]:
            assert re.match(rb"[A-Z-]+[:;]", line), line
            assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]|\xe2\x80[\xa8\xa9\xaa-\xae]", line), line
        assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
        plain = re.sub(b"\r\n[ \t]", b"", town.plain[path].content).split(b"\r\n")
        names = [re.split(b"[:;]", line)[0] for line in lines]
        assert names == [re.split(b"[:;]", line)[0] for line in plain]
        assert len(Calendar.from_ical(answer.content).walk("VEVENT")) == 1


def test_every_printed_page_opens(town: Town) -> None:
    """Printing takes a second a file, so that one set of texts has to do."""
    town.written(["".join(PIECES[n::7]) for n in range(7)], tidied=False)
    for path, answer in town.answers("application/pdf"):
        _headers_are_lines(answer)
        pages = _pages(answer)
        assert pages == 1 if path in ONE_PAGE else pages >= _pages(town.plain[path]) >= 1, path


def _headers_are_lines(answer: httpx2.Response) -> None:
    for name, value in answer.headers.raw:
        assert re.fullmatch(rb"[!-~]+", name)
        assert re.fullmatch(rb"[ -~]*", value), (name, value)
    assert len(answer.headers.get_list("content-disposition")) <= 1


def _cells(answer: httpx2.Response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def _pages(answer: httpx2.Response) -> int:
    document = pdfium.PdfDocument(answer.content)
    try:
        return len(document)
    finally:
        document.close()
