"""Officers are found by typing and sorted, where there are many."""

import re

import pytest

from tests.visiting import Visit, said
from tests.world import World

pytestmark = pytest.mark.anyio


def listed(page: str) -> list[str]:
    return re.findall(r'<th scope="row">([^<]+)</th>', page)


async def test_a_person_is_found_by_name_and_by_office(world: World) -> None:
    path = f"/associations/{world.places['midorigaoka']}/people"
    async with Visit(world, "yamada") as chair:
        everybody = listed((await chair.get(path)).text)
        assert len(everybody) == 6
        assert listed((await chair.get(f"{path}?words=木村")).text) == ["木村 実"]
        part = await chair.get(f"{path}?words=班長", **{"HX-Request-Type": "partial"})
        assert part.text.lstrip().startswith('<div id="found">')
        assert listed(part.text) == ["阿部 和子"]
        assert "見つかりませんでした" in said(await chair.get(f"{path}?words=だれも"))
        assert listed((await chair.get(f"{path}?by=name")).text) == sorted(everybody)
        assert listed((await chair.get(f"{path}?by=name&down=1")).text) == sorted(everybody, reverse=True)
        # Few need no search: the heads are enough.
        assert 'role="search"' not in (await chair.get(path)).text
