"""世帯の変わりごと in the gallery: each form, with a household of several residents and one that left."""

from kairanban.community.household_changes.actions import moving
from kairanban.community.household_changes.rules import changed_on
from kairanban.community.people.actions.households import NewHousehold, add_resident
from kairanban.core.clock import day_of
from tests.browser.scene import Scene
from tests.world import SYSTEM, World


async def prepare(world: World) -> None:
    place = world.places["midorigaoka"]
    async with world.database.write(SYSTEM) as tx:
        await add_resident(tx, world.households["takahashi"], "高橋 勇")
        await add_resident(tx, world.households["takahashi"], "高橋 マリア・アパレシーダ・ドス・サントス")
    async with world.database.write(world.yamada) as tx:
        today = changed_on(day_of(tx.now), tx.now)
        new = NewHousehold(
            association=place, label="引っ越した家", place=world.places["block_2"], route_order=9
        )
        gone = await moving.arrive(tx, new, "青木 進", today)
        await moving.leave(tx, place, gone, today, empty=True)


def scenes(world: World) -> list[Scene]:
    base = f"/associations/{world.places['midorigaoka']}"
    house = f"{base}/households/{world.households['takahashi']}"
    hidden = f"{base}/households/{world.households['matsumoto']}"
    return [
        Scene("changes", f"{house}/changes?done=separated", "yamada"),
        Scene("changes_representative", f"{house}/representative", "yamada"),
        Scene(
            "changes_representative_alone",
            f"{base}/households/{world.households['suzuki']}/representative",
            "ito",
        ),
        Scene("changes_particulars", f"{house}/particulars", "yamada"),
        Scene("changes_particulars_hidden", f"{hidden}/particulars", "yamada"),
        Scene("changes_second", f"{house}/second-household", "yamada"),
        Scene("changes_separation", f"{house}/separation", "ito"),
        Scene("changes_departure", f"{hidden}/departure", "ito"),
        Scene("changes_hidden", f"{hidden}/changes", "ito", status=403),
        Scene("changes_arrival", f"{base}/arrival", "ito"),
        Scene("changes_departures", f"{base}/departures?done=gone", "ito"),
        Scene("changes_departures_none", f"/associations/{world.places['kaminosawa']}/departures", "ono"),
        Scene("changes_merger", f"{base}/blocks/{world.places['block_2']}/merger", "yamada"),
    ]
