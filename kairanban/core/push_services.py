"""The push services that messages may be sent to, as the operator lists them."""

import re
from dataclasses import dataclass

from kairanban.core.outside import Origin, host_of, origin_of


@dataclass(frozen=True, slots=True)
class PushService:
    """An entry of the list: `name`, `*.name` (both https, port 443), or exactly `http://name:port`."""

    origin: Origin
    below: bool = False
    """Any host below the name, not the name itself."""
    exact: bool = False
    """Written with scheme and port: the operator means this very host, and it may be private."""

    def allows(self, asked: Origin) -> bool:
        if not self.below:
            return asked == self.origin
        known = self.origin
        return (asked.scheme, asked.port) == (known.scheme, known.port) and asked.host.endswith(
            f".{known.host}"
        )

    def __str__(self) -> str:
        if self.exact:
            return f"{self.origin.scheme}://{self.origin.host}:{self.origin.port}"
        return f"*.{self.origin.host}" if self.below else self.origin.host


def push_service(text: str) -> PushService:
    """Parse an entry; raise ValueError with the reason."""
    if "://" in text:
        if text.count("/") > 2 and not re.fullmatch(r"[^/]+//[^/]+/", text):
            raise ValueError("there is a path in it")
        return PushService(origin_of(text.removesuffix("/"), "https", "http"), exact=True)
    below = text.startswith("*.")
    name = text.removeprefix("*.").removesuffix(":443")
    if ":" in name and not name.startswith("["):
        raise ValueError("another port than 443 is written as https://name:port")
    host = host_of(name)
    if below and ("." not in host or host.replace(".", "").isdigit()):
        raise ValueError("*. stands before a name of two parts or more")
    return PushService(Origin("https", host, 443), below)


def push_services(text: str) -> tuple[PushService, ...]:
    """Parse a list with commas or spaces between its entries; raise ValueError naming the wrong entry."""
    found = []
    for entry in filter(None, re.split(r"[,\s]+", text)):
        try:
            found.append(push_service(entry))
        except ValueError as wrong:
            raise ValueError(f"{entry}: {wrong}") from None
    if not found:
        raise ValueError("there is no host in it")
    return tuple(found)


# The push services of Chrome, Firefox, Safari and Edge.
PUSH_SERVICES = push_services(
    "fcm.googleapis.com updates.push.services.mozilla.com *.push.services.mozilla.com"
    " web.push.apple.com *.push.apple.com *.notify.windows.com"
)
