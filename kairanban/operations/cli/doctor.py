"""The checks of `doctor`. Each returns (ok, sentence) and leaves nothing behind."""

import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from kairanban.accountability.retention.actions.watching import CLOCK_WATCH, clock_sentence
from kairanban.config import Settings
from kairanban.core.clock import local
from kairanban.core.mail_server import mail_server
from kairanban.db.migrate import newest, revision_of
from kairanban.db.read_only import reading
from kairanban.db.settings import read_directly
from kairanban.notify.keys import LINK_KEY, PUSH_KEY, Keys
from kairanban.notify.queries.faults import faults_directly
from kairanban.notify.rules.faults import Fault, Why
from kairanban.operations.cli.certificate import certificate
from kairanban.operations.cli.confinement import confinement
from kairanban.operations.cli.machine import proxies, time_kept
from kairanban.operations.cli.pooler import pooler
from kairanban.operations.cli.running import backups, descriptors, mail, worker, writing
from kairanban.operations.cli.scans import scans

Found = tuple[bool, str]
LEAST_FREE = 1024**3

# Older versions can lose committed rows when two connections write and checkpoint at once; we have one.
FIXED_IN = ((3, 51, 3), (3, 50, 7), (3, 44, 6))


def folder(settings: Settings) -> Found:
    if not settings.data.is_dir():
        return False, f"There is no data folder {settings.data}. Run 'kairanban init'."
    if stat.S_IMODE(settings.data.stat().st_mode) & 0o077:
        return (
            False,
            f"Others on this machine can look into {settings.data}. Run: chmod 700 '{settings.data}'",
        )
    return True, f"The data folder is {settings.data}, closed to others."


def space(settings: Settings) -> Found:
    free = shutil.disk_usage(settings.data if settings.data.exists() else "/").free
    said = f"{free / 1024**3:.1f} GiB of disk are free."
    return (
        free >= LEAST_FREE,
        said if free >= LEAST_FREE else f"{said} Make room: move old backups away first.",
    )


def database(settings: Settings) -> Found:
    try:
        revision = revision_of(settings.database_url)
    except Exception as error:
        return (
            False,
            f"The database does not answer ({type(error).__name__}). Is it running, is the address right?",
        )
    if revision is None:
        return False, "There is no database yet. Run 'kairanban init'."
    if revision != newest():
        return (
            False,
            f"The database is at version {revision}, this program at {newest()}. Run 'kairanban migrate'.",
        )
    return True, f"The database answers and is at version {revision}."


def whole(settings: Settings) -> Found:
    if not settings.on_sqlite:
        return True, "PostgreSQL looks after its own files."
    path = settings.database_url.removeprefix("sqlite:///")
    if not Path(path).exists():
        return (
            False,
            f"There is no database file {path}. Run 'kairanban init', or 'kairanban restore' with a backup.",
        )
    try:
        with closing(sqlite3.connect(reading(Path(path)), uri=True)) as connection:
            said = connection.execute("PRAGMA quick_check").fetchone()[0]
            broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.Error as error:
        return (
            False,
            f"The database file cannot be read ({type(error).__name__}): look at the disk, or restore the newest backup into a new folder.",
        )
    if said != "ok" or broken:
        return False, "The database file is damaged. Restore the newest backup into a new folder."
    return True, "The database file is whole."


def engine(settings: Settings) -> Found:
    version = sqlite3.sqlite_version_info
    fixed = any(version >= one and version[:2] == one[:2] for one in FIXED_IN) or version >= FIXED_IN[0]
    note = "" if fixed else " It has a known fault with several writers; kairanban uses one, so this is safe."
    return True, f"SQLite {sqlite3.sqlite_version} is linked.{note}"


def address(settings: Settings) -> Found:
    if settings.secure or settings.host.startswith("localhost"):
        return True, f"The public address is {settings.public_address}."
    return (
        False,
        f"{settings.public_address} is not https: set KAIRANBAN_PUBLIC_ADDRESS to the address people use.",
    )


