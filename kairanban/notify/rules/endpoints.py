"""Allowed push endpoints. A mistake here is a server-side request forgery."""

import ipaddress
import re
from urllib.parse import urlsplit

LONGEST = 1_000
# Visible ASCII without backslash, which browsers and libraries parse differently.
_PLAIN = re.compile(r"[!-\[\]-~]+")


def host_allowed(host: str, port: int, scheme: str, services: tuple[str, ...]) -> bool:
    """Tell whether a rule allows the host: `name`, `*.name` (https, 443) or exactly `http://name:port`."""
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
    """Tell whether a URL has an allowed scheme, host and port and no user name; compared after parsing."""
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


def service_of(address: str, services: tuple[str, ...]) -> str:
    """Return the entry of the list that allows this URL, empty if none does."""
    return next((rule for rule in services if allowed(address, (rule,))), "")


def public(address: str) -> bool:
    """Tell whether an IP address is globally routable."""
    found = ipaddress.ip_address(address)
    mapped = getattr(found, "ipv4_mapped", None)
    found = mapped or found
    return found.is_global and not found.is_multicast and not found.is_reserved


def trusted(address: str, services: tuple[str, ...]) -> bool:
    """Tell whether the operator allowed exactly this scheme, host and port; it may then be private."""
    parts = urlsplit(address)
    port = parts.port or _usual(parts.scheme)
    named = tuple(rule for rule in services if "://" in rule)
    return host_allowed(parts.hostname or "", port, parts.scheme, named)


def _usual(scheme: str) -> int:
    return {"https": 443, "http": 80}.get(scheme, 0)
