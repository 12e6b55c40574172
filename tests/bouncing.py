"""A real pgbouncer before a test's PostgreSQL: in transaction mode, with fewer connections than want one."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.programs import program
from tests.serving import SECONDS, free_port

SIZE = 4
SETTINGS = """
[databases]
* = host={host} user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = {mode}
default_pool_size = {size}
; The connection that has waited longest is lent next: two transactions in a row rarely get the same one.
server_round_robin = 1
server_login_retry = 1
max_client_conn = 200
{user}
"""


@contextmanager
def pgbouncer(url: str, folder: Path, mode: str = "transaction") -> Iterator[str]:
    """Run it before the database until the block ends; its address."""
    port, database = free_port(), url.split("?")[0].rsplit("/", 1)[1]
    file = folder / f"pgbouncer-{port}.ini"
    host = url.split("host=")[1]
    # It refuses to run as root; the user of PostgreSQL may reach its socket.
    user = f"user = {Path(host).owner()}" if os.geteuid() == 0 else ""
    file.write_text(SETTINGS.format(host=host, port=port, mode=mode, size=SIZE, user=user))
    said = file.with_suffix(".said")
    with said.open("wb") as out:
        process = subprocess.Popen(
            [program("pgbouncer", "/usr/sbin/pgbouncer"), file], stdout=out, stderr=subprocess.STDOUT
        )
    address = f"postgresql://postgres@127.0.0.1:{port}/{database}"
    try:
        end = time.monotonic() + SECONDS
        while not _answers(address):
            assert process.poll() is None, said.read_text()
            assert time.monotonic() < end, said.read_text()
            time.sleep(0.05)
        yield address
    finally:
        # At once: connections that are open are cut off.
        process.terminate()
        process.wait(SECONDS)


def _answers(address: str) -> bool:
    try:
        psycopg.connect(address, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True
