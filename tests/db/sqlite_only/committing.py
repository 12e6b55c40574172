"""A process that commits until it is killed; each reported success is synced to a separate file."""

import asyncio
import os
import sys

from kairanban.db.engine import Database, open_database
from tests.db.ledger import add


async def write(database: Database, told: int, name: str) -> None:
    number = 0
    while True:
        number += 1
        await add(database, f"{name}-{number}")
        os.write(told, f"{name}-{number}\n".encode())
        os.fsync(told)


async def main(url: str, told: str) -> None:
    file = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    database = await open_database(url)
    await asyncio.gather(*(write(database, file, f"{os.getpid()}-{place}") for place in range(16)))


asyncio.run(main(sys.argv[1], sys.argv[2]))
