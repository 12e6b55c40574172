"""Furigana of circulars, looked up after publication with the association's own readings first."""

import pytest

from kairanban.circulation.circulars.actions.readings import correct, look_up, own_readings
from kairanban.circulation.circulars.rules.names import name_readings
from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.core.errors import Invalid
from kairanban.core.ids import CircularId
from kairanban.worker import WORKER
from tests.visiting import Visit, said
from tests.world import World, circular

pytestmark = pytest.mark.anyio

TEXTS = Texts(
    title="生野公園の清掃",
    gist="12月7日（日）に公園を清掃します。",
    facts_when="午前8時30分",
    facts_ask="会長 山田",
    body="・軍手をお持ちください\n\n佐々木 茂様のお宅の前に集合です。",
)


async def read_by(world: World, id: CircularId, furigana: str, who: str = "sato") -> str:
    async with Visit(world, who) as visit:
        visit.cookies.set("needs", f"furigana:{furigana}")
        return (await visit.get(f"/circulars/{id}")).text


async def test_a_circular_gets_its_furigana_once_and_each_reader_what_she_chose(world: World) -> None:
    id = await circular(world, texts=TEXTS)
    assert await look_up(world.database, WORKER) == 1
    assert await look_up(world.database, WORKER) == 0
    whole, hard, none = [await read_by(world, id, level) for level in ("all", "hard", "none")]
    assert "<ruby>7日<rt>なのか</rt></ruby>" in whole
    assert "<ruby>公園<rt>こうえん</rt></ruby>" in whole
    assert (
        "<ruby>午前<rt>ごぜん</rt></ruby>8<ruby>時<rt>じ</rt></ruby>30<ruby>分<rt>ぷん</rt></ruby>" in whole
    )
    # 軍 is taught in primary school, 掃 is not.
    assert "<ruby>清掃<rt>せいそう</rt></ruby>" in hard
    assert "軍手<rt>" not in hard
    assert "<rt>" not in none
    # Plain-text contexts have no furigana.
    assert "<title>生野公園の清掃" in whole


async def test_a_reading_corrected_by_hand_holds_in_the_whole_association(world: World) -> None:
    id = await circular(world, texts=TEXTS)
    await look_up(world.database, WORKER)
    assert "<rt>おいの</rt>" not in await read_by(world, id, "all")
    async with Visit(world, "kimura") as drafter:
        page = f"/circulars/{id}/readings"
        assert "生野" in (await drafter.get(page)).text
        wrong = await drafter.post(page, {"more": "生野", "more_reading": "oino"})
        assert wrong.status_code == 422
        right = await drafter.post(page, {"more": "生野", "more_reading": "オイノ"})
        assert right.status_code == 303
    assert await look_up(world.database, WORKER) == 1
    assert "<ruby>生野<rt>おいの</rt></ruby>" in await read_by(world, id, "all")


async def test_another_associations_drafts_are_not_read(world: World) -> None:
    id = await circular(world, texts=TEXTS)
    async with Visit(world, "ono") as other:
        assert (await other.get(f"/circulars/{id}/readings")).status_code == 404
        assert (
            await other.post(f"/circulars/{id}/readings", {"more": "生野", "more_reading": "いくの"})
        ).status_code == 404


def test_a_family_name_is_known_only_where_all_its_houses_agree() -> None:
    found = name_readings(
        [("角田 茂", "ツノダ シゲル"), ("角田 進", "かくた すすむ"), ("松本 正", "まつもと ただし")]
    )
    assert found["角田 茂"] == found["角田茂"] == "つのだしげる"
    assert "角田" not in found
    assert found["松本"] == "まつもと"


async def test_a_circular_is_found_by_how_it_is_read(world: World) -> None:
    await circular(world, texts=TEXTS)
    async with Visit(world, "sato") as visit:
        assert TEXTS.title not in said(await visit.get("/circulars?words=せいそう"))
        await look_up(world.database, WORKER)
        assert TEXTS.title in said(await visit.get("/circulars?words=せいそう"))
        assert TEXTS.title in said(await visit.get("/circulars?words=清掃"))


async def test_a_corrected_reading_is_forgotten_with_an_empty_one(world: World) -> None:
    id, association = await circular(world), world.places["midorigaoka"]
    async with world.database.write(world.kimura) as tx:
        await correct(tx, id, {"生野": "オ イ ノ", "軍手": "ぐんて"})
        assert await own_readings(tx, association) == {"生野": "おいの", "軍手": "ぐんて"}
        await correct(tx, id, {"生野": ""})
        assert await own_readings(tx, association) == {"軍手": "ぐんて"}
        for wrong in ({"": "おいの"}, {"おいの": "おいの"}, {"生野": "oino"}):
            with pytest.raises(Invalid):
                await correct(tx, id, wrong)
