"""Which addresses of push services are taken: a mistake here would let anybody make this server ask anything."""

import ipaddress
import re
from urllib.parse import urlsplit

LONGEST = 1_000
# What can be seen in ASCII, but no backslash: browsers and libraries read it in different ways.
_PLAIN = re.compile(r"[!-\[\]-~]+")


def host_allowed(host: str, port: int, scheme: str, services: tuple[str, ...]) -> bool:
    """Whether a rule covers the parsed host. `name` and `*.name` mean https on 443; `http://name:port` means just that."""
    for rule in services:
        if "://" in rule:
            asked = urlsplit(rule)
            if (asked.scheme, asked.hostname, asked.port or _usual(asked.scheme)) == (scheme, host, port):
                return True
        elif scheme == "https" and port == 443:
            if rule.startswith("*."):
                if host.endswith(rule[1:]) and len(host) > len(rule) - 1:
                    return True
            elif host == rule:
                return True
    return False


def allowed(address: str, services: tuple[str, ...]) -> bool:
    """https, port 443, nobody named in it, and a host of the list; compared as it was parsed."""
    if len(address) > LONGEST or not _PLAIN.fullmatch(address):
        return False
    try:
        parts = urlsplit(address)
        port = parts.port or _usual(parts.scheme)
    except ValueError:
        return False
    if "@" in parts.netloc or parts.fragment or not parts.hostname:
        return False
    return host_allowed(parts.hostname, port, parts.scheme, services)


def public(address: str) -> bool:
    """Whether an IP address lies on the open internet."""
    found = ipaddress.ip_address(address)
    mapped = getattr(found, "ipv4_mapped", None)
    found = mapped or found
    return found.is_global and not found.is_multicast and not found.is_reserved


def trusted(address: str, services: tuple[str, ...]) -> bool:
    """Whether the operator named this very scheme, host and port, as tests do: then it may be one of this machine."""
    parts = urlsplit(address)
    port = parts.port or _usual(parts.scheme)
    named = tuple(rule for rule in services if "://" in rule)
    return host_allowed(parts.hostname or "", port, parts.scheme, named)


def _usual(scheme: str) -> int:
    return {"https": 443, "http": 80}.get(scheme, 0)
