"""The settings of a process, read once from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

# Those of Chrome, Firefox, Safari and Edge.
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
    """Where things are kept and how the outside reaches this server."""

    data: Path
    database_url: str
    public_address: str
    proxies: int = 0
    """How many trusted proxies stand in front and set X-Forwarded-For."""

    push_services: tuple[str, ...] = PUSH_SERVICES
    """Hosts that push messages may be sent to: `name`, `*.name`, or `http://name:port` for trying out."""
    map_address: str = "https://www.google.com/maps/search/?api=1&query="
    """What an address is put behind to find it on a map; empty for no maps."""
    smtp_url: str = ""
    """smtp://, smtps:// with name and password; without one mail is written into `mail` in the data folder."""
    mail_from: str = ""
    body_seconds: float | None = None
    """How long the body of a writing transaction may take, else the database's own limit."""
    help_name: str = ""
    help_phone: str = ""
    """Who is rung by those whose association is not known: before signing in, and at the town."""

    @property
    def secure(self) -> bool:
        return self.public_address.startswith("https://")

    @property
    def host(self) -> str:
        return urlsplit(self.public_address).netloc

    @property
    def session_cookie(self) -> str:
        """Browsers hold a `__Host-` cookie to one host, and only over TLS."""
        return "__Host-kairanban" if self.secure else "kairanban"

    @property
    def on_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite:")


def read_settings(environment: Mapping[str, str] = os.environ, **given: object) -> Settings:
    """Settings from KAIRANBAN_DATA, _DATABASE_URL, _PUBLIC_ADDRESS, _PROXIES, _PUSH_SERVICES, _MAP_ADDRESS, _SMTP_URL, _MAIL_FROM, _BODY_SECONDS, _HELP_NAME and _HELP_PHONE; `given` wins where it is not None."""
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
