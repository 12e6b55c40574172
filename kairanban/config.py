"""The settings of a process, read once from the environment."""

import contextlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from kairanban.core.database_address import unprepared
from kairanban.core.mail_server import mail_server
from kairanban.core.outside import host_of, origin_of
from kairanban.core.push_services import PUSH_SERVICES, PushService, push_services


class WrongSetting(ValueError):
    """A setting that cannot be used; the message names it and gives the reason."""


@dataclass(frozen=True)
class Settings:
    """Paths, addresses and limits of one process."""

    data: Path
    database_url: str
    public_address: str
    proxies: int = 0
    """Number of trusted proxies in front of the server that set X-Forwarded-For."""

    push_services: tuple[PushService, ...] = PUSH_SERVICES
    map_address: str = "https://www.google.com/maps/search/?api=1&query="
    """URL prefix of the map search; empty disables map links."""
    smtp_url: str = ""
    """smtp:// or smtps:// with name and password; if empty, mail is written to `mail` in the data folder."""
    mail_from: str = ""
    body_seconds: float | None = None
    """Time limit of a write transaction in seconds; None uses the default of the database."""
    metrics_token: str = ""
    """The word with which a monitor asks for /metrics; if empty, there is no such page and nothing is counted."""
    help_name: str = ""
    help_phone: str = ""
    """Telephone contact shown where no association is known: before signing in, and to the town."""

    @property
    def secure(self) -> bool:
        return self.public_address.startswith("https://")

    @property
    def host(self) -> str:
        return urlsplit(self.public_address).netloc

    def cookie(self, name: str) -> str:
        """Return a cookie's name as sent; the `__Host-` prefix binds it to one host and works over TLS only."""
        return f"__Host-{name}" if self.secure else name

    @property
    def on_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite:")


def read_settings(environment: Mapping[str, str] = os.environ, **given: object) -> Settings:
    """Read the settings from the KAIRANBAN_* variables; values in `given` win unless they are None.

    Raise WrongSetting for one that cannot be used.
    """
    chosen = {name: str(value) for name, value in given.items() if value is not None}
    data = Path(chosen.get("data") or environment.get("KAIRANBAN_DATA") or "data").resolve()
    url = chosen.get("database_url") or environment.get("KAIRANBAN_DATABASE_URL")
    with _named("KAIRANBAN_DATABASE_URL"):
        _check_database_url(url or "")
    with _named("KAIRANBAN_PREPARE_STATEMENTS"):
        prepares = _yes(environment.get("KAIRANBAN_PREPARE_STATEMENTS") or "yes")
    if url and url.startswith("postgresql:") and not prepares:
        url = unprepared(url)
    given_address = chosen.get("public_address") or environment.get("KAIRANBAN_PUBLIC_ADDRESS")
    services = environment.get("KAIRANBAN_PUSH_SERVICES") or ""
    smtp_url = environment.get("KAIRANBAN_SMTP_URL") or ""
    with _named("KAIRANBAN_PUBLIC_ADDRESS"):
        public_address = _public_address(given_address or "http://localhost:8321")
    with _named("KAIRANBAN_PROXIES"):
        proxies = _whole(environment.get("KAIRANBAN_PROXIES") or "0")
    with _named("KAIRANBAN_PUSH_SERVICES"):
        listed = push_services(services) if services else PUSH_SERVICES
    with _named("KAIRANBAN_SMTP_URL"):
        mail_server(smtp_url)
    mail_from = environment.get("KAIRANBAN_MAIL_FROM") or ""
    with _named("KAIRANBAN_MAIL_FROM"):
        _check_mail_from(mail_from)
    with _named("KAIRANBAN_BODY_SECONDS"):
        body_seconds = _seconds(environment.get("KAIRANBAN_BODY_SECONDS") or "0") or None
    metrics_token = environment.get("KAIRANBAN_METRICS_TOKEN") or ""
    with _named("KAIRANBAN_METRICS_TOKEN"):
        _check_metrics_token(metrics_token)
    return Settings(
        data=data,
        database_url=url or f"sqlite:///{data / 'kairanban.sqlite3'}",
        public_address=public_address,
        proxies=proxies,
        push_services=listed,
        map_address=environment.get("KAIRANBAN_MAP_ADDRESS", Settings.map_address),
        smtp_url=smtp_url,
        mail_from=mail_from,
        body_seconds=body_seconds,
        metrics_token=metrics_token,
        help_name=environment.get("KAIRANBAN_HELP_NAME") or "",
        help_phone=environment.get("KAIRANBAN_HELP_PHONE") or "",
    )


def settings_in(text: str) -> dict[str, str]:
    """Return the KAIRANBAN_* lines of a file as systemd reads it; raise WrongSetting for a line that is none."""
    found = {}
    for number, line in enumerate(text.splitlines(), 1):
        name, equals, value = line.strip().partition("=")
        if not name or name.startswith(("#", ";")):
            continue
        if not equals or not re.fullmatch(r"[A-Z_]+", name):
            raise WrongSetting(f"Line {number} of the settings is no NAME=value.")
        if name.startswith("KAIRANBAN_"):
            found[name] = value.strip("\"'")
    return found


def _public_address(text: str) -> str:
    """Return the origin as browsers send it: lower case, without the usual port and without a slash at its end."""
    origin = origin_of(text, "https", "http")
    if urlsplit(text).path.strip("/") or "?" in text or "#" in text:
        raise ValueError("the server needs a host name of its own, and nothing may follow it")
    return str(origin)


def _check_database_url(text: str) -> None:
    if text and not re.match(r"sqlite:///.|postgresql://", text):
        raise ValueError("it begins with neither postgresql:// nor sqlite:///")


def _whole(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,2}", text):
        raise ValueError("it is a number, 0 without a web server in front and usually 1 with one")
    return int(text)


def _yes(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueError("it is yes or no")
    return text == "yes"


def _seconds(text: str) -> float:
    if not re.fullmatch(r"[0-9]{1,4}(\.[0-9]+)?", text):
        raise ValueError("it is a number of seconds, for example 5")
    return float(text)


def _check_metrics_token(text: str) -> None:
    if text and not re.fullmatch(r"[!-~]{20,}", text):
        raise ValueError("it needs 20 letters and digits at least, for example of 'openssl rand -hex 20'")


def _check_mail_from(text: str) -> None:
    name, at, host = text.partition("@")
    if text and not (
        name and at and host_of(host) and re.fullmatch(r"[!-~]+", text) and not re.search(r"[<>,;]", text)
    ):
        raise ValueError("it is not an address like board@example.jp")


@contextlib.contextmanager
def _named(setting: str) -> Iterator[None]:
    try:
        yield
    except ValueError as wrong:
        # The value itself is not repeated: it may contain a password.
        raise WrongSetting(f"{setting} cannot be used: {wrong}.") from None
