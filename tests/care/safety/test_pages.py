"""Pages of a safety check: three presses to start, one to answer, and paper."""

import re
from html import escape
from urllib.parse import parse_qs, urlsplit

import pypdfium2
import pytest

from kairanban.community.hiding.actions import hide
from kairanban.community.people.actions.households import NewHousehold, add_household
from kairanban.community.places.actions.places import add_place
from kairanban.community.places.rules import PlaceKind
from kairanban.community.signin.queries import devices as device_queries
from kairanban.core.clock import HOUR, MINUTE
from kairanban.db.statements import Statement
from kairanban.db.tables.places import place
from tests.conftest import SetClock
from tests.visiting import Visit, said
from tests.world import SYSTEM, World, checked

pytestmark = pytest.mark.anyio


def words_of(pdf: bytes) -> list[str]:
    """Return the text of each page."""
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_range() for page in document]


async def test_a_start_asks_twice_says_how_many_and_shows_what_goes_out(world: World) -> None:
    place = world.places["midorigaoka"]
    async with Visit(world, "yamada") as chair, Visit(world, "sato") as home:
        first = said(await chair.get(f"/safety/places/{place}"))
        assert "5世帯" in first
        assert "避難指示を出すのは市区町村だけです" in first
        for kind, mark in (("drill", True), ("real", False)):
            second = said(await chair.get(f"/safety/places/{place}?kind={kind}"))
            assert "いま、5世帯に届きます" in second
            assert ("これは訓練です" in second) is mark
        assert "ご無事ですか" not in said(await home.get("/"))
        started = await chair.post(
            f"/safety/places/{place}/checks", {"kind": "real", "words": "震度5強でした。"}
        )
        assert started.headers["location"].endswith("/board?done=started")
        again = await chair.post(f"/safety/places/{place}/checks", {"kind": "real", "words": ""})
        assert again.headers["location"] == started.headers["location"]
        front = said(await home.get("/"))
        assert "ご無事ですか" in front
        assert "何もしなくて大丈夫です" not in front
        assert "震度5強でした。" in said(await home.get(started.headers["location"].split("/board")[0]))


async def test_what_is_real_asks_who_is_there_before_anything_is_written(
    world: World, clock: SetClock
) -> None:
    place = world.places["midorigaoka"]
    clock.advance(11 * MINUTE)
    async with Visit(world, "yamada") as chair:
        asked = await chair.get(f"/safety/places/{place}?kind=real")
        assert asked.headers["location"].startswith("/step-up")
        assert (await chair.get(f"/safety/places/{place}?kind=drill")).status_code == 200
        nowhere = await chair.post(f"/safety/places/{place}/checks", {"kind": "real"})
        assert nowhere.headers["location"].startswith("/step-up")
        assert "行っています" not in said(await chair.get("/safety"))


async def test_an_answer_is_one_press_and_can_be_changed(world: World, clock: SetClock) -> None:
    check = await checked(world, "real")
    async with Visit(world, "sato") as home, Visit(world, "takahashi") as other:
        page = await home.get(f"/safety/{check}")
        press = re.search(r'name="press" value="([^"]+)"', page.text)
        assert press is not None
        for _ in range(2):
            answer = await home.post(f"/safety/{check}/answer", {"state": "safe", "press": press.group(1)})
            assert answer.headers["location"] == f"/safety/{check}"
        assert said(await home.get(f"/safety/{check}")).count("ご本人の回答") == 1
        clock.advance(MINUTE)
        answer = await home.post(f"/safety/{check}/answer", {"state": "help", "press": press.group(1)})
        assert answer.headers["location"] == f"/safety/{check}/help"
        shown = said(await home.get(f"/safety/{check}/help"))
        assert shown.index("命の危険があるときは119番へ") < shown.index("助けの求めを受け付けました")
        assert "まだだれも見ていません" in shown
        assert (await other.get(f"/safety/{check}/help")).headers["location"] == f"/safety/{check}"
        assert "助けの求めを受け付けました" not in said(await other.get("/"))


