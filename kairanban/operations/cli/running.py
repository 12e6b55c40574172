"""Checks of `doctor` on what runs: the disk, the worker, the mail server, descriptors, the newest backup."""

import os
import resource
import smtplib
import ssl
import tempfile
import time
from pathlib import Path

from kairanban.config import Settings
from kairanban.core.clock import DAY, MINUTE, SECOND
from kairanban.core.mail_server import MailServer, mail_server
from kairanban.db.backup import LAST_BACKUP
from kairanban.db.backup_lines import Broken, Newer, mark_of_file
from kairanban.db.settings import read_directly
from kairanban.db.write_probe import READY_WITHIN, WRITTEN

Found = tuple[bool, str]
BACKUP_AGE = 2 * DAY
# A tablet, a file beside it, and what the program itself has open.
LEAST_DESCRIPTORS = 4_096
MAIL_SECONDS = 10.0


def writing(settings: Settings) -> Found:
    """Write a file of a few bytes into the data folder, and delete it."""
    if not settings.data.is_dir():
        return (
            False,
            f"Nothing can be written before there is a folder {settings.data}. Run 'kairanban init'.",
        )
    try:
        with tempfile.NamedTemporaryFile(dir=settings.data, prefix=".doctor-") as file:
            file.write(b"kairanban")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return False, f"{settings.data} cannot be written ({error.strerror}): make room, or look at the disk."
    return True, f"{settings.data} can be written."


def worker(settings: Settings) -> Found:
    """Say when the worker wrote last."""
    try:
        wrote = read_directly(settings.database_url, WRITTEN).get(WRITTEN)
    except Exception:
        return False, "Whether the worker runs cannot be told before the database answers."
    runs = "kairanban serve" if settings.on_sqlite else "kairanban worker"
    if wrote is None:
        return False, f"The worker has not run yet. Start '{runs}'."
    age = _now() - int(wrote)
    if age < -MINUTE:
        return False, "The worker wrote at a time that is still to come: the clock was set back. Look at it."
    if age > READY_WITHIN:
        return (
            False,
            f"The worker has written nothing for {_since(age)}: nothing is sent, published or deleted. Is '{runs}' running?",
        )
    return True, f"The worker wrote {max(age, 0) // SECOND} seconds ago."


def mail(settings: Settings) -> Found:
    """Sign in at the mail server, and send nothing."""
    server = mail_server(settings.smtp_url)
    if server is None:
        return True, "No mail server is set; mails are written into the folder 'mail'."
    try:
        _sign_in(server)
    except smtplib.SMTPAuthenticationError as error:
        return (
            False,
            f"The mail server {server.host} refuses our name or password ({error.smtp_code}): correct KAIRANBAN_SMTP_URL.",
        )
    except ssl.SSLError:
        return (
            False,
            f"The mail server {server.host} has no valid certificate: look at its name and at this machine's clock.",
        )
    except (smtplib.SMTPException, OSError) as error:
        return (
            False,
            f"The mail server {server.host} does not answer as one ({type(error).__name__}): look at KAIRANBAN_SMTP_URL and the network.",
        )
    return True, f"The mail server {server.host} takes our name and password."


def _sign_in(server: MailServer) -> None:
    context = ssl.create_default_context()
    port = server.origin.port
    if server.secure:
        client: smtplib.SMTP = smtplib.SMTP_SSL(server.host, port, timeout=MAIL_SECONDS, context=context)
    else:
        client = smtplib.SMTP(server.host, port, timeout=MAIL_SECONDS)
    with client:
        client.ehlo()
        if not server.secure and (server.insists or client.has_extn("starttls")):
            client.starttls(context=context)
            client.ehlo()
        if server.name:
            client.login(server.name, server.password or "")


def descriptors(_settings: Settings) -> Found:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < LEAST_DESCRIPTORS:
        return (
            False,
            f"This user may open only {hard} files and connections: raise LimitNOFILE to 65536 in the unit.",
        )
    return True, f"{soft} files and connections may be open here; the unit of packaging/ allows 65536."


def backups(settings: Settings) -> Found:
    """Say how old the newest backup is, and whether it can be read to its end."""
    noted = settings.data / LAST_BACKUP
    try:
        file = Path(noted.read_text().strip())
    except OSError:
        return (
            False,
            "No backup has been made yet. Run 'kairanban backup', every night by the timer of packaging/.",
        )
    try:
        made = file.stat().st_mtime * SECOND
    except OSError:
        age = _since(_now() - int(noted.stat().st_mtime * SECOND))
        return (
            True,
            f"A backup was made {age} ago; it is no longer at {file}, as it should be where it was taken to another machine.",
        )
    age_ms = _now() - int(made)
    if age_ms < -MINUTE:
        return (
            False,
            f"{file} is dated in the future: the clock of this machine was or is wrong. Look at it, then make a new backup.",
        )
    try:
        mark = mark_of_file(file)
    except (Broken, Newer):
        return (
            False,
            f"{file} cannot be read to its end, or was changed. Make a new backup, and look at the disk.",
        )
    said = f"The newest backup is {_since(age_ms)} old and can be read ({file}); {f'its mark is {mark}' if mark else 'it is not signed'}."
    return (
        age_ms <= BACKUP_AGE,
        said if age_ms <= BACKUP_AGE else f"{said} Run 'kairanban backup' every night.",
    )


def _now() -> int:
    return time.time_ns() // 1_000_000


def _since(age: int) -> str:
    """Return a time in words: 40 seconds, 5 minutes, 3 hours, 2.5 days."""
    for unit, name in ((DAY, "days"), (60 * MINUTE, "hours"), (MINUTE, "minutes")):
        if age >= 2 * unit or (unit == MINUTE and age >= unit):
            number = age / unit
            return f"{number:.1f} {name}" if unit == DAY else f"{number:.0f} {name}"
    return f"{max(age, 0) // SECOND} seconds"
