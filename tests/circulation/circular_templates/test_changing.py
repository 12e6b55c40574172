"""Texts of an own template, language by language."""

import json

import pytest

from kairanban.circulation.circular_templates import actions
from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.core.errors import Invalid, NotFound
from tests.world import World, circular

pytestmark = pytest.mark.anyio


async def test_a_language_is_written_and_removed_again_and_the_original_is_not(world: World) -> None:
    id = await circular(world)
    async with world.database.write(world.yamada) as tx:
        association, template = await actions.keep(tx, id)
        for title, languages in (("Dọn công viên", {"ja", "vi"}), ("", {"ja"})):
            await actions.change(tx, association, template, "", "vi", Texts(title=title))
            assert set(json.loads((await actions.find(tx, association, template)).kept)) == languages
        with pytest.raises(Invalid):
            await actions.change(tx, association, template, "", "ja", Texts())
        with pytest.raises(NotFound):
            await actions.change(tx, association, template, "", "xx", Texts(title="x"))
