"""The demo town: filled once, plausible, and every link signs in."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import ClauseElement, bindparam, func, select

from kairanban.circulation.circulars.rules.kinds import CATEGORIES, ReplyKind
from kairanban.community.places.actions.places import add_place
from kairanban.community.places.rules import PlaceKind
from kairanban.core.clock import DAY, HOUR, at
from kairanban.core.errors import Conflict
from kairanban.db.engine import Database, open_database
from kairanban.db.settings import is_demo, operator, set_setting
from kairanban.db.statements import Statement, total
from kairanban.db.tables import metadata
from kairanban.db.tables.buildings import joining_request, posting
from kairanban.db.tables.callbacks import call
from kairanban.db.tables.circulars import addressee, attachment, circular, tally
from kairanban.db.tables.municipal_requests import asked_association, municipal_request
from kairanban.db.tables.people import household, resident
from kairanban.db.tables.places import place
from kairanban.db.tables.replies import reply
from kairanban.db.tables.route_sheets import board_position
from kairanban.db.tables.safety import help_call, safety_addressee, safety_check, safety_tally
from kairanban.db.tables.signin import demo_link, device
from kairanban.operations.demo.circular_texts import scripts
from kairanban.operations.demo.people import RESIDENT, SUBURB, households
from kairanban.operations.demo.town import fill, links_of
from tests.conftest import SetClock
from tests.engines import Template
from tests.visiting import Visit
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio

ADDRESS = "http://localhost:8321"


@pytest.fixture(scope="module")
def filled(database_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a town filled once for all tests here, and closed."""
    url = database_template.copy(tmp_path_factory.mktemp("filled"))
    asyncio.run(_fill(url))
    yield url
    database_template.drop(url)


async def _fill(url: str) -> None:
    database = await open_database(url, SetClock(at(date(2026, 12, 1), 10)))
    await fill(database)
    await database.close()


@pytest.fixture
async def town(
    filled: str, database_template: Template, tmp_path: Path, clock: SetClock
) -> AsyncIterator[Database]:
    url = database_template.copy(tmp_path, filled)
    database = await open_database(url, clock)
    yield database
    await database.close()
    database_template.drop(url)


async def rows(database: Database, query: ClauseElement) -> list[tuple[object, ...]]:
    async with database.read(SYSTEM) as tx:
        return await tx.rows(Statement(query))


async def counts(database: Database) -> dict[str, object]:
    return {
        table.name: (await rows(database, select(func.count()).select_from(table)))[0][0]
        for table in metadata.sorted_tables
    }


async def test_two_associations_of_about_160_households(town: Database) -> None:
    found = await rows(
        town,
        select(place.c.name, func.count())
        .join(household, household.c.association == place.c.id)
        .group_by(place.c.name),
    )
    assert {name for name, _ in found} == {"みどりヶ丘自治会", "上ノ沢区"}
    assert 150 <= sum(int(str(number)) for _, number in found) <= 170
    hidden = await rows(town, select(household.c.address, household.c.phone).where(household.c.hidden == 1))
    assert hidden == [("", "")]


async def test_every_kind_of_circular_and_reply_exists(town: Database) -> None:
    published = circular.c.published.is_not(None)
    assert {r[0] for r in await rows(town, select(circular.c.category).where(published))} == set(CATEGORIES)
    assert {r[0] for r in await rows(town, select(circular.c.reply_kind).where(published))} == set(ReplyKind)
    assert {r[0] for r in await rows(town, select(circular.c.state))} == {
        "draft", "scheduled", "published", "withdrawn", "asked",
    }  # fmt: skip
    assert {r[0] for r in await rows(town, select(attachment.c.kind))} == {"pdf", "photo"}
    assert {r[0] for r in await rows(town, select(reply.c.choice))} == {
        "acknowledged", "attending", "absent", "undecided", "number", "words",
    }  # fmt: skip
    assert {r[0] for r in await rows(town, select(reply.c.method))} == {"app", "paper", "visit", "phone"}
    assert await rows(town, select(reply.c.id).where(reply.c.taken_back.is_not(None)).limit(1))
    assert await rows(
        town,
        select(addressee.c.household)
        .where(addressee.c.opened.is_not(None), addressee.c.replied.is_(None))
        .limit(1),
    )


async def test_municipal_requests_exist_in_each_state(town: Database) -> None:
    found = await rows(
        town,
        select(asked_association.c.answer, circular.c.published.is_not(None))
        .select_from(asked_association.outerjoin(circular, circular.c.id == asked_association.c.passed))
        .group_by(asked_association.c.answer, circular.c.published.is_not(None)),
    )
    assert {(answer, bool(out)) for answer, out in found} == {
        ("", False), ("declined", False), ("passed", False), ("passed", True),
    }  # fmt: skip
    assert len(await rows(town, select(municipal_request.c.department).distinct())) == 2
    asked = select(circular.c.state).join(municipal_request, municipal_request.c.circular == circular.c.id)
    assert {state for (state,) in await rows(town, asked)} == {"draft", "asked", "withdrawn"}


