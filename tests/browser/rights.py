"""What is held about a household, in the gallery: on its own device, on paper, at the desk."""

from kairanban.accountability.breach import actions as breaches
from kairanban.accountability.data_requests import actions as requests
from kairanban.accountability.data_requests.actions import Asked
from kairanban.accountability.provision import actions as provisions
from kairanban.accountability.provision.actions import New
from kairanban.community.consents.actions import Entered, enter
from kairanban.core.purposes import Purpose
from tests.browser.scene import Scene
from tests.world import World


async def prepare(world: World) -> None:
    async with world.database.write(world.yamada) as tx:
        said = Entered("spoken", "永井 純", {(world.residents["sato"], Purpose.SUPPORTER)}, set(), [])
        await enter(tx, world.places["midorigaoka"], world.places["block_1"], said)
        given = New(tx.now, "若葉市 危機管理課", "氏名と住所", "consent", world.households["sato"], "", "a")
        await breaches.begin(tx, world.places["midorigaoka"], tx.now, "a")
        await provisions.enter(tx, world.places["midorigaoka"], given)
    async with world.database.write(world.takahashi) as tx:
        home = world.households["takahashi"]
        await requests.ask(tx, home, Asked("correction", "番地は8ではなく9です。\n電話も変わりました。", "a"))
        await requests.ask(tx, home, Asked("erasure", "", "b"))


def scenes(world: World) -> list[Scene]:
    house = f"/associations/{world.places['midorigaoka']}/households"
    return [
        Scene("own_data", "/own-data", "sato"),
        Scene("own_data_little", "/own-data", "mori"),
        Scene("own_data_paper", "/own-data/paper", "sato"),
        Scene("own_data_elsewhere", "/own-data", "kobayashi_old", status=403),
        Scene("disclosure", f"{house}/{world.households['sato']}/disclosure", "yamada"),
        Scene("data_requests", "/own-data/requests?done=asked", "takahashi"),
        Scene("data_requests_none", "/own-data/requests", "suzuki"),
        Scene("data_requests_correction", "/own-data/requests?kind=correction", "takahashi"),
        Scene("data_requests_erasure", "/own-data/requests?kind=erasure", "suzuki"),
        Scene("data_requests_office", f"/associations/{world.places['midorigaoka']}/data-requests", "yamada"),
        Scene(
            "data_requests_office_none", f"/associations/{world.places['kaminosawa']}/data-requests", "ono"
        ),
        Scene("data_rules", f"/associations/{world.places['midorigaoka']}/data-rules?done=saved", "yamada"),
        Scene("data_rules_paper", "/data-rules/paper", "sato"),
        Scene("breaches", f"/associations/{world.places['midorigaoka']}/breaches", "yamada"),
        Scene("breaches_choose", "/breaches", "okada"),
        Scene("breach", f"/associations/{world.places['midorigaoka']}/breaches/1?done=saved", "yamada"),
        Scene("breach_paper", f"/associations/{world.places['midorigaoka']}/breaches/1/paper", "yamada"),
        Scene("provisions", f"/associations/{world.places['midorigaoka']}/provisions", "yamada"),
        Scene(
            "provisions_none", f"/associations/{world.places['kaminosawa']}/provisions?done=removed", "ono"
        ),
        Scene("erasure", f"{house}/{world.households['sato']}/erasure", "yamada"),
        Scene("erasure_small", f"{house}/{world.households['tanaka']}/erasure", "yamada"),
        Scene("disclosure_hidden", f"{house}/{world.households['小林']}/disclosure", "yamada"),
    ]
