"""The mail server as the operator names it: smtp://name:word@host:port?starttls=yes or smtps://…"""

from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from kairanban.core.outside import Origin, check_scheme, origin_of


@dataclass(frozen=True, slots=True)
class MailServer:
    origin: Origin
    name: str | None
    password: str | None
    insists: bool
    """Whether STARTTLS is required; without it STARTTLS is used where the server offers it."""

    @property
    def host(self) -> str:
        return self.origin.host.strip("[]")

    @property
    def secure(self) -> bool:
        return self.origin.scheme == "smtps"


def mail_server(text: str) -> MailServer | None:
    """Parse the address, None for an empty one; raise ValueError with the reason."""
    if not text:
        return None
    parts = urlsplit(text)
    check_scheme(parts.scheme, "smtp", "smtps")
    login, _, where = parts.netloc.rpartition("@")
    if parts.path.strip("/") or parts.fragment:
        raise ValueError("nothing but ?starttls=yes may follow the host; in a password / is %2F and # is %23")
    asked = parse_qs(parts.query, keep_blank_values=True)
    if asked not in ({}, {"starttls": ["yes"]}):
        raise ValueError("only ?starttls=yes is known")
    origin = origin_of(f"{parts.scheme}://{where}", "smtp", "smtps")
    name, _, password = login.partition(":")
    return MailServer(origin, unquote(name) or None, unquote(password) or None, bool(asked))