async def test_nothing_has_happened_in_the_future(town: Database, clock: SetClock) -> None:
    for column in (
        circular.c.published,
        circular.c.withdrawn,
        reply.c.received,
        addressee.c.opened,
        device.c.bound,
    ):
        newest = (await rows(town, select(func.max(column))))[0][0]
        assert int(str(newest)) <= clock.now
    scheduled = (await rows(town, select(func.min(circular.c.scheduled_for))))[0][0]
    assert int(str(scheduled)) > clock.now


async def test_the_tallies_equal_the_counted_rows(town: Database) -> None:
    told = await rows(
        town,
        select(
            tally.c.circular, tally.c.block, tally.c.addressed, tally.c.opened, tally.c.replied, tally.c.paper
        ),
    )
    block = func.coalesce(addressee.c.block, 0)
    counted = await rows(
        town,
        select(
            addressee.c.circular, block, func.count(), func.count(addressee.c.opened),
            func.count(addressee.c.replied), total(addressee.c.paper),
        ).where(addressee.c.late == 0).group_by(addressee.c.circular, block),
    )  # fmt: skip
    assert sorted(told) == sorted(counted)


async def test_the_newest_circular_is_not_yet_on_the_buildings_notice_board(town: Database) -> None:
    building = select(place.c.id).where(place.c.kind == "building").scalar_subquery()
    hangs = select(func.count()).where(posting.c.circular == circular.c.id, posting.c.building == building)
    found = await rows(
        town,
        select(hangs.scalar_subquery())
        .where(circular.c.published.is_not(None), circular.c.kind != "obituary")
        .join(place, place.c.id == circular.c.association)
        .where(place.c.name == SUBURB)
        .order_by(circular.c.published.desc())
        .limit(3),
    )
    assert found[0] == (0,)
    assert (1,) in found
    assert await rows(town, select(joining_request.c.label)) == [("リン",)]


async def test_circular_ids_follow_the_order_of_publication(town: Database) -> None:
    found = await rows(
        town, select(circular.c.published).where(circular.c.published.is_not(None)).order_by(circular.c.id)
    )
    assert found == sorted(found)


async def test_the_resident_has_four_things_to_read(town: Database) -> None:
    found = await rows(
        town,
        select(circular.c.reply_kind, circular.c.importance)
        .join(addressee, addressee.c.circular == circular.c.id)
        .join(household, household.c.id == addressee.c.household)
        .where(household.c.code == RESIDENT, addressee.c.waiting == 1)
        .order_by(circular.c.id.desc()),
    )
    assert found == [
        ("acknowledge", "important"), ("number", "ordinary"), ("attendance", "ordinary"), ("acknowledge", "ordinary"),
    ]  # fmt: skip


async def test_two_people_of_one_name_live_in_one_block_under_different_labels(town: Database) -> None:
    found = await rows(
        town,
        select(household.c.label)
        .join(resident, resident.c.household == household.c.id)
        .where(resident.c.name == "松本 正")
        .order_by(household.c.id),
    )
    assert found == [("松本（角）",), ("松本（二階建て）",)]


async def test_filling_again_changes_nothing(town: Database) -> None:
    before = await counts(town)
    await fill(town)
    assert await counts(town) == before


async def test_an_interrupted_fill_starts_over(town: Database) -> None:
    before = await counts(town)
    async with town.write(SYSTEM) as tx:
        await set_setting(tx, "demo", "filling")
    await fill(town)
    assert await counts(town) == before


async def test_a_real_association_is_not_touched(database: Database) -> None:
    async with database.write(SYSTEM) as tx:
        await add_place(tx, PlaceKind.ASSOCIATION, "みどりヶ丘自治会")
    with pytest.raises(Conflict):
        await fill(database)
    async with database.read(SYSTEM) as tx:
        assert not await is_demo(tx)


@pytest.mark.parametrize(
    ("who", "arrives"),
    [
        ("resident", "/"),
        ("block_leader", "/office"),
        ("chair", "/office"),
        ("settlement_supporter", "/office"),
        ("municipal_officer", "/requests"),
        ("operator", "/office"),
        ("building_contact", "/office"),
        ("group_head", "/office"),
    ],
)
async def test_every_link_signs_in(town: Database, tmp_path: Path, who: str, arrives: str) -> None:
    links = await links_of(town, ADDRESS, tmp_path / "links.json")
    path = links[who].removeprefix(ADDRESS)

    async with Visit(World(town), demo=True) as browser:
        assert (await browser.get(path)).status_code == 200
        pressed = await browser.post(path)
        assert (pressed.status_code, pressed.headers["location"]) == (303, arrives)
        assert (await browser.get(arrives)).status_code == 200


