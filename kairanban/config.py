"""The settings of a process, read once from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

# The push services of Chrome, Firefox, Safari and Edge.
PUSH_SERVICES = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "*.push.services.mozilla.com",
    "web.push.apple.com",
    "*.push.apple.com",
    "*.notify.windows.com",
)


@dataclass(frozen=True)
class Settings:
    """Paths, addresses and limits of one process."""

    data: Path
    database_url: str
    public_address: str
    proxies: int = 0
    """Number of trusted proxies in front of the server that set X-Forwarded-For."""

    push_services: tuple[str, ...] = PUSH_SERVICES
    """Hosts that push messages may be sent to: `name`, `*.name`, or `http://name:port` for tests."""
    map_address: str = "https://www.google.com/maps/search/?api=1&query="
    """URL prefix of the map search; empty disables map links."""
    smtp_url: str = ""
    """smtp:// or smtps:// with name and password; if empty, mail is written to `mail` in the data folder."""
    mail_from: str = ""
    body_seconds: float | None = None
    """Time limit of a write transaction in seconds; None uses the default of the database."""
    help_name: str = ""
    help_phone: str = ""
    """Telephone contact shown where no association is known: before signing in, and to the town."""

    @property
    def secure(self) -> bool:
        return self.public_address.startswith("https://")

    @property
    def host(self) -> str:
        return urlsplit(self.public_address).netloc

    @property
    def session_cookie(self) -> str:
        """Return the cookie's name; the `__Host-` prefix binds it to one host and works over TLS only."""
        return "__Host-kairanban" if self.secure else "kairanban"

    @property
    def on_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite:")


def read_settings(environment: Mapping[str, str] = os.environ, **given: object) -> Settings:
    """Read the settings from the KAIRANBAN_* variables; values in `given` win unless they are None."""
    chosen = {name: str(value) for name, value in given.items() if value is not None}
    data = Path(chosen.get("data") or environment.get("KAIRANBAN_DATA") or "data").resolve()
    url = chosen.get("database_url") or environment.get("KAIRANBAN_DATABASE_URL")
    return Settings(
        data=data,
        database_url=url or f"sqlite:///{data / 'kairanban.sqlite3'}",
        public_address=(
            chosen.get("public_address")
            or environment.get("KAIRANBAN_PUBLIC_ADDRESS")
            or "http://localhost:8321"
        ).rstrip("/"),
        proxies=int(environment.get("KAIRANBAN_PROXIES") or 0),
        push_services=tuple((environment.get("KAIRANBAN_PUSH_SERVICES") or "").split()) or PUSH_SERVICES,
        map_address=environment.get("KAIRANBAN_MAP_ADDRESS", Settings.map_address),
        smtp_url=environment.get("KAIRANBAN_SMTP_URL") or "",
        mail_from=environment.get("KAIRANBAN_MAIL_FROM") or "",
        body_seconds=float(environment.get("KAIRANBAN_BODY_SECONDS") or 0) or None,
        help_name=environment.get("KAIRANBAN_HELP_NAME") or "",
        help_phone=environment.get("KAIRANBAN_HELP_PHONE") or "",
    )
