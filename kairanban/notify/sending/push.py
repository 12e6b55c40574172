"""Web Push, the half that sends: encrypts (RFC 8291), signs (RFC 8292) and posts (RFC 8030)."""

import asyncio
import socket
import time
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import jwt
from aiohttp.abc import AbstractResolver, ResolveResult
from webpush import WebPush, WebPushSubscription
from yarl import URL

from kairanban.core.clock import DAY, SECOND
from kairanban.notify.channels.interface import Job
from kairanban.notify.rules.endpoints import allowed, host_allowed, public
from kairanban.notify.rules.outcomes import Answer, Outcome, of_status
from kairanban.notify.sending.hosts import ALL, ONE_HOST, Hosts, Silent

# A service takes a signature for 24 hours at most.
SIGNED_FOR, SIGNED_ANEW = 12 * 3600, 3600


class NotPublic(OSError):
    """The name leads to an address that is not on the open internet."""


class Tokens:
    """One signature for each service, used again until an hour before its end; stands in for the library's own."""

    def __init__(self, private_key: str, public_key: str, contact: str) -> None:
        self._private_key, self._public_key, self._contact = private_key, public_key, contact
        self._kept: dict[str, tuple[float, str]] = {}

    def get_authorization_header(self, endpoint: object, subscriber: str, expiration: int) -> str:
        """`aud` is the service's origin with its port (RFC 8292, 2), which the library leaves out."""
        parts = urlsplit(str(endpoint))
        origin = f"{parts.scheme}://{parts.netloc}"
        ends, header = self._kept.get(origin, (0.0, ""))
        now = time.time()
        if ends - now < SIGNED_ANEW:
            ends = now + SIGNED_FOR
            claims = {"aud": origin, "exp": int(ends), "sub": self._contact}
            signed = jwt.encode(claims, self._private_key, algorithm="ES256")
            header = f"vapid t={signed}, k={self._public_key}"
            self._kept[origin] = (ends, header)
        return header


class OnlyPublic(AbstractResolver):
    """Resolves a name once, and what it gives is what is connected to: nothing can change in between."""

    def __init__(self, services: tuple[str, ...]) -> None:
        self._named = tuple(rule for rule in services if "://" in rule)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """All addresses of the name; NotPublic where one of them is not, unless the operator named this host."""
        found = await asyncio.get_running_loop().getaddrinfo(
            host, port, type=socket.SOCK_STREAM, family=family, flags=socket.AI_ADDRCONFIG
        )
        named = any(host_allowed(host, port, scheme, self._named) for scheme in ("http", "https"))
        if not named and not all(public(str(address[0])) for *_, address in found):
            raise NotPublic(host)
        return [
            ResolveResult(
                hostname=host,
                host=str(address[0]),
                port=port,
                family=family,
                proto=proto,
                flags=socket.AI_NUMERICHOST,
            )
            for family, _type, proto, _name, address in found
        ]

    async def close(self) -> None: ...


class PushSender:
    """All messages share one session, and with it the connections to the services."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self._services = tuple(settings["services"])
        private, public_pem = settings["private_key"], settings["public_pem"]
        self._push = WebPush(private.encode(), public_pem.encode(), subscriber="unused@localhost")
        self._push.vapid = Tokens(private, settings["public_key"], settings["contact"])
        self._hosts = Hosts()
        self._timeout = aiohttp.ClientTimeout(total=settings["timeout"])
        self._session: aiohttp.ClientSession | None = None

    async def send(self, job: Job) -> Outcome:
        """Encrypt, sign, post; the address is looked at once more, since the list may have changed."""
        if not allowed(job["target"], self._services):
            return Outcome(Answer.REFUSED, why="not_allowed")
        try:
            async with self._hosts.place(urlsplit(job["target"]).netloc):
                return await self._post(job["target"], *self.sealed(job))
        except Silent:
            return Outcome(Answer.LATER, why="silent")
        except NotPublic:
            return Outcome(Answer.REFUSED, why="not_public")
        except TimeoutError:
            return Outcome(Answer.LATER, why="timeout")
        except aiohttp.ClientConnectorError as error:
            refused = isinstance(error.os_error, NotPublic) or isinstance(error.__cause__, NotPublic)
            return Outcome(
                Answer.REFUSED if refused else Answer.LATER, why="not_public" if refused else "unreachable"
            )
        except (aiohttp.ClientError, OSError):
            return Outcome(Answer.LATER, why="cut_off")

    def sealed(self, job: Job) -> tuple[bytes, dict[str, str]]:
        """The encrypted body and the headers of one message."""
        subscription = WebPushSubscription.model_validate(
            {"endpoint": job["target"], "keys": {"auth": job["auth"], "p256dh": job["p256dh"]}}
        )
        message = self._push.get(job["payload"], subscription)
        return message.encrypted, {
            "Authorization": message.headers["authorization"],
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(job["ttl"]),
            "Urgency": job["urgency"],
            "Topic": job["topic"],
        }

    async def _post(self, target: str, body: bytes, headers: dict[str, str]) -> Outcome:
        # As the browser gave it: it was looked at already.
        url = URL(target, encoded=True)
        async with self._open().post(url, data=body, headers=headers, allow_redirects=False) as answer:
            if not answer.content.at_eof():
                # Read to its end, so that the connection can be used again; a long answer ends it instead.
                await answer.content.read(4096)
            after = answer.headers.get("Retry-After")
            return Outcome(of_status(answer.status), answer.status, _milliseconds(after) if after else None)

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(
                limit=ALL, limit_per_host=ONE_HOST, resolver=OnlyPublic(self._services), ttl_dns_cache=60
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                timeout=self._timeout,
                # Services set no cookies and send no bodies: what would look after them costs as much as sending.
                cookie_jar=aiohttp.DummyCookieJar(),
                skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding"),
                auto_decompress=False,
            )
        return self._session

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


def _milliseconds(retry_after: str) -> int | None:
    """Retry-After as seconds or as a date, a day at most; None where it says nothing that can be read."""
    if retry_after.isascii() and retry_after.isdecimal() and len(retry_after) < 9:
        return min(int(retry_after) * SECOND, DAY)
    try:
        ends = parsedate_to_datetime(retry_after).timestamp()
    except (ValueError, TypeError):
        return None
    return min(max(int((ends - time.time()) * SECOND), 0), DAY)
