"""The household's people in the gallery: on its own device, at the desk, in the yearly round, on paper."""

from kairanban.community.household_changes.actions import moving
from kairanban.community.household_changes.rules import changed_on
from kairanban.community.household_proposals.actions import office, own
from kairanban.community.household_proposals.rules import ADD, RENAME, Change
from kairanban.community.people.actions.households import NewHousehold, add_resident, died, residents
from kairanban.community.people.actions.particulars import change
from kairanban.community.roster_renewals.actions import office as renewals
from kairanban.community.roster_renewals.actions import own as answering
from kairanban.core.clock import day_of
from kairanban.core.ids import CircularId
from tests.browser.scene import Scene
from tests.world import SYSTEM, World


async def prepare(world: World) -> None:
    place, home = world.places["midorigaoka"], world.households["takahashi"]
    async with world.database.write(SYSTEM) as tx:
        await add_resident(tx, home, "高橋 みく", child=True)
    async with world.database.write(world.takahashi) as tx:
        isamu = next(one for one in await residents(tx, home) if one.name == "高橋 勇")
        await own.propose(tx, home, [Change("label", "角の高橋"), Change("phone", "022-555-0001")], "a")
        await own.propose(tx, home, [Change(ADD, "高橋 はると", child=True)], "b")
        await own.propose(tx, home, [Change(RENAME, "高橋 いさむ", isamu.id)], "c")
        await own.propose(tx, home, [Change("address", "みどりヶ丘8番地9")], "d")
    async with world.database.write(world.yamada) as tx:
        answered = (await office.of_association(tx, place))[-1].id
        await office.decline(tx, place, answered, "番地は台帳のとおりです。お電話ください。")
        # Stale: it was changed otherwise meanwhile.
        await change(tx, place, home, {"phone": "022-777-0000"})
        new = NewHousehold(place, "古い家", world.places["block_2"], 12, address="みどりヶ丘12番地")
        alone = await moving.arrive(tx, new, "岡本 ハル", changed_on(day_of(tx.now), tx.now))
        [last] = await residents(tx, alone)
        await died(tx, place, alone, last.id)
        world.households["okamoto"] = alone
        await renewals.start(tx, place)
        await renewals.enter(tx, place, world.places["block_1"], {world.households["suzuki"]}, set())
    async with world.database.write(world.tanaka) as tx:
        await answering.confirm(tx, world.households["tanaka"])


def scenes(world: World, ids: dict[str, CircularId]) -> list[Scene]:
    base = f"/associations/{world.places['midorigaoka']}"
    house = f"{base}/households/{world.households['takahashi']}"
    isamu = world.residents["takahashi"]
    block = f"{base}/renewal/blocks/{world.places['block_1']}"
    return [
        Scene("own_household", "/household?done=proposed", "takahashi"),
        Scene("own_household_asked", "/household", "sato"),
        Scene("own_household_right", "/household?done=right", "tanaka"),
        Scene("own_household_elsewhere", "/household", "kobayashi_old", status=403),
        Scene("own_particulars", "/household/particulars", "takahashi"),
        Scene("own_members", "/household/members", "takahashi"),
        Scene("own_member", f"/household/members/{isamu}", "takahashi"),
        Scene("circular_who_presses", f"/circulars/{ids['attendance']}", "takahashi"),
        Scene("members", f"{house}/members?done=added", "yamada"),
        Scene("members_none", f"{base}/households/{world.households['okamoto']}/members", "yamada"),
        Scene("household_nobody_left", f"{base}/households/{world.households['okamoto']}", "ito"),
        Scene("proposals", f"{base}/proposals?done=accepted", "yamada"),
        Scene("proposals_none", f"/associations/{world.places['kaminosawa']}/proposals", "ono"),
        Scene("empty_houses", f"{base}/empty-houses?done=empty", "yamada"),
        Scene("empty_houses_none", f"/associations/{world.places['kaminosawa']}/empty-houses", "ono"),
        Scene("renewal", f"{base}/renewal?done=started", "yamada"),
        Scene("renewal_none", f"/associations/{world.places['kaminosawa']}/renewal", "ono"),
        Scene("renewal_entering", f"{block}?done=entered&number=1", "ito"),
        Scene("renewal_forms", f"{block}/forms", "yamada"),
    ]
