"""画面をつなぐ: a screen that shows digits, and one that 鈴木 connected."""

from kairanban.community.signin.actions import devices, pairing
from kairanban.community.signin.queries import pairing as queries
from kairanban.community.signin.rules.tokens import hashed
from kairanban.core.actor import Visitor
from kairanban.core.clock import DAY
from tests.browser.scene import Scene
from tests.world import World

# Of the screen that shows digits, for as long as the gallery is open.
SHOWN = "a-screen-that-shows-digits"
SCREEN = "suzuki's screen"


async def prepare(world: World) -> None:
    home = world.households["suzuki"]
    async with world.database.write(Visitor()) as tx:
        await tx.value(
            queries.ASK, token_hash=hashed(SHOWN), digits="402817", kind="ipad", asked=tx.now + DAY
        )
        token = await pairing.show_digits(tx, "ipad", "gallery", "")
        found, _ = await pairing.find(tx, token)
        assert found is not None
    async with world.database.write(world.suzuki) as tx:
        await pairing.take(tx, home, found.digits, "gallery", "")
        newest = (await devices.devices(tx, home))[-1]
        await devices.acknowledge_device(tx, home, newest.id)
    async with world.database.write(Visitor()) as tx:
        world.tokens[SCREEN] = await pairing.collect(tx, token) or ""


def scenes() -> list[Scene]:
    shown = (("pairing", SHOWN),)
    return [
        Scene("pairing", "/pairing"),
        Scene("pairing_digits", "/pairing", cookies=shown),
        Scene("pairing_early", "/pairing?done=early", cookies=shown),
        Scene("pairing_ended", "/pairing", cookies=(("pairing", "no-such-screen"),)),
        Scene("pairing_typing", "/devices/pairing", "sato"),
        Scene("pairing_typing_new", "/devices/pairing", SCREEN),
        Scene("pairing_home", "/?done=paired", SCREEN),
        Scene("devices_new", "/devices", SCREEN),
        Scene("devices_paired", "/devices?done=paired", "suzuki"),
    ]
