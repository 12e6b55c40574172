"""定型回覧: templates filled in every language, own templates, and the practice circular."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairanban.circulation.circular_templates import actions
from kairanban.circulation.circular_templates.rules.delivered import RAIN, delivered, word
from kairanban.circulation.circular_templates.rules.slots import MARKS, Slot, filled, needed, slots_of
from kairanban.circulation.circulars.actions import drafts, versions
from kairanban.circulation.circulars.rules.texts import TEXT_FIELDS, Texts
from kairanban.core.errors import NotFound
from kairanban.core.ids import CircularId
from kairanban.i18n.languages import LANGUAGES
from tests.visiting import Visit, said
from tests.world import World, circular

pytestmark = pytest.mark.anyio

CLEANING = {
    "day": "2026-12-06", "from": "09:00", "place": "みどりヶ丘公園", "bring": ["gloves", "broom"], "rain": "rain_next",
    "ask": "会長 山田", "phone": "022-000-0001",
}  # fmt: skip


def test_every_template_is_whole_in_every_language_with_the_same_slots() -> None:
    for kind, template in delivered().items():
        assert set(template.texts) == set(LANGUAGES)
        for language, texts in template.texts.items():
            assert slots_of(texts) == slots_of(template.texts["ja"]), (kind, language)
            assert texts.title, (kind, language)
            assert texts.gist, (kind, language)
            assert len(texts.body) > 40, (kind, language)
            for name in (*template.bring, *template.what, *RAIN):
                assert word(language, name)


def test_a_line_whose_slot_stays_empty_is_left_out() -> None:
    texts = Texts(
        title="〔場所〕の清掃", body="はじめに\n\n・持ち物は、〔持ち物〕です\n・〔雨のとき〕\n\nおわりに"
    )
    done = filled(texts, {Slot.PLACE: "公園", Slot.RAIN: "中止です。"})
    assert done.title == "公園の清掃"
    assert done.body == "はじめに\n\n・中止です。\n\nおわりに"
    assert needed(texts) == {Slot.PLACE}


@given(st.text(max_size=80), st.text(max_size=20))
def test_what_is_typed_into_a_slot_is_never_filled_again(text: str, value: str) -> None:
    values = {slot: value + MARKS[Slot.DAY] for slot in Slot}
    done = filled(Texts(title="〔場所〕" + text.replace("\n", "")), values)
    assert done.title.startswith((value + MARKS[Slot.DAY]).strip()) or not value.strip()


async def start(world: World, kind: str, form: Mapping[str, object], who: str = "yamada") -> CircularId:
    async with Visit(world, who) as chair:
        answer = await chair.post(f"/associations/{world.places['midorigaoka']}/patterns/{kind}", form)
        assert answer.status_code == 303, answer.text
        return CircularId(int(answer.headers["location"].split("/")[2]))


async def test_a_day_filled_in_goes_out_in_every_language(world: World) -> None:
    id = await start(world, "cleaning", CLEANING)
    async with world.database.read(world.yamada) as tx:
        work = await drafts.find(tx, id)
        texts = await drafts.texts_of(tx, id, 1)
        found = await versions.versions_of(tx, id)
    assert texts.title == "みどりヶ丘公園の清掃"
    assert texts.facts_when == "12月6日（日） 午前9時から"
    assert texts.facts_bring == "軍手、ほうき"
    assert "次の週" in texts.body
    assert (work.reply_kind, work.category) == ("attendance", "event")
    assert set(found) == set(LANGUAGES) - {"ja"}
    assert all(version.reviewed for version in found.values())
    for version in found.values():
        assert "〔" not in "".join(getattr(version.texts, name) for name in TEXT_FIELDS)
        assert "みどりヶ丘公園" in version.texts.title + version.texts.facts_where
        assert version.texts.facts_phone == "022-000-0001"


async def test_what_is_missing_is_said_and_nothing_typed_is_lost(world: World) -> None:
    address = f"/associations/{world.places['midorigaoka']}/patterns/water"
    async with Visit(world, "yamada") as chair:
        answer = await chair.post(
            address, {"day": "", "from": "25:00", "place": "みどりヶ丘一丁目", "ask": ""}
        )
        assert answer.status_code == 422
        assert "みどりヶ丘一丁目" in answer.text
        answer = await chair.post(
            address, {"day": "2026-12-06", "from": "9:00", "place": "一丁目", "ask": "水道課"}
        )
        assert "時刻を書いてください。" in answer.text
        assert (await chair.get("/associations/999/patterns")).status_code == 404
        assert (
            await chair.get(f"/associations/{world.places['midorigaoka']}/patterns/dance")
        ).status_code == 404


async def test_an_association_keeps_templates_of_its_own(world: World) -> None:
    place = world.places["midorigaoka"]
    id = await circular(world)
    async with Visit(world, "yamada") as chair:
        kept = await chair.post(f"/circulars/{id}/pattern")
        path = kept.headers["location"].split("?")[0]
        form = {
            "name": "年末の清掃",
            "language": "ja",
            "title": "〔場所〕の大清掃",
            "gist": "〔日にち〕に清掃します。",
        }
        assert (await chair.post(path, form)).status_code == 303
        english = {
            **form,
            "language": "en",
            "title": "Cleaning of 〔場所〕",
            "gist": "We clean on 〔日にち〕.",
        }
        assert (await chair.post(path, english)).status_code == 303
        # A version without the same slots would give a wrong day and is left out.
        vietnamese = {
            **form,
            "language": "en" if "vi" not in LANGUAGES else "vi",
            "title": "Dọn dẹp",
            "gist": "Ngày 1/12.",
        }
        if "vi" in LANGUAGES:
            await chair.post(path, vietnamese)
        assert "年末の清掃" in (await chair.get(f"/associations/{place}/patterns")).text
    own = path.rsplit("/", 1)[1]
    used = await start(world, own, {"day": "2026-12-20", "place": "川", "ask": "会長"})
    async with world.database.read(world.yamada) as tx:
        found = await versions.versions_of(tx, used)
        assert (await drafts.texts_of(tx, used, 1)).title == "川の大清掃"
    assert set(found) == {"en"}
    async with Visit(world, "ono") as other:
        assert (await other.get(path)).status_code == 404
    async with world.database.write(world.ono) as tx:
        with pytest.raises(NotFound):
            await actions.remove(tx, world.places["kaminosawa"], int(own))
    async with Visit(world, "yamada") as chair:
        assert (await chair.post(f"{path}/removal")).status_code == 303
        assert (await chair.get(path)).status_code == 404


async def test_the_first_circular_of_an_association_is_for_practice(world: World) -> None:
    async with Visit(world, "yamada") as chair:
        assert "最初の回覧は、練習です" in said(await chair.get("/office"))
        id = await start(world, "practice", {"ask": "会長 山田"})
        assert (await chair.post(f"/circulars/{id}/publication")).status_code == 303
        assert "最初の回覧は、練習です" not in said(await chair.get("/office"))
    async with Visit(world, "sato") as resident:
        assert "練習" in (await resident.get("/")).text
