"""A running check on every page: asked with its answers, calm once answered, and no sign of another device's call for help."""

import pytest

from kairanban.care.safety.actions import boards
from kairanban.core.clock import MINUTE
from tests.care.safety.test_calls import house, open_calls
from tests.conftest import SetClock
from tests.visiting import Visit, said
from tests.world import World, _bind, checked

pytestmark = pytest.mark.anyio


async def test_the_first_page_asks_with_its_answers_and_is_calm_once_answered(
    world: World, clock: SetClock
) -> None:
    check = await checked(world, "real")
    async with Visit(world, "sato") as home:
        asked = said(await home.get("/"))
        assert f'action="/safety/{check}/answer"' in asked
        assert "助けが必要です" in asked
        assert 'aria-label="ご無事ですか みどりヶ丘自治会 佐藤"' in asked
        answer = await home.post(f"/safety/{check}/answer", {"state": "safe", "press": "a", "from": "home"})
        assert answer.headers["location"] == "/?done=pressed"
        calm = said(await home.get("/"))
        assert f'action="/safety/{check}/answer"' not in calm
        assert "note danger" not in calm
        assert "✓ 無事" in calm
        assert "ご本人の回答" in calm
        assert f'href="/safety/{check}">いまの回答' in calm or "変える" in calm
        answer = await home.post(f"/safety/{check}/answer", {"state": "help", "press": "b", "from": "home"})
        assert answer.headers["location"] == f"/safety/{check}/help"
        assert "助けの求めを受け付けました" in said(await home.get("/"))


@pytest.mark.parametrize(("kind", "words"), [("real", "ご無事ですか"), ("drill", "訓練：ご無事ですか")])
async def test_every_page_names_a_check_until_it_is_answered(world: World, kind: str, words: str) -> None:
    check = await checked(world, kind)
    async with Visit(world, "sato") as home:
        for path in ("/circulars", "/devices", "/settings", "/guides"):
            page = said(await home.get(path))
            assert f"{words}" in page, path
            assert f'href="/safety/{check}"' in page, path
        await home.post(f"/safety/{check}/answer", {"state": "safe", "press": "a"})
        assert "ご無事ですか" not in said(await home.get("/circulars"))


async def test_a_call_for_help_shows_on_no_other_device_of_the_household(world: World) -> None:
    check = await checked(world, "real")
    async with Visit(world, "sato") as home:
        await _bind(world, "sato", "佐藤", "midorigaoka")
        async with Visit(world, "sato") as other:
            before = said(await other.get("/circulars")), said(await other.get("/"))
            await home.post(f"/safety/{check}/answer", {"state": "help", "press": "a"})
            after = said(await other.get("/circulars")), said(await other.get("/"))
            for one, two in zip(before, after, strict=True):
                assert "ご無事ですか" in one
                assert "ご無事ですか" in two
                assert "助けの求め" not in two
            assert "ご無事ですか" not in said(await home.get("/circulars"))


async def test_safe_then_help_then_taken_back_is_safe_for_everybody(world: World, clock: SetClock) -> None:
    check = await checked(world, "real")
    async with Visit(world, "sato") as home:
        await home.post(f"/safety/{check}/answer", {"state": "safe", "press": "a"})
        clock.advance(MINUTE)
        await home.post(f"/safety/{check}/answer", {"state": "help", "press": "b"})
        assert (await house(world, check)).state == "help"
        clock.advance(MINUTE)
        await home.post(f"/safety/{check}/help/removal")
        assert (await house(world, check)).state == "safe"
        async with world.database.read(world.yamada) as tx:
            counts = (await boards.board(tx, check)).counts
        assert (counts.safe, counts.help, counts.helped) == (1, 0, 0)
        assert "ご無事と伝わっています" in said(await home.get(f"/safety/{check}/help"))
        assert "✓ 無事" in said(await home.get("/"))


async def test_a_report_about_one_person_leaves_the_question(world: World, clock: SetClock) -> None:
    check = await checked(world, "real")
    async with Visit(world, "sato") as home:
        await home.post(f"/safety/{check}/family", {"other": "花子", "state": "safe", "press": "a"})
        assert "ご無事ですか" in said(await home.get("/circulars"))
        clock.advance(MINUTE)
        await home.post(f"/safety/{check}/answer", {"state": "help", "press": "b"})
        assert "ご無事ですか" not in said(await home.get("/circulars"))
        await home.post(f"/safety/{check}/help/removal")
        taken_back = said(await home.get(f"/safety/{check}/help"))
        assert "ご無事と伝わっています" not in taken_back
        assert "「無事です」を押してください" in taken_back
        assert "ご無事ですか" in said(await home.get("/circulars"))


async def test_help_taken_back_without_another_answer_asks_again(world: World) -> None:
    check = await checked(world, "real")
    async with Visit(world, "sato") as home:
        await home.post(f"/safety/{check}/answer", {"state": "help", "press": "a"})
        await home.post(f"/safety/{check}/help/removal")
        assert (await house(world, check)).state == "helped"
        assert "「無事です」を押してください" in said(await home.get(f"/safety/{check}/help"))
        assert f'action="/safety/{check}/answer"' in said(await home.get("/"))


async def test_what_a_helper_closed_is_not_overtaken_by_an_earlier_answer(
    world: World, clock: SetClock
) -> None:
    check = await checked(world, "real")
    async with Visit(world, "sato") as home, Visit(world, "abe") as leader:
        await home.post(f"/safety/{check}/answer", {"state": "safe", "press": "a"})
        clock.advance(MINUTE)
        await home.post(f"/safety/{check}/answer", {"state": "help", "press": "b"})
        clock.advance(MINUTE)
        await leader.post(
            f"/safety/help/{(await open_calls(world))[0].id}/closing", {"how": "handed", "words": "救急車"}
        )
        assert "✓ 無事" not in said(await home.get("/"))
        # Every page asks again, as the first one does.
        assert "ご無事ですか" in said(await home.get("/circulars"))
        clock.advance(MINUTE)
        await home.post(f"/safety/{check}/answer", {"state": "help", "press": "c"})
        clock.advance(MINUTE)
        await home.post(f"/safety/{check}/help/removal")
        assert (await house(world, check)).state == "helped"
