"""「電話をください」 in the gallery: before, while it waits, and for people who answer."""

from kairanban.care.callbacks import actions
from tests.browser.scene import Scene
from tests.world import World


async def prepare(world: World) -> None:
    for who in ("suzuki", "matsumoto"):
        async with world.database.write(world.actors[who]) as tx:
            await actions.ask(tx, world.households[who])
    async with world.database.write(world.abe) as tx:
        await actions.tried(tx, (await actions.to_ring(tx))[0].id)


def scenes() -> list[Scene]:
    return [
        Scene("call", "/call", "sato"),
        Scene("call_asked", "/call", "matsumoto"),
        Scene("call_tried", "/call", "suzuki"),
        Scene("calls", "/calls", "abe"),
        Scene("calls_none", "/calls", "ito"),
        Scene("looks", "/looks", "suzuki"),
        Scene("looks_none", "/looks", "mori"),
    ]
