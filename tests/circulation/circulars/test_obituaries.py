"""An obituary in the family's words, which does not go to its own house."""

from datetime import date

import pytest
from sqlalchemy import bindparam, select

from kairanban.circulation.circulars.actions import drafts, publishing
from kairanban.circulation.circulars.rules.kinds import Kind
from kairanban.circulation.circulars.rules.obituaries import Family, worded
from kairanban.core.clock import at
from kairanban.core.ids import CircularId
from kairanban.db.statements import Statement
from kairanban.db.tables.circulars import addressee
from tests.visiting import Visit, said
from tests.world import World

pytestmark = pytest.mark.anyio

_SENT = Statement(select(addressee.c.household).where(addressee.c.circular == bindparam("circular")))
FAMILY = {
    "name": "鈴木 茂", "age": "91", "block": "1班", "died": "2026-12-01", "wake": "2026-12-03T18:00",
    "funeral": "2026-12-04T11:00", "place": "若葉会館", "mourner": "長男 一郎", "declines": "money",
}  # fmt: skip


async def begun(world: World) -> CircularId:
    async with world.database.write(world.yamada) as tx:
        return await drafts.start(tx, world.places["midorigaoka"], Kind.OBITUARY)


async def test_the_words_are_made_from_the_choices(world: World) -> None:
    id = await begun(world)
    async with Visit(world, "yamada") as chair:
        assert f"/circulars/{id}/draft/family" in (await chair.get(f"/circulars/{id}/draft")).text
        answer = await chair.post(f"/circulars/{id}/draft/family", FAMILY)
        assert answer.status_code == 303
        page = (await chair.get(f"/circulars/{id}/draft")).text
    for words in (
        "訃報　鈴木 茂様", "1班の鈴木 茂様（91歳）が、12月1日（火）にお亡くなりになりました。",
        "通夜 12月3日（木）午後6時　告別式 12月4日（金）午前11時", "若葉会館", "お香典は、ご辞退", "喪主は、長男 一郎様です。",
        'value="2026-12-04T11:00"',
    ):  # fmt: skip
        assert words in page, words


async def test_it_goes_to_the_neighbours_and_not_to_the_house_in_mourning(world: World) -> None:
    id = await begun(world)
    async with Visit(world, "yamada") as chair:
        form = FAMILY | {"household": str(world.households["suzuki"])}
        await chair.post(f"/circulars/{id}/draft/family", form)
        assert (
            f'<option value="{world.households["suzuki"]}" selected>'
            in (await chair.get(f"/circulars/{id}/draft/family")).text
        )
    async with world.database.write(world.yamada) as tx:
        work, texts = await drafts.find(tx, id), await drafts.texts_of(tx, id, 1)
        await drafts.save(tx, id, texts, drafts.Choices.of(work, permission="長男の方"))
        await publishing.publish(tx, id)
        sent = set(await tx.column(_SENT, circular=id))
    assert world.households["suzuki"] not in sent
    assert world.households["sato"] in sent


async def test_what_is_wrong_is_said_and_nothing_typed_is_lost(world: World) -> None:
    id = await begun(world)
    async with Visit(world, "yamada") as chair, Visit(world, "ono") as other:
        answer = await chair.post(f"/circulars/{id}/draft/family", FAMILY | {"name": ""})
        assert answer.status_code == 422
        assert "名前を書いてください。" in said(answer)
        assert 'value="長男 一郎"' in answer.text
        strange = FAMILY | {"household": str(world.households["mori"])}
        assert (await chair.post(f"/circulars/{id}/draft/family", strange)).status_code == 422
        assert (await other.get(f"/circulars/{id}/draft/family")).status_code == 404


def test_a_funeral_of_the_family_alone_names_neither_day_nor_place() -> None:
    funeral = at(date(2026, 12, 4), 11)
    texts = worded(
        Family("鈴木 茂", funeral=funeral, place="若葉会館", family_only=True, declines=("money", "visits"))
    )
    assert (texts.facts_when, texts.facts_where) == ("", "")
    assert "ご家族で行われます" in texts.body
    assert "お香典、ご弔問は、ご辞退" in texts.body


def test_what_the_family_did_not_mention_is_not_there() -> None:
    texts = worded(Family("鈴木 茂"))
    assert texts.gist == "鈴木 茂様が、お亡くなりになりました。"
    assert texts.body == "つつしんでお知らせいたします。"
