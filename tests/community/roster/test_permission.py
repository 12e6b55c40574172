"""Who reads, imports and exports a roster, and what is recorded of it."""

from datetime import date

import pytest

from kairanban.community.roster.actions import exporting, files, taking
from kairanban.community.roster.actions.planning import Proposal, propose_changes
from kairanban.community.roster.pages import uploading
from kairanban.community.roster.rules.choices import Choices
from kairanban.community.roster.rules.understanding import Understanding, understand
from kairanban.core.actor import Anyone
from kairanban.core.errors import NotFound, Refused
from kairanban.core.roles import Role
from tests.community.roster.office import fields, office
from tests.records import Access, Entry, accesses, journalled
from tests.world import World, serving

pytestmark = pytest.mark.anyio

ROWS = "班,氏名,住所\n1班,林 茂,上町1-2\n".encode()


async def plan(world: World, actor: Anyone) -> Proposal:
    association = world.places["midorigaoka"]
    return await propose_changes(world.database, actor, association, ROWS, "名簿.csv", Choices())


async def test_only_who_changes_the_roster_stores_plans_and_takes_a_file(world: World) -> None:
    association = world.places["midorigaoka"]
    caretaker = serving(world, Role.CARETAKER)
    proposal = await plan(world, world.ito)
    with pytest.raises(Refused):
        await plan(world, caretaker)
    with pytest.raises(Refused):
        await taking.take(world.database, caretaker, proposal)
    async with world.database.write(caretaker) as tx:
        with pytest.raises(Refused):
            await files.keep(tx, association, "名簿.csv", ROWS)
        with pytest.raises(Refused):
            await files.waiting(tx, association)
    async with world.database.write(world.ito) as tx:
        await files.keep(tx, association, "名簿.csv", ROWS)
        assert len(await files.waiting(tx, association)) == 1
    await taking.take(world.database, world.ito, proposal)
    assert await journalled(world, "roster_taken") == [
        Entry("roster_taken", world.people["ito"], association)
    ]


async def test_a_file_that_changes_no_household_is_taken_only_by_who_changes_the_roster(world: World) -> None:
    await taking.take(world.database, world.ito, await plan(world, world.ito))
    nothing_new = await plan(world, world.ito)
    assert not nothing_new.taken
    with pytest.raises(Refused):
        await taking.take(world.database, serving(world, Role.CARETAKER), nothing_new)
    assert len(await journalled(world, "roster_taken")) == 1


async def test_a_file_is_parsed_only_for_who_changes_the_roster(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[str] = []

    async def parse(data: bytes, name: str, today: date) -> Understanding:
        parsed.append(name)
        return understand(data, name, today=today)

    monkeypatch.setattr(uploading, "read_roster", parse)
    async with office(world, "ono", "midorigaoka") as desk:
        assert (await desk.upload(ROWS)).status_code == 404
    assert parsed == []
    async with office(world, "ito", "midorigaoka") as desk:
        assert (await desk.upload(ROWS)).status_code == 303
    assert len(parsed) == 1


async def test_an_export_is_the_chairs_and_is_in_the_journal(world: World) -> None:
    association = world.places["midorigaoka"]
    for actor, error in ((world.ito, Refused), (world.ono, NotFound)):
        async with world.database.write(actor) as tx:
            with pytest.raises(error):
                await exporting.export(tx, association)
    async with world.database.write(world.yamada) as tx:
        assert await exporting.export(tx, association)
    assert await journalled(world, "roster_exported") == [
        Entry("roster_exported", world.people["yamada"], association)
    ]


async def test_a_file_of_another_association_is_not_even_read(world: World) -> None:
    async with office(world, "ito", "midorigaoka") as desk:
        assert (await desk.upload(b"%PDF-1.7")).status_code == 422
    async with office(world, "ono", "midorigaoka") as desk:
        assert (await desk.upload(b"%PDF-1.7")).status_code == 404


async def test_a_preview_is_in_the_access_log(world: World) -> None:
    async with office(world, "ito", "midorigaoka") as desk:
        await desk.upload(ROWS)
        assert await accesses(world, "ito") == set()
        path, page = await desk.preview(ROWS)
        assert await accesses(world, "ito") == {Access("roster", world.places["midorigaoka"])}
        assert fields(page)
        assert (await desk.get(path)).status_code == 200


@pytest.mark.parametrize(
    ("page", "purpose", "place", "house"),
    [
        ("roster", "roster", "midorigaoka", ""),
        ("households/{house}", "household", "midorigaoka", "sato"),
        ("places/{group}/households", "group", "elders", ""),
    ],
)
async def test_lists_of_households_are_in_the_access_log(
    world: World, page: str, purpose: str, place: str, house: str
) -> None:
    path = page.format(house=world.households["sato"], group=world.places["elders"])
    async with office(world, "ito", "midorigaoka") as desk:
        assert (await desk.get(f"/associations/{desk.association}/{path}")).status_code == 200
    household = world.households[house] if house else 0
    assert await accesses(world, "ito") == {Access(purpose, world.places[place], household)}


async def test_the_pages_of_an_association_are_for_its_own_officers(world: World) -> None:
    changed = {
        "name": "", "block_word": "組", "chair_word": "会長", "help_name": "山田", "help_phone": "1",
    }  # fmt: skip
    for who, status, invalid in (("ito", 200, 422), ("ono", 404, 404)):
        async with office(world, who, "midorigaoka") as desk:
            path = f"/associations/{desk.association}"
            assert (await desk.get(path)).status_code == status
            assert (await desk.get(f"{path}/places")).status_code == status
            # What is wrong with the form is told to nobody else either.
            assert (await desk.post(path, **changed)).status_code == invalid


async def test_an_officer_adds_places_to_the_own_association_and_not_to_the_town(world: World) -> None:
    for association, status in (("midorigaoka", 303), ("town", 404)):
        async with office(world, "ito", association) as desk:
            added = await desk.post(f"/associations/{desk.association}/places", kind="group", name="消防団")
            assert added.status_code == status
