"""Every page, file and paper that names a household to another person is recorded in the access log."""

import pytest
from sqlalchemy import select

from kairanban.access.purposes import WORDS
from kairanban.db.statements import Statement
from kairanban.db.tables.ledger import look
from tests.house.paths import every_get
from tests.pdfs import text_of
from tests.visiting import Visit, without_breaks
from tests.world import OFFICERS, SYSTEM, World

pytestmark = pytest.mark.anyio

# Households of Midorigaoka; no officer is called so.
NAMES = ("佐藤", "鈴木", "松本", "高橋", "田中")
_FORGET = Statement(look.delete())
_PURPOSES = Statement(select(look.c.purpose).distinct())


def _text(content: bytes, media_type: str) -> str:
    if media_type.startswith("application/pdf"):
        return text_of(content)
    return without_breaks(content.decode(errors="replace")) if media_type.startswith("text/") else ""


async def test_every_page_that_names_a_household_is_recorded(world: World) -> None:
    unseen, seen = [], set[str]()
    paths = await every_get(world)
    for who in OFFICERS:
        async with Visit(world, who) as browser:
            for path in paths:
                async with world.database.write(SYSTEM) as tx:
                    await tx.run(_FORGET)
                answer = await browser.get(path)
                named = _text(answer.content, answer.headers.get("content-type", ""))
                if answer.status_code != 200 or not any(name in named for name in NAMES):
                    continue
                async with world.database.read(SYSTEM) as tx:
                    purposes = await tx.column(_PURPOSES)
                seen.update(purposes)
                if not purposes:
                    unseen.append(f"{who} {path}")
    assert not unseen, "\n".join(unseen)
    assert seen <= WORDS.keys()
