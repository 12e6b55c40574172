"""Commands that keep running: serve, worker, demo."""

import asyncio
import contextlib
import errno
import json
import signal
import socket
import sys
from pathlib import Path
from typing import Any

import click
import uvicorn

from kairanban.app import create_app
from kairanban.config import Settings, read_settings
from kairanban.db.engine import open_database
from kairanban.db.migrate import migrate as migrate_database
from kairanban.operations.cli.headway import Stoppable, long_command
from kairanban.operations.cli.output import alone, plainly, settled, stop
from kairanban.operations.cli.stopped import demo_stopped
from kairanban.operations.command_socket import serve_commands
from kairanban.operations.demo.town import fill, links_of
from kairanban.operations.lifetimes import lived, web_process
from kairanban.operations.renewal import Inherited, Renewal, inherited, only_checks
from kairanban.operations.web_processes import STARTUP_FAILED, Beat, WebProcesses
from kairanban.web import connections
from kairanban.web.leaving import LeavingServer
from kairanban.web.logs import log_requests, log_what_nobody_caught, set_up_logs
from kairanban.worker import work, working

PORT = click.IntRange(0, 65535)
LINKS = "demo-links.json"
OPTIONS: dict[str, Any] = {
    "log_config": None,
    "access_log": False,
    "server_header": False,
    "proxy_headers": False,
    **connections.OPTIONS,
}


@click.command()
@click.option("--port", type=PORT, default=8321, show_default=True, help="The port to listen on.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--processes", default=1, show_default=True, help="Web processes (PostgreSQL only).")
def serve(port: int, host: str, processes: int) -> None:
    """Serve the pages. On SQLite this process also does the worker's part."""
    settings = settled()
    if only_checks():
        create_app(settings)
        return
    before = inherited()
    if before is None:
        _free(host, port)
    if processes > 1 and settings.on_sqlite:
        stop("SQLite is served by one process. Use PostgreSQL for several (KAIRANBAN_DATABASE_URL).")
    with alone(settings, "Another process serves this data folder already. Stop it first."):
        pass
    log_requests()
    _run(settings, host, port, processes, before)


@click.command()
@plainly
async def worker() -> None:
    """Do what happens by itself: send what was scheduled, tidy up. Needed beside PostgreSQL only."""
    settings = settled()
    if settings.on_sqlite:
        stop("On SQLite the served process does this; no worker is needed.")
    set_up_logs()
    log_what_nobody_caught()
    working = asyncio.current_task()
    assert working is not None
    for one in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(one, working.cancel)
    database = await open_database(settings.database_url, body_seconds=settings.body_seconds)
    try:
        if sys.stderr.isatty():
            click.echo("The worker runs. Stop it with Ctrl+C.", err=True)
        with contextlib.suppress(asyncio.CancelledError):
            async with lived(settings, "worker"):
                await work(database, settings)
    finally:
        await database.close()


@click.command()
@click.option("--port", type=PORT, default=8321, show_default=True, help="The port to listen on.")
@click.option("--serve/--no-serve", "serving", default=True, help="Serve the town after filling it.")
def demo(port: int, serving: bool) -> None:
    """Fill a town for trying out, if there is none yet, and serve it with one sign-in link a person."""
    settings = read_settings(public_address=f"http://localhost:{port}")
    _free("127.0.0.1", port)
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Also says that the folder cannot be written.
    with alone(settings, "Another process serves this data folder already. Stop it first."):
        pass
    with long_command("Filling the demo town", demo_stopped(settings)) as work:
        links = _fill(settings, work)
    click.echo(f"\nA demo town at http://localhost:{port}\n")
    for who, address in links.items():
        click.echo(f"  {who:22} {address}")
    click.echo("\nStop it with Ctrl+C.\n")
    if serving:
        _run(settings, "127.0.0.1", port, 1)


@plainly
async def _fill(settings: Settings, work: Stoppable) -> dict[str, str]:
    """Fill the demo town once and return its sign-in links for this port."""
    async with work.cancellable():
        await asyncio.to_thread(migrate_database, settings.database_url)
        database = await open_database(settings.database_url, body_seconds=settings.body_seconds)
        try:
            await fill(database)
            links = await links_of(database, settings.public_address, settings.data / LINKS)
        finally:
            await database.close()
    write_links(settings.data / LINKS, links)
    return links


def write_links(path: Path, links: dict[str, str]) -> None:
    path.write_text(json.dumps(links, indent=2) + "\n")
    path.chmod(0o600)


def _run(settings: Settings, host: str, port: int, processes: int, before: Inherited | None = None) -> None:
    set_up_logs()
    log_what_nobody_caught()
    options = {"host": host, "port": port, **OPTIONS}
    if processes > 1:
        listening = before.port if before else uvicorn.Config(create_app, **options).bind_socket()

        def one(beat: Beat) -> None:
            server = LeavingServer(
                uvicorn.Config(create_app(settings, companions=(beat.running, web_process)), **options)
            )
            server.run(sockets=[listening])
            sys.exit(0 if server.started else STARTUP_FAILED)

        if not WebProcesses(one, processes, Renewal(listening), before.pids if before else ()).run():
            stop("The web processes could not start. The lines above say why.")
    else:
        # On SQLite this process also works as the worker; PostgreSQL has separate ones.
        companions = (web_process, *((working, serve_commands) if settings.on_sqlite else ()))
        uvicorn.run(create_app(settings, companions=companions), **options)


def _free(host: str, port: int) -> None:
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except PermissionError:
            stop(
                f"This user may not listen on port {port}. Choose one above 1023, and let a web server stand in front."
            )
        except OSError as problem:
            if problem.errno == errno.EADDRINUSE:
                stop(f"Port {port} is in use. Choose another with --port.")
            stop(f"{host} is no address of this machine. Leave --host out, or name another.")