def printing(_settings: Settings) -> Found:
    missing = (
        [] if shutil.which("fc-match") is None or _japanese_font() else ["a Japanese font (fonts-noto-cjk)"]
    )
    try:
        import weasyprint  # noqa: F401
    except OSError:
        missing.append("Pango (libpango-1.0-0 libpangoft2-1.0-0)")
    if missing:
        return (
            False,
            f"Cards cannot be printed as PDF: install {' and '.join(missing)}. The page to print works without.",
        )
    return True, "Cards can be printed as PDF."


def _japanese_font() -> bool:
    import subprocess

    said = subprocess.run(["fc-list", ":lang=ja", "family"], capture_output=True, check=False)
    return bool(said.stdout.strip())


def messages(settings: Settings) -> Found:
    try:
        kept = read_directly(settings.database_url, PUSH_KEY, LINK_KEY)
    except Exception:
        return False, "The keys for messages cannot be read before the database answers."
    if PUSH_KEY not in kept or LINK_KEY not in kept:
        return False, "There are no keys for messages yet. They are made when the server starts."
    try:
        public = Keys(kept[PUSH_KEY], kept[LINK_KEY]).public_key
    except ValueError:
        return False, "The key for messages is damaged: devices cannot be told. Restore the newest backup."
    mail = "by mail server" if settings.smtp_url else "into the folder 'mail' (KAIRANBAN_SMTP_URL is not set)"
    return True, f"Messages are signed with the key {public[:8]}…; mail goes {mail}."


def waiting(settings: Settings) -> Found:
    """Say which services take no messages from this server, and what to do."""
    try:
        found = faults_directly(settings.database_url)
    except Exception:
        return False, "Whether messages are taken cannot be read before the database answers."
    if not found:
        return True, "No message waits because of this server."
    return False, " ".join(_fault(settings, one) for one in found)


def _fault(settings: Settings, fault: Fault) -> str:
    mail = fault.channel == "mail"
    where = f"The mail server {_mail_host(settings)}" if mail else f"The push service {fault.service}"
    since = f"since {local(fault.since):%Y-%m-%d %H:%M}"
    code = f" ({fault.code})" if fault.code else ""
    match fault.why:
        case Why.LOGIN:
            return f"{where} refuses our name or password{code} {since}: correct KAIRANBAN_SMTP_URL."
        case Why.SENDER:
            return f"{where} refuses mail from us{code} {since}: look at KAIRANBAN_MAIL_FROM, and ask its operator."
        case Why.KEY:
            return f"{where} refuses our key{code} {since}: is KAIRANBAN_PUBLIC_ADDRESS right, is the clock, was the key restored?"
        case Why.SECURITY:
            return f"{where} offers no connection with a valid certificate {since}: look at its name and at this machine's clock."
        case Why.BUSY:
            return f"{where} takes nothing at present{code} {since}: if that lasts, ask its operator."
    setting = "KAIRANBAN_SMTP_URL" if mail else "KAIRANBAN_PUSH_SERVICES"
    return f"{where} cannot be reached {since}: look at the network and at {setting}."


def _mail_host(settings: Settings) -> str:
    server = mail_server(settings.smtp_url)
    return server.host if server else ""


def clock(settings: Settings) -> Found:
    try:
        stored = read_directly(settings.database_url, CLOCK_WATCH).get(CLOCK_WATCH)
    except Exception:
        return False, "Whether the clock is right cannot be told before the database answers."
    sentence = clock_sentence(stored)
    return not sentence.startswith("Nothing"), sentence


CHECKS: tuple[Callable[[Settings], Found], ...] = (
    folder,
    space,
    writing,
    database,
    pooler,
    whole,
    engine,
    address,
    certificate,
    proxies,
    printing,
    confinement,
    scans,
    worker,
    messages,
    mail,
    waiting,
    backups,
    clock,
    time_kept,
    descriptors,
)