async def test_the_asker_sees_who_looked_and_the_others_of_the_house_do_not(world: World) -> None:
    check = await checked(world, "real")
    async with Visit(world, "sato") as home, Visit(world, "abe") as leader:
        await home.post(f"/safety/{check}/answer", {"state": "help"})
        # Prefetching and polling do not count as seen.
        await leader.get("/safety/help", Purpose="prefetch")
        await leader.get(f"/safety/{check}/board", **{"HX-Request": "true"})
        assert "まだだれも見ていません" in said(await home.get(f"/safety/{check}/help"))
        page = await leader.get("/safety/help")
        assert "tel:0221110000" in page.text
        assert "阿部 和子さんが" in said(await home.get(f"/safety/{check}/help"))
        assert "助けの求めを見ました" in said(await home.get("/looks"))
        call = page.text.split('action="/safety/help/')[1].split("/")[0]
        assert (await leader.post(f"/safety/help/{call}/closing", {"how": "other"})).status_code == 422
        assert (await leader.post(f"/safety/help/{call}/closing", {"how": "practice"})).status_code == 422
        assert (await leader.post(f"/safety/help/{call}/taking")).status_code == 303
        closed = await leader.post(f"/safety/help/{call}/closing", {"how": "safe", "words": "お元気でした"})
        assert closed.headers["location"].endswith("done=closed")
        # The outcome is shown to the asker and to the other responders.
        ended = said(await home.get(f"/safety/{check}/help"))
        assert "助けの求めは終わりました" in ended
        assert "お元気でした" in ended
        assert "お元気でした" in said(await leader.get("/safety/help"))


async def test_the_family_is_told_of_one_by_one(world: World) -> None:
    check = await checked(world, "real")
    async with Visit(world, "sato") as home, Visit(world, "abe") as leader:
        page = said(await home.get(f"/safety/{check}/family"))
        assert "佐藤 花子" in page
        wrong = await home.post(f"/safety/{check}/family", {"words": "避難所に"})
        assert wrong.status_code == 422
        assert 'value="避難所に"' in wrong.text
        await home.post(f"/safety/{check}/family", {"other": "おばあさん", "state": "safe"})
        block = f"/safety/{check}/blocks/{world.places['block_1']}"
        assert "無事と分かっているのは「おばあさん」だけです" in said(await leader.get(block))
        await home.post(f"/safety/{check}/family", {"about": "*", "state": "safe", "press": "x"})
        assert "✓ 無事" in said(await leader.get(block))


async def test_a_board_is_sent_anew_only_when_something_changed(world: World) -> None:
    check = await checked(world, "real")
    part = {"HX-Request-Type": "partial"}
    async with Visit(world, "sato") as home, Visit(world, "yamada") as chair:
        page = await chair.get(f"/safety/{check}/board")
        address = page.text.split('data-hx-get="')[1].split('"')[0]
        assert (await chair.get(address, **part)).status_code == 204
        await home.post(f"/safety/{check}/answer", {"state": "safe"})
        changed = await chair.get(address, **part)
        assert changed.status_code == 200
        assert "無事 <strong>1</strong>" in said(changed)


async def test_the_town_sees_numbers_and_no_name(world: World) -> None:
    check = await checked(world, "real")
    async with Visit(world, "sato") as home, Visit(world, "shimizu") as town:
        await home.post(f"/safety/{check}/answer", {"state": "help"})
        page = said(await town.get(f"/safety/{check}/board"))
        assert "助けが必要 <strong>1</strong>" in page
        for hidden in ("佐藤", "1班", "list.pdf"):
            assert hidden not in page
        assert (await town.get(f"/safety/{check}/list.pdf")).status_code == 404
        assert (await town.get("/safety/help")).status_code == 404


async def test_sheets_for_the_round_are_printed_beforehand(world: World) -> None:
    async with world.database.write(world.yamada) as tx:
        await hide(tx, world.places["midorigaoka"], world.households["suzuki"])
    async with Visit(world, "abe") as leader, Visit(world, "yamada") as chair:
        (own,) = words_of((await leader.get(f"/safety/places/{world.places['block_1']}/sheets.pdf")).content)
        assert "佐藤" in own
        assert "1班の2" in own
        assert "鈴木" not in own
        whole = words_of(
            (await chair.get(f"/safety/places/{world.places['midorigaoka']}/sheets.pdf")).content
        )
        assert len(whole) == 2
        # The headquarters collects those of several associations.
        assert all("みどりヶ丘自治会　" in page for page in whole)
        assert (await leader.get(f"/safety/places/{world.places['block_2']}/sheets.pdf")).status_code == 404


