"""POST to push services with libcurl, which reuses connections; only to public IP addresses."""

import socket
import ssl
from collections.abc import Mapping
from typing import Any, NamedTuple

import pycurl

from kairanban.core.clock import SECOND
from kairanban.core.outside import is_public
from kairanban.notify.rules.endpoints import Services, trusted
from kairanban.notify.rules.paces import PACES

# Only the status line matters; a longer body ends the connection.
LONGEST_ANSWER = 4096
_NOBODY_THERE = (
    pycurl.E_COULDNT_RESOLVE_HOST,
    pycurl.E_COULDNT_CONNECT,
    pycurl.E_SSL_CONNECT_ERROR,
    pycurl.E_PEER_FAILED_VERIFICATION,
)


class NotPublic(OSError):
    """The host name resolves to an address that is not public."""


class Unreachable(OSError):
    """The host does not answer, or its certificate is invalid."""


class ServiceResponse(NamedTuple):
    """HTTP status, and Retry-After in milliseconds (0 without one)."""

    status: int
    after: int


class Posting:
    """Shares connections among all posts; closed ones are reopened silently."""

    def __init__(self, services: Services, timeout_seconds: float) -> None:
        self._services, self._timeout = services, int(timeout_seconds * SECOND)
        self._multi = pycurl.AsyncCurlMulti()
        self._multi.setopt(pycurl.M_MAXCONNECTS, PACES["push"].at_once)
        self._free: list[_Handle] = []

    async def post(self, address: str, body: bytes, headers: Mapping[str, str]) -> ServiceResponse:
        """POST and return the response; raise NotPublic, Unreachable, TimeoutError or another OSError."""
        handle = self._free.pop() if self._free else _Handle(self._services, self._timeout)
        # Not reached after an error or cancellation: the handle may still be busy.
        said = await handle.post(self._multi, address, body, headers)
        self._free.append(handle)
        return said

    async def close(self) -> None:
        await self._multi.aclose()


class _Handle:
    """A curl handle, used for one message at a time."""

    def __init__(self, services: Services, timeout: int) -> None:
        self._services = services
        self._address, self._refused, self._read = "", False, 0
        self._opened: list[socket.socket] = []
        self._curl = curl = pycurl.Curl()
        trust = ssl.get_default_verify_paths()
        for option, value in (
            (pycurl.POST, 1),
            (pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1),
            (pycurl.TIMEOUT_MS, timeout),
            (pycurl.NOSIGNAL, 1),
            (pycurl.NOPROXY, "*"),
            (pycurl.PROTOCOLS, pycurl.PROTO_HTTPS | pycurl.PROTO_HTTP),
            (pycurl.OPENSOCKETFUNCTION, self._open),
            (pycurl.WRITEFUNCTION, self._take),
            # The certificates that Python trusts.
            *([(pycurl.CAINFO, trust.cafile)] if trust.cafile else []),
            *([(pycurl.CAPATH, trust.capath)] if trust.capath else []),
        ):
            curl.setopt(option, value)

    async def post(
        self, multi: pycurl.AsyncCurlMulti, address: str, body: bytes, headers: Mapping[str, str]
    ) -> ServiceResponse:
        curl = self._curl
        self._address, self._refused, self._read = address, False, 0
        curl.setopt(pycurl.URL, address)
        curl.setopt(pycurl.POSTFIELDS, body)
        curl.setopt(
            pycurl.HTTPHEADER, ["Accept:", "Expect:", *(f"{name}: {said}" for name, said in headers.items())]
        )
        try:
            await multi.perform(curl)
        except pycurl.error as error:
            if error.args[0] != pycurl.E_WRITE_ERROR:
                raise self._problem(error.args[0]) from None
        finally:
            while self._opened:
                self._opened.pop().close()
        return ServiceResponse(curl.getinfo(pycurl.RESPONSE_CODE), curl.getinfo(pycurl.RETRY_AFTER) * SECOND)

    def _problem(self, code: int) -> OSError:
        if self._refused:
            return NotPublic(self._address)
        if code == pycurl.E_OPERATION_TIMEDOUT:
            return TimeoutError()
        return Unreachable() if code in _NOBODY_THERE else ConnectionResetError()

    def _open(self, purpose: int, address: Any) -> socket.socket | int:
        """Open the socket if its address is public; checked here so that DNS cannot change in between."""
        family, kind, protocol, where = address
        if not is_public(str(where[0])) and not trusted(self._address, self._services):
            self._refused = True
            return int(pycurl.SOCKET_BAD)
        # libcurl duplicates the descriptor.
        self._opened.append(socket.socket(family, kind, protocol))
        return self._opened[-1]

    def _take(self, data: bytes) -> int:
        self._read += len(data)
        return len(data) if self._read <= LONGEST_ANSWER else 0
