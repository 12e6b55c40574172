"""Which addresses are public, and the one form that hosts and web addresses have."""

import ipaddress
from ipaddress import IPv4Address, IPv6Address
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairanban.core.outside import host_of, is_public, origin_of

LOCAL = [
    "127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "::1", "::", "fe80::1", "fe80::1%1", "fc00::1",
    "::ffff:127.0.0.1", "100.64.0.1", "224.0.0.1", "255.255.255.255", "64:ff9b:1::1", "fec0::1", "2002:7f00:1::",
    "2002:c0a8:101::1", "64:ff9b::127.0.0.1", "64:ff9b::a9fe:a9fe", "2001:0:7f00:1::", "::127.0.0.1", "2001:db8::1", "ff02::1",
]  # fmt: skip


@pytest.mark.parametrize("address", LOCAL)
def test_local_and_private_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["142.250.196.106", "2404:6800:4004:80a::200a", "::ffff:142.250.196.106", "64:ff9b::8efa:c46a"]
)
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


def _registry(constants: Any, *names: str) -> st.SearchStrategy[Any]:
    """Addresses of the networks in the registries of Python's `ipaddress`."""
    networks = [one for name in names for one in _listed(getattr(constants, name, []))]
    assert networks
    return st.sampled_from(networks).flatmap(lambda network: st.ip_addresses(network=network))


def _listed(found: Any) -> list[Any]:
    return list(found) if isinstance(found, list) else [found]


PRIVATE_4 = _registry(
    ipaddress._IPv4Constants,  # type: ignore[attr-defined]
    *(
        "_private_networks",
        "_linklocal_network",
        "_loopback_network",
        "_multicast_network",
        "_public_network",
    ),
    "_reserved_network",
).filter(lambda address: not address.is_global or address.is_multicast)
PRIVATE_6 = _registry(
    ipaddress._IPv6Constants,  # type: ignore[attr-defined]
    *(
        "_private_networks",
        "_linklocal_network",
        "_multicast_network",
        "_sitelocal_network",
        "_reserved_networks",
    ),
).filter(lambda address: address not in ipaddress.ip_network("64:ff9b::/96") and not address.ipv4_mapped)
EMBEDDINGS = {
    "mapped": lambda v4: (0xFFFF << 32) | v4,
    "NAT64": lambda v4: (0x64FF9B << 96) | v4,
    "6to4": lambda v4: (0x2002 << 112) | (v4 << 80) | 1,
    "Teredo server": lambda v4: (0x20010000 << 96) | (v4 << 64) | (0x08080808 ^ 0xFFFF_FFFF),
    "Teredo client": lambda v4: (0x20010000 << 96) | (0x08080808 << 64) | (v4 ^ 0xFFFF_FFFF),
    "compatible": lambda v4: v4,
}


@given(PRIVATE_4)
def test_no_address_of_the_registries_of_ipv4_is_public(address: IPv4Address) -> None:
    assert not is_public(str(address))


@given(
    PRIVATE_6.filter(
        lambda one: not one.is_global or one.is_multicast or one.is_reserved or one.is_site_local
    )
)
def test_no_address_of_the_registries_of_ipv6_is_public(address: IPv6Address) -> None:
    assert not is_public(str(address))


@pytest.mark.parametrize("how", EMBEDDINGS)
@given(address=PRIVATE_4)
def test_no_address_that_embeds_a_private_one_is_public(how: str, address: IPv4Address) -> None:
    assert not is_public(str(IPv6Address(EMBEDDINGS[how](int(address)))))


@given(st.ip_addresses())
def test_whatever_is_public_is_global_in_the_registries_too(address: IPv4Address | IPv6Address) -> None:
    if is_public(str(address)):
        mapped = ipaddress.ip_network("::ffff:0:0/96")
        assert address.is_global or address in ipaddress.ip_network("64:ff9b::/96") or address in mapped


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("FCM.GoogleAPIs.com", "fcm.googleapis.com"),
        ("回覧.jp", "xn--zbsu59i.jp"),
        ("127.0.0.1", "127.0.0.1"),
        ("[2001:DB8:0::1]", "[2001:db8::1]"),
    ],
)
def test_a_host_has_one_form(text: str, host: str) -> None:
    assert host_of(text) == host


@pytest.mark.parametrize(
    "text",
    ["", ".", "a..b", "a.", "-a.jp", "a%2f.jp", "a b.jp", "a\\b.jp", "a@b.jp", "a/b.jp", "0x7f.1", "127.1", "2130706433",
     "0x7f000001", "[fe80::1%1]", "[::1", "a:1", "x" * 64 + ".jp", "a\x00.jp"],
)  # fmt: skip
def test_nothing_else_is_a_host(text: str) -> None:
    with pytest.raises(ValueError):
        host_of(text)


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://Kairan.Example.jp:443/", "https://kairan.example.jp"),
        ("https://kairan.example.jp:8443", "https://kairan.example.jp:8443"),
        ("HTTP://localhost:80", "http://localhost"),
        ("http://[::1]:8321/x", "http://[::1]:8321"),
    ],
)
def test_an_origin_is_written_as_browsers_write_it(address: str, origin: str) -> None:
    assert str(origin_of(address, "https", "http")) == origin