async def test_the_list_for_the_headquarters_is_one_page(world: World, clock: SetClock) -> None:
    check = await checked(world, "drill")
    async with Visit(world, "sato") as home, Visit(world, "yamada") as chair:
        await home.post(f"/safety/{check}/answer", {"state": "help"})
        clock.advance(HOUR)
        (page,) = words_of((await chair.get(f"/safety/{check}/list.pdf")).content)
    assert "訓練" in page
    assert "佐藤の住所" in page
    assert "鈴木" in page


async def test_a_large_association_still_fits_onto_one_page(world: World) -> None:
    midorigaoka = world.places["midorigaoka"]
    for number in range(3, 36):
        async with world.database.write(world.yamada) as tx:
            block = await add_place(tx, PlaceKind.BLOCK, f"{number}班", midorigaoka, sort=number)
            for house in range(10):
                await add_household(tx, NewHousehold(midorigaoka, f"山田（{house}丁目）", block, house))
    check = await checked(world, "real")
    async with Visit(world, "sato") as home, Visit(world, "yamada") as chair:
        await home.post(f"/safety/{check}/answer", {"state": "help"})
        (page,) = words_of((await chair.get(f"/safety/{check}/list.pdf")).content)
    assert "ほか" in page
    assert "佐藤の住所" in page


async def test_whoever_has_ended_it_asks_nobody_any_more(world: World, clock: SetClock) -> None:
    check = await checked(world, "real")
    async with Visit(world, "sato") as home, Visit(world, "ito") as officer:
        await officer.post(f"/safety/{check}/ending")
        clock.advance(MINUTE)
        assert "ご無事ですか" not in said(await home.get("/"))
        late = await home.post(f"/safety/{check}/answer", {"state": "safe"})
        assert late.status_code == 409
        assert "119番" in said(late)


async def test_a_device_of_two_households_answers_for_each(world: World) -> None:
    async with world.database.write(SYSTEM) as tx:
        await tx.value(
            device_queries.BIND,
            session=world.sato.session,
            household=world.households["tanaka"],
            kind="ipad",
            how="card",
            bound=tx.now,
            approved_by=None,
        )
    check = await checked(world, "real")
    second = world.households["tanaka"]
    async with Visit(world, "sato") as home, Visit(world, "yamada") as chair:
        assert f"/safety/{check}?home={second}" in (await home.get("/")).text
        page = said(await home.get(f"/safety/{check}?home={second}"))
        assert "田中様" in page
        answer = await home.post(f"/safety/{check}/answer", {"state": "help", "home": second})
        assert answer.headers["location"] == f"/safety/{check}/help?home={second}"
        assert (await home.get(f"/safety/{check}/help?home={second}")).status_code == 200
        assert (await home.get(f"/safety/{check}?home={world.households['suzuki']}")).status_code == 404
        assert "田中" in said(await chair.get("/safety/help"))


async def test_blocks_are_called_as_their_association_calls_them_on_every_page(world: World) -> None:
    midorigaoka = world.places["midorigaoka"]
    async with world.database.write(SYSTEM) as tx:
        await tx.run(Statement(place.update().where(place.c.id == midorigaoka).values(block_word="集落")))
    check = await checked(world, "drill")
    async with Visit(world, "yamada") as chair:
        assert "集落ごと" in (await chair.get(f"/safety/{check}/board")).text
        (sheet,) = words_of((await chair.get(f"/safety/{check}/list.pdf")).content)
        assert "集落" in sheet
        walk = (await chair.get(f"/safety/{check}/blocks/{world.places['block_1']}")).text
        assert "<title>見回り 1班" in walk
        places = (await chair.get(f"/associations/{midorigaoka}/places")).text
    words = [
        re.sub(r"<[^>]+>|\s", "", one)
        for one in re.findall(r"<option value=\"\w+\">(.*?)</option>", places, re.S)
    ]
    assert len(words) == len(set(words)) >= 3


async def test_a_step_up_leads_back_to_what_was_asked_for(world: World, clock: SetClock) -> None:
    """In an earthquake 「本番」 is not chosen twice."""
    address = f"/safety/places/{world.places['midorigaoka']}?kind=real"
    async with Visit(world, "yamada") as chair:
        clock.advance(HOUR)
        asked = await chair.get(address)
        where = urlsplit(asked.headers["location"])
        assert where.path == "/step-up"
        assert parse_qs(where.query) == {"next": [address]}
        page = (await chair.get(asked.headers["location"])).text
    assert f'name="next" value="{escape(address)}"' in page
