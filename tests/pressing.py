"""Helpers: a town whose households all press 確認, over HTTP."""

import http.client
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from kairanban.community.people.actions.households import NewHousehold, add_household
from kairanban.community.signin.actions import sessions
from kairanban.community.signin.queries import devices
from kairanban.core.ids import HouseholdId
from kairanban.db.engine import Database, open_database
from tests.world import SYSTEM, World, build, circular

HOUSEHOLDS, CIRCULARS, CLIENTS = 150, 4, 16


@dataclass(frozen=True)
class Press:
    """One household's confirmation of one circular; repeated, it is the same press."""

    circular: int
    household: int
    token: str
    id: str = "one"


@dataclass(frozen=True)
class Answer:
    press: Press
    status: int
    page: str


async def prepare(url: str) -> list[Press]:
    """Return every possible press, alternating circulars."""
    database = await open_database(url)
    try:
        world = await build(database)
        tokens = await households_with_devices(database, world, HOUSEHOLDS)
        circulars = [await circular(world) for _ in range(CIRCULARS)]
    finally:
        await database.close()
    return [Press(one, household, token) for household, token in tokens.items() for one in circulars]


async def households_with_devices(database: Database, world: World, most: int) -> dict[HouseholdId, str]:
    """Add so many households; return the token of each one's device."""
    tokens = {}
    async with database.write(SYSTEM) as tx:
        for number in range(most):
            block = world.places[f"block_{number % 2 + 1}"]
            new = NewHousehold(world.places["midorigaoka"], f"家{number}", block, number, method="digital")
            household = await add_household(tx, new)
            session, tokens[household] = await sessions.household_session(tx)
            bound = {"kind": "ipad", "how": "card", "bound": tx.now, "approved_by": None}
            await tx.value(devices.BIND, session=session, household=household, **bound)
    return tokens


def press_all(
    port: int, presses: Iterable[Press], *, meanwhile: Callable[[list[Answer]], None] | None = None
) -> list[Answer]:
    """Press with sixteen clients and record each complete answer; `meanwhile` is called after each."""
    left, answers = deque(presses), list[Answer]()

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            while True:
                answers.append(_press(connection, left.popleft()))
                if meanwhile is not None:
                    meanwhile(answers)
        except (IndexError, OSError, http.client.HTTPException):
            return
        finally:
            connection.close()

    with ThreadPoolExecutor(CLIENTS) as clients:
        for ended in [clients.submit(client) for _ in range(CLIENTS)]:
            ended.result()
    return answers


def _press(connection: http.client.HTTPConnection, press: Press) -> Answer:
    connection.request(
        "POST",
        f"/circulars/{press.circular}/acknowledgement",
        body=f"press={press.id}",
        headers={
            "Cookie": f"kairanban={press.token}",
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept-Language": "ja",
        },
    )
    answer = connection.getresponse()
    return Answer(press, answer.status, answer.read().decode())
