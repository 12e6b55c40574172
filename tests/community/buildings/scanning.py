"""Helpers: scan a poster and ask to join."""

import re

from kairanban.community.signin.rules.tokens import looks_like_one
from tests.visiting import Visit
from tests.world import World


async def new_poster(world: World, who: str = "yamada") -> str:
    """Make a poster and return the URL on its sheet."""
    building = f"/associations/{world.places['midorigaoka']}/buildings/{world.places['maison']}"
    async with Visit(world, who) as officer:
        made = await officer.post(f"{building}/poster")
        assert made.status_code == 303
        sheet = (await officer.get(f"{made.headers['location']}/sheet")).text
    path = re.search(r'class="address">http://localhost:8321(/b/[\w-]+)<', sheet)
    assert path is not None
    assert looks_like_one(path[1].removeprefix("/b/"))
    return path[1]


async def scan(browser: Visit, poster: str) -> str:
    """Open the poster's page and keep the form's press."""
    first = await browser.get(poster)
    assert (first.status_code, first.headers["location"]) == (303, "/building")
    return (await browser.get("/building")).text


async def ask(
    browser: Visit, poster: str, room: str = "203", label: str = "チャン", language: str = "vi"
) -> str:
    """Scan and ask; return the two digits on the waiting screen."""
    press = re.search(r'name="press" value="([\w-]+)"', await scan(browser, poster))
    assert press is not None
    form: dict[str, object] = {"room": room, "label": label, "language": language, "press": press[1]}
    asked = await browser.post("/building/requests", form)
    assert (asked.status_code, asked.headers["location"]) == (303, "/building/request")
    return digits((await browser.get("/building/request")).text)


def digits(page: str) -> str:
    found = re.search(r'data-watch="[0-9a-f]+">(\d\d)<', page)
    assert found is not None
    return found[1]


async def answer(
    world: World, household: object = "new", answer: str = "yes", who: str = "yamada", request: int = 0
) -> int:
    """Answer the first waiting request, or the given one; return the status."""
    path = f"/associations/{world.places['midorigaoka']}/joining"
    async with Visit(world, who) as officer:
        if not request:
            found = re.search(rf'action="{path}/(\d+)"', (await officer.get(path)).text)
            assert found is not None
            request = int(found[1])
        said = await officer.post(f"{path}/{request}", {"household": str(household), "answer": answer})
    return said.status_code
