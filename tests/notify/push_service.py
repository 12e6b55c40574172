"""A local push service with chosen answers, and browsers that decrypt its messages."""

import asyncio
import base64
import contextlib
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@dataclass
class Browser:
    """The receiving half of RFC 8291."""

    name: str
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    secret: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def point(self) -> bytes:
        return self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def subscription(self, endpoint: str) -> dict[str, Any]:
        return {"endpoint": endpoint, "keys": {"p256dh": b64(self.point), "auth": b64(self.secret)}}

    def read(self, body: bytes) -> dict[str, Any]:
        """Decrypt a message for this browser; raise if it was for another."""
        salt, size = body[:16], body[20]
        point, sealed = body[21 : 21 + size], body[21 + size :]
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        shared = self.private.exchange(ec.ECDH(), theirs)
        key = _derived(shared, self.secret, b"WebPush: info\0" + self.point + point, 32)
        cipher = AESGCM(_derived(key, salt, b"Content-Encoding: aes128gcm\0", 16))
        plain = cipher.decrypt(_derived(key, salt, b"Content-Encoding: nonce\0", 12), sealed, None)
        found: dict[str, Any] = json.loads(plain.rstrip(b"\2"))
        return found


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


@dataclass(frozen=True)
class Post:
    """A received message."""

    browser: str
    headers: dict[str, str]
    body: bytes


@dataclass
class PushService:
    """The service; `answers` has the next status per browser, by default 201."""

    port: int = 0
    posts: list[Post] = field(default_factory=list)
    answers: dict[str, list[int | str]] = field(default_factory=dict)
    came: asyncio.Condition = field(default_factory=asyncio.Condition)
    retry_after: str = "120"
    browsers: dict[str, Browser] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def browser(self, name: str) -> dict[str, Any]:
        """Subscribe a new browser with this name."""
        found = self.browsers.setdefault(name, Browser(name))
        return found.subscription(f"{self.origin}/push/{name}")

    def shown(self, name: str) -> list[dict[str, Any]]:
        """Return the notifications of that browser, in order."""
        return [
            self.browsers[name].read(post.body)["notification"] for post in self.posts if post.browser == name
        ]

    async def arrived(self, number: int) -> None:
        """Wait for this number of messages."""
        async with asyncio.timeout(120), self.came:
            await self.came.wait_for(lambda: len(self.posts) >= number)

    async def take(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        self.posts.append(Post(name, dict(request.headers), await request.read()))
        async with self.came:
            self.came.notify_all()
        answers = self.answers.get(name) or self.answers.get("*") or [201]
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if answer == "hang":
            await asyncio.sleep(3600)
        if answer == "drop":
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        if answer == "flood":
            return await self._flood(request)
        headers = {"Retry-After": self.retry_after} if answer in (429, 503) else {}
        return web.Response(status=int(answer), headers=headers)

    async def _flood(self, request: web.Request) -> web.StreamResponse:
        """Answer 201 with an endless body."""
        flood = web.StreamResponse(status=201)
        await flood.prepare(request)
        with contextlib.suppress(ConnectionResetError):
            while True:
                await flood.write(b"x" * 1024)
                await asyncio.sleep(0.01)
        return flood


@asynccontextmanager
async def push_service() -> AsyncIterator[PushService]:
    service = PushService()
    app = web.Application()
    app.router.add_post("/push/{name}", service.take)
    async with served(app) as service.port:
        yield service


@asynccontextmanager
async def served(app: web.Application) -> AsyncIterator[int]:
    """Run the service and return its port."""
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
