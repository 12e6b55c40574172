"""Correction of a household's data by an officer."""

from datetime import date

import pytest

from kairanban.community.hiding.actions import hide
from kairanban.community.household_changes.actions import moving
from kairanban.community.household_changes.actions.particulars import particulars
from kairanban.community.household_changes.queries import LIVES_SINCE
from kairanban.community.household_changes.rules import understood
from kairanban.community.roster.queries.current import StoredHousehold
from kairanban.community.roster.rules.fields import Field
from kairanban.core.clock import at
from kairanban.core.errors import Invalid
from tests.visiting import Visit, said
from tests.world import World

pytestmark = pytest.mark.anyio


def path(world: World, house: str = "suzuki") -> str:
    return f"/associations/{world.places['midorigaoka']}/households/{world.households[house]}"


async def now(world: World, house: str = "suzuki") -> StoredHousehold:
    async with world.database.read(world.actors["ito"]) as tx:
        return await particulars(tx, world.places["midorigaoka"], world.households[house])


async def as_it_is(world: World, **changed: object) -> dict[str, object]:
    """Return the initial form values of the Suzukis."""
    it = await now(world)
    return {
        "name": it.name,
        "reading": it.reading,
        "label": "" if it.label == it.name else it.label,
        "phone": it.phone,
        "second_phone": it.second_phone,
        "postal": it.postal,
        "address": it.address,
        "email": it.email,
        "language": it.language,
        "method": it.method,
        "membership": it.standing,
        "place": it.place,
        "route_order": it.route_order or "",
        "day": "2026-11-29",
        **changed,
    }


def test_a_value_typed_by_hand_is_read_as_one_of_a_file() -> None:
    assert understood(Field.PHONE, "０２２（７４０）２０７３") == "022-740-2073"
    assert understood(Field.PHONE, "") == ""
    assert understood(Field.POSTAL, "9810954") == "981-0954"
    for means, text in (
        (Field.PHONE, "あいう"),
        (Field.PHONE, "740-2073"),
        (Field.POSTAL, "98"),
        (Field.EMAIL, "suzuki@"),
        (Field.READING, "鈴木"),
    ):
        with pytest.raises(Invalid) as invalid:
            understood(means, text)
        assert list(invalid.value.fields) == [means.value]


async def test_a_telephone_and_an_address_are_put_right(world: World) -> None:
    before = await now(world)
    async with Visit(world, "ito") as browser:
        assert "particulars" in (await browser.get(path(world))).text
        assert f'value="{before.name}"' in (await browser.get(f"{path(world)}/particulars")).text
        form = await as_it_is(
            world, phone="０２２ー７４０ー９９９９", address="上杉１－２－３", language="vi"
        )
        answer = await browser.post(f"{path(world)}/particulars", form)
        assert answer.status_code == 303
        page = said(await browser.get(answer.headers["location"]))
        assert "書きとめました" in page
        assert "Tiếng Việt" in page
    after = await now(world)
    assert (after.phone, after.address, after.language) == ("022-740-9999", "上杉1-2-3", "vi")
    assert (after.name, after.label, after.place, after.method) == (
        before.name, before.label, before.place, before.method,
    )  # fmt: skip


async def test_a_name_that_was_misspelt_is_the_same_person(world: World) -> None:
    async with Visit(world, "yamada") as browser:
        await browser.post(f"{path(world)}/particulars", await as_it_is(world, name="鱸 きよ", label=""))
    after = await now(world)
    assert (after.name, after.label) == ("鱸 きよ", "鱸 きよ")
    async with world.database.read(world.actors["ito"]) as tx:
        assert len(await moving.represented(tx, world.households["suzuki"])) == 1


async def test_another_block_is_lived_in_from_that_day(world: World) -> None:
    async with world.database.write(world.yamada) as tx:
        await tx.run(LIVES_SINCE, household_id=world.households["suzuki"], day=at(date(2026, 4, 1)))
    async with Visit(world, "ito") as browser:
        form = await as_it_is(world, place=world.places["block_2"], route_order="7")
        await browser.post(f"{path(world)}/particulars", form)
        twice = await browser.post(f"{path(world)}/particulars", form)
        assert twice.status_code == 303
    after = await now(world)
    assert (after.place, after.route_order) == (world.places["block_2"], 7)
    async with world.database.read(world.actors["ito"]) as tx:
        lived = await moving.lived_in(tx, world.households["suzuki"])
    assert [one.until is None for one in lived] == [False, True]
    assert lived[0].until == lived[1].since == at(date(2026, 11, 29))


async def test_what_is_wrong_is_said_and_nothing_typed_is_lost(world: World) -> None:
    before = await now(world)
    async with Visit(world, "ito") as browser:
        form = await as_it_is(world, name="", phone="あいう", address="新しい住所")
        page = await browser.post(f"{path(world)}/particulars", form)
    assert page.status_code == 422
    assert "あいう" in page.text
    assert "新しい住所" in page.text
    assert await now(world) == before


async def test_paper_is_asked_for_by_anybody_and_given_up_by_the_household_alone(world: World) -> None:
    async with Visit(world, "ito") as browser:
        await browser.post(f"{path(world)}/particulars", await as_it_is(world, method="paper"))
        assert (await now(world)).method == "paper"
        await browser.post(f"{path(world)}/particulars", await as_it_is(world, method="digital"))
        assert (await now(world)).method == "paper"


async def test_nothing_is_collected_again_about_who_asked_not_to_be_shown(world: World) -> None:
    async with world.database.write(world.yamada) as tx:
        await hide(tx, world.places["midorigaoka"], world.households["suzuki"])
    async with Visit(world, "ito") as browser:
        assert (await browser.get(f"{path(world)}/particulars")).status_code == 403
    form = {"name": "鈴木", "phone": "022-740-9999", "place": world.places["block_2"], "route_order": "3"}
    async with Visit(world, "yamada") as browser:
        page = await browser.get(f"{path(world)}/particulars")
        assert page.status_code == 200
        assert 'name="phone"' not in page.text
        assert (await browser.post(f"{path(world)}/particulars", form)).status_code == 303
    async with world.database.read(world.yamada) as tx:
        after = await particulars(tx, world.places["midorigaoka"], world.households["suzuki"])
    assert (after.phone, after.place) == ("", world.places["block_2"])


async def test_a_form_from_before_the_name_was_shown_again_empties_nothing(world: World) -> None:
    before = await now(world)
    async with Visit(world, "ito") as browser:
        form = {"place": before.place, "route_order": "9"}
        assert (await browser.post(f"{path(world)}/particulars", form)).status_code == 422
    assert await now(world) == before


async def test_a_household_that_moves_in_is_written_down_with_a_telephone_that_can_be_dialled(
    world: World,
) -> None:
    arrival = f"/associations/{world.places['midorigaoka']}/arrival"
    form = {"name": "青木 進", "phone": "あいう", "place": world.places["block_1"], "day": "2026-11-29"}
    async with Visit(world, "ito") as browser:
        page = await browser.post(arrival, form)
        assert page.status_code == 422
        assert "あいう" in page.text
        assert (await browser.post(arrival, {**form, "phone": "0227402073"})).status_code == 303