async def test_a_link_can_be_used_repeatedly(town: Database, tmp_path: Path) -> None:
    path = (await links_of(town, ADDRESS, tmp_path / "links.json"))["resident"].removeprefix(ADDRESS)
    home = select(household.c.id).where(household.c.code == RESIDENT).scalar_subquery()
    bound = select(func.count()).where(device.c.household == home, device.c.removed.is_(None))
    for _ in range(7):
        async with Visit(World(town), demo=True) as browser:
            assert (await browser.post(path)).status_code == 303
            assert (await browser.get("/devices")).status_code == 200

    # The household's own device, and the newest visitors'.
    assert await rows(town, bound) == [(5,)]


async def test_links_keep_working_at_another_address(town: Database, tmp_path: Path) -> None:
    file = tmp_path / "links.json"
    first = await links_of(town, ADDRESS, file)
    file.write_text(json.dumps(first))
    second = await links_of(town, "http://localhost:9000", file)
    assert second["chair"] == first["chair"].replace(ADDRESS, "http://localhost:9000")

    file.write_text("not ours")
    third = await links_of(town, ADDRESS, file)
    assert third["chair"] != first["chair"]
    known = Statement(select(func.count()).where(demo_link.c.cast == bindparam("who")))
    async with town.read(SYSTEM) as tx:
        assert await tx.value(known, who="chair") == 2


def test_the_town_is_the_same_in_every_run() -> None:
    assert households() == households()


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("day", [1, 16, 28])
def test_the_year_of_circulars_fits_any_day(month: int, day: int) -> None:
    now = at(date(2028, month, day), 0, 5)
    written = scripts(now)
    gone = [one for one in written if "ahead" not in one.said]
    assert all(now - 390 * DAY < one.sent <= now for one in gone)
    for one in written:
        texts = one.texts({"chair": "山田", "chair_phone": "022-000-1001"})
        assert "{" not in texts.body + texts.gist + texts.facts_when


@pytest.mark.parametrize("today", [date(2027, 1, 3), date(2027, 4, 2), date(2027, 4, 20), date(2028, 2, 29)])
async def test_the_town_can_be_filled_on_any_day(database: Database, clock: SetClock, today: date) -> None:
    clock.now = at(today, 0, 5)
    await fill(database)
    async with database.read(SYSTEM) as tx:
        assert await is_demo(tx)


async def test_two_callbacks_are_open(town: Database, tmp_path: Path) -> None:
    found = await rows(town, select(call.c.place, call.c.passes_on).where(call.c.closed.is_(None)))
    assert len({place for place, _ in found}) == 2


async def test_the_counts_of_the_drill_equal_the_counted_rows(town: Database) -> None:
    ((check, kind, ended),) = await rows(
        town, select(safety_check.c.id, safety_check.c.kind, safety_check.c.ended)
    )
    assert (kind, ended is not None) == ("drill", True)
    counted = await rows(
        town,
        select(safety_addressee.c.block, func.count())
        .where(safety_addressee.c.check == check, safety_addressee.c.state == "safe")
        .group_by(safety_addressee.c.block),
    )
    kept = await rows(town, select(safety_tally.c.block, safety_tally.c.safe).where(safety_tally.c.safe > 0))
    assert sorted((block or 0, number) for block, number in counted) == sorted(kept)
    assert await rows(town, select(help_call.c.word, help_call.c.closed_how)) == [("drill", "safe")]


async def test_one_paper_board_is_under_way(town: Database) -> None:
    moved = Statement(
        select(place.c.name, board_position.c.since)
        .select_from(board_position.join(place, place.c.id == board_position.c.block))
        .where(board_position.c.edition >= 1)
    )
    async with town.read(SYSTEM) as tx:
        rows = await tx.rows(moved)
        still = await tx.value(
            Statement(
                select(circular.c.withdrawn).join(board_position, board_position.c.circular == circular.c.id)
            )
        )
    assert len(rows) == 1
    assert rows[0][1] == at(date(2026, 12, 1), 10) - 20 * HOUR
    assert still is None


async def test_somebody_can_be_rung_by_everyone(town: Database) -> None:
    """The town's own people ring the operator; everybody else her association."""
    async with town.read(SYSTEM) as tx:
        assert all(await operator(tx))
    without = select(func.count()).where(place.c.kind == "association", place.c.help_phone == "")
    assert (await rows(town, without))[0][0] == 0
