"""Notifications in the gallery: settings, pages linked in mails, outcomes."""

from sqlalchemy import bindparam

from kairanban.circulation.replies.actions.answers import answer
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.core.clock import DAY
from kairanban.core.ids import CircularId
from kairanban.db.statements import Statement
from kairanban.db.tables.notify import reminder
from kairanban.db.tx import Tx
from kairanban.notify.actions import test_message
from kairanban.notify.actions.choices import choose
from kairanban.notify.keys import ensure_keys
from kairanban.notify.queries import addresses
from kairanban.notify.rules.links import Purpose, sign
from tests.browser.scene import Scene
from tests.world import SYSTEM, World

_REMINDED = Statement(
    reminder.insert().values(circular=bindparam("circular"), edition=bindparam("edition"), at=bindparam("at"))
)

# This server may not send there, so nothing leaves this machine.
NOWHERE = "http://127.0.0.1:9/push"

Links = dict[str, str]


async def prepare(world: World, ids: dict[str, CircularId], now: int) -> Links:
    """Add a tablet, mail addresses and a circular with reminder; return paths of links."""
    keys = (await ensure_keys(world.database)).link_key
    async with world.database.write(world.tanaka) as tx:
        await _add(tx, "push", world.tanaka.session, None, NOWHERE, now, now)
        await test_message.try_out(tx, world.households["tanaka"])
        await choose(tx, world.households["tanaka"], {"digest": 1, "rest_until": now + 9 * DAY})
    async with world.database.write(SYSTEM) as tx:
        house = world.households["takahashi"]
        told = await _add(tx, "mail", None, house, "setsuko.takahashi@example.jp", now, now)
        asked = await _add(
            tx, "mail", None, house, "a-rather-long-address-of-a-daughter@mail.example.jp", now, None
        )
        await tx.run(_REMINDED, circular=ids["attendance"], edition=1, at=now - 2 * DAY)
    async with world.database.write(world.takahashi) as tx:
        await answer(tx, ids["typo"], house, Answer("acknowledged", "mail"))
    circular = {
        name: sign(keys, Purpose.CIRCULAR, ids[name], told)
        for name in ("plain", "attendance", "typo", "withdrawn")
    }
    return {
        "verify": f"/notices/mail/{sign(keys, Purpose.VERIFY, asked)}",
        "verified": f"/notices/mail/{sign(keys, Purpose.VERIFY, told)}",
        "stop": f"/notices/mail/{sign(keys, Purpose.STOP, told)}/removal",
        **{f"told_{name}": f"/told/{token}" for name, token in circular.items()},
    }


async def _add(
    tx: Tx, channel: str, session: object, household: object, target: str, now: int, confirmed: int | None
) -> int:
    made: int = await tx.value(
        addresses.ADD, channel=channel, session=session, household=household, target=target, p256dh="", auth="",
        language="ja", made=now, renewed=now, confirmed=confirmed,
    )  # fmt: skip
    return made


def scenes(links: Links) -> list[Scene]:
    return [
        Scene("notices", "/settings/notices", "sato"),
        Scene("notices_told", "/settings/notices?done=tested", "tanaka"),
        Scene("notices_mail", "/settings/notices?done=asked", "takahashi"),
        *(Scene(f"mail_{name}", path) for name, path in links.items()),
        Scene("mail_nothing", "/told/nothing", status=404),
    ]
