"""A person's own page: with two keys, a password and three sign-ins, and with one key."""

from kairanban.community.people.actions.offices import add_person, appoint
from kairanban.community.signin.actions import own_page, passkeys, persons, sessions
from kairanban.community.signin.rules.passkeys import Registered
from kairanban.community.signin.rules.passwords import hash_secret
from kairanban.core.roles import Role
from tests.browser.scene import Scene
from tests.world import SYSTEM, World

# Signs in, leaves and ends sign-ins in tests of their own.
NAME, PASSWORD = "hara", "natsu no umi 7"


async def prepare(world: World) -> None:
    async with world.database.write(world.ito) as tx:
        for name in ("iPhone", "会館の iPad"):
            await passkeys.add_own(tx, Registered(name.encode(), b"key", 0), name)
        await own_page.change_password(tx, "ito", hash_secret(PASSWORD))
    for kind in ("ipad", "computer"):
        async with world.database.write(SYSTEM) as tx:
            await sessions.sign_in(tx, world.people["ito"], kind)
    async with world.database.write(world.kimura) as tx:
        await passkeys.add_own(tx, Registered(b"only", b"key", 0), "Android")
    async with world.database.write(SYSTEM) as tx:
        hara = await add_person(tx, "原 学")
        await appoint(tx, hara, Role.DRAFTER, world.places["kaminosawa"], starts=tx.now, ends=None)
        await persons.store_password(tx, hara, NAME, hash_secret(PASSWORD))


def scenes() -> list[Scene]:
    return [
        Scene("own_page", "/own-page", "ito"),
        Scene("own_page_done", "/own-page?done=removed", "kimura"),
        Scene("own_page_town", "/own-page", "shimizu"),
        Scene("own_password", "/own-page/password", "ito"),
        Scene("own_passkey", "/own-page/passkeys", "ito"),
    ]
