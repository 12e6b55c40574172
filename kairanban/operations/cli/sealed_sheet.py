"""The sheet an operator signs, seals and hands over: where everything is, the mark of the backups, what is left to change."""

import platform
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

from kairanban.config import Settings
from kairanban.confined.errors import MissingPart, Unreadable
from kairanban.confined.printing import print_pdf
from kairanban.core.clock import Moment
from kairanban.core.errors import Conflict
from kairanban.i18n.languages import DEFAULT
from kairanban.i18n.templating import render
from kairanban.operations.cli.backups import Made
from kairanban.operations.cli.output import plainly

TEMPLATE = "operations/sealed_sheet.html"
# Name and telephone number; "" leaves a line to write on.
Contact = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Renewed:
    """What the secrets before no longer open."""

    invitations: int
    devices: int | None
    """Devices that have to agree to push messages again; None where their key was kept."""


@dataclass(frozen=True, slots=True)
class SheetPage:
    made: Moment
    address: str
    version: str
    machine: str
    data: Path
    database: str
    """The SQLite file, or where PostgreSQL is, without a password."""
    backup: Path
    rows: int
    seconds: float
    mark: str
    renewed: Renewed | None
    before: Contact
    after: Contact
    secrets: list[str]
    """Settings with a password, to be changed by hand where it was given out."""


def sheet_page(
    settings: Settings, made: Made, seconds: float, renewed: Renewed | None, contacts: tuple[Contact, Contact]
) -> SheetPage:
    url = urlsplit(settings.database_url)
    before, after = contacts
    return SheetPage(
        made=Moment(time.time_ns() // 1_000_000),
        address=settings.public_address,
        version=version("kairanban"),
        machine=platform.node(),
        data=settings.data,
        database=settings.database_url.removeprefix("sqlite:///")
        if settings.on_sqlite
        else f"PostgreSQL {url.hostname or ''}{url.path}",
        backup=made.file,
        rows=made.written.total,
        seconds=seconds,
        mark=made.written.mark,
        renewed=renewed,
        before=before,
        after=after,
        secrets=_secrets(settings),
    )


async def require_printing() -> None:
    """Raise Conflict if this machine cannot print."""
    await _printed("<p>回覧板</p>")


def _secrets(settings: Settings) -> list[str]:
    """Return the settings that hold a password."""
    held = {
        "KAIRANBAN_SMTP_URL": urlsplit(settings.smtp_url).password,
        "KAIRANBAN_DATABASE_URL": urlsplit(settings.database_url).password,
        "KAIRANBAN_METRICS_TOKEN": settings.metrics_token,
    }
    return [name for name, value in held.items() if value]


@plainly
async def print_page(file: Path, template: str, page: object) -> None:
    """Write a page as a PDF that only its owner can open."""
    pdf = await _printed(render(DEFAULT, template, page=page))
    file.touch(mode=0o600)
    file.chmod(0o600)
    file.write_bytes(pdf)


async def _printed(html: str) -> bytes:
    try:
        return await print_pdf(html)
    except (MissingPart, Unreadable) as problem:
        raise Conflict(problem.reason) from problem
