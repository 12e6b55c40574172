"""Addresses outside this machine: hosts, web addresses and IP addresses, compared only once they are parsed."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

PORTS = {"https": 443, "http": 80, "smtps": 465, "smtp": 587}
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
# Other programs read a host that ends in a number as an IPv4 address, in forms of their own.
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_COMPATIBLE = ipaddress.IPv6Network("::/96")


def host_of(text: str) -> str:
    """Return a host in its one form: lower case, IDNA, shortest IP address; raise ValueError for anything else."""
    if text.startswith("[") and text.endswith("]") and "%" not in text:
        return f"[{ipaddress.IPv6Address(text[1:-1])}]"
    host = text.encode("idna").decode().lower()
    labels = host.split(".")
    if len(host) > 253 or not all(map(_LABEL.fullmatch, labels)):
        raise ValueError(f"{text!r} is not the name of a host")
    return str(ipaddress.IPv4Address(host)) if _NUMBER.fullmatch(labels[-1]) else host


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme, host and port of a web address (RFC 6454)."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        """Return the origin as browsers write it: without the usual port."""
        shown = "" if PORTS[self.scheme] == self.port else f":{self.port}"
        return f"{self.scheme}://{self.host}{shown}"


def origin_of(address: str, *schemes: str) -> Origin:
    """Return the origin of an address with one of these schemes; raise ValueError for others and for user names."""
    # The parser drops control characters, and browsers read a backslash as a slash.
    if re.search(r"[\x00-\x20\x7f\\]", address):
        raise ValueError("there is a space, a control character or a backslash in it")
    parts = urlsplit(address)
    check_scheme(parts.scheme, *schemes)
    if "@" in parts.netloc:
        raise ValueError("there is a user name in it")
    name = parts.netloc.removesuffix(f":{parts.port}") if parts.port is not None else parts.netloc
    port = PORTS[parts.scheme] if parts.port is None else parts.port
    if port == 0:
        raise ValueError("there is no port 0")
    return Origin(parts.scheme, host_of(name), port)


def check_scheme(scheme: str, *schemes: str) -> None:
    if scheme not in schemes:
        raise ValueError(f"it does not begin with {' or '.join(f'{one}://' for one in schemes)}")


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public internet, and with it the IPv4 address inside it, if any."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv4Address):
        return _global(found)
    inside = _embedded(found)
    if found.ipv4_mapped is not None or found in _NAT64:
        return all(map(_global, inside))
    return _global(found) and not found.is_site_local and all(map(_global, inside))


def _global(found: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return found.is_global and not found.is_multicast and not found.is_reserved


def _embedded(found: ipaddress.IPv6Address) -> list[ipaddress.IPv4Address]:
    """Return the IPv4 addresses that packets to this address may reach."""
    given = [found.ipv4_mapped, found.sixtofour, *(found.teredo or ())]
    if found in _NAT64 or found in _COMPATIBLE:
        given.append(ipaddress.IPv4Address(int(found) & 0xFFFF_FFFF))
    return [one for one in given if one is not None]
