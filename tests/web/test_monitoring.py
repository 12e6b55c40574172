"""What a monitor on the machine asks, and which names the server answers to."""

import pytest

from kairanban.core.clock import SECOND
from kairanban.db.write_probe import READY_WITHIN, probe
from tests.conftest import SetClock
from tests.notify.telling import WORKER
from tests.visiting import Visit
from tests.world import World

pytestmark = pytest.mark.anyio

PUBLIC = "https://kairan.example.jp"


async def asked(visit: Visit, path: str, *hosts: str) -> int:
    """Return the status with these Host headers."""
    found: list[int] = []

    async def send(message: dict[str, object]) -> None:
        if message["type"] == "http.response.start":
            found.append(int(str(message["status"])))

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"", "scheme": "http",
        "http_version": "1.1", "server": ("127.0.0.1", 8321), "client": ("127.0.0.1", 1), "root_path": "",
        "headers": [(b"host", host.encode()) for host in hosts],
    }  # fmt: skip
    await visit.app(scope, receive, send)  # type: ignore[arg-type]
    return found[0]


@pytest.mark.parametrize("host", ["localhost", "localhost:8321", "127.0.0.1:8321", "[::1]:8321", "[::1]"])
async def test_health_is_answered_on_the_machine_in_any_configuration(world: World, host: str) -> None:
    async with Visit(world, address=PUBLIC) as visit:
        assert await asked(visit, "/health", host) == 200
        assert await asked(visit, "/ready", host) == 503
        assert await asked(visit, "/", host) == 400


@pytest.mark.parametrize(
    "hosts",
    [(), ("evil.example",), ("kairan.example.jp", "evil.example"), ("kairan.example.jp.evil.example",),
     ("localhost.evil.example",), ("kairan.example.jp:8321",), ("kairan.example.jp", "kairan.example.jp")],
)  # fmt: skip
async def test_one_host_and_no_other_is_answered(world: World, hosts: tuple[str, ...]) -> None:
    async with Visit(world, address=PUBLIC) as visit:
        assert await asked(visit, "/health", *hosts) == 400


async def test_the_public_name_is_answered_in_any_case(world: World) -> None:
    async with Visit(world, address=PUBLIC) as visit:
        assert await asked(visit, "/health", "Kairan.Example.JP") == 200


async def test_ready_says_how_old_the_last_write_of_the_worker_is(world: World, clock: SetClock) -> None:
    async with Visit(world) as visit:
        assert (await visit.get("/ready")).status_code == 503
        async with world.database.write(WORKER) as tx:
            await probe(tx)
        clock.advance(READY_WITHIN)
        assert (await visit.get("/ready")).text == "ready"
        clock.advance(SECOND)
        late = await visit.get("/ready")
        assert late.status_code == 503
        assert "30 seconds" in late.text
