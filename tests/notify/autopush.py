"""A push service for a real Firefox, with Mozilla's protocol and its strictness with senders."""

import asyncio
import base64
import json
import re
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import jwt
from aiohttp import WSMsgType, web
from cryptography.hazmat.primitives.asymmetric import ec

from tests.notify.push_service import served

LARGEST = 4096


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Autopush:
    """The service; `acks` has the browser's code per message: 100 for decrypted."""

    port: int = 0
    channels: dict[str, web.WebSocketResponse] = field(default_factory=dict)
    acks: list[int] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def browser(self, request: web.Request) -> web.WebSocketResponse:
        line = web.WebSocketResponse(protocols=("push-notification",))
        await line.prepare(request)
        async for said in line:
            if said.type is WSMsgType.TEXT:
                await self._answer(line, json.loads(said.data or "{}"))
        return line

    async def _answer(self, line: web.WebSocketResponse, said: dict[str, Any]) -> None:
        kind = said.get("messageType")
        if kind == "hello":
            uaid = said.get("uaid") or uuid.uuid4().hex
            await line.send_json(
                {"messageType": "hello", "uaid": uaid, "status": 200, "use_webpush": True, "broadcasts": {}}
            )
        elif kind == "register":
            self.channels[said["channelID"]] = line
            endpoint = f"{self.origin}/push/{said['channelID']}"
            answer = {"messageType": "register", "channelID": said["channelID"], "status": 200}
            await line.send_json({**answer, "pushEndpoint": endpoint})
        elif kind == "unregister":
            self.channels.pop(said["channelID"], None)
            await line.send_json({**said, "status": 200})
        elif kind == "ack":
            self.acks += [update["code"] for update in said["updates"]]
            async with self.news:
                self.news.notify_all()

    async def take(self, request: web.Request) -> web.Response:
        """Return 201 for requests valid by RFC 8030, 8188 and 8292 to a connected browser."""
        body = await request.read()
        wrong = self._wrong(request, body)
        if wrong:
            self.refused.append(wrong)
            return web.Response(status=400, text=wrong)
        line = self.channels.get(request.match_info["channel"])
        if line is None:
            return web.Response(status=410)
        data = base64.urlsafe_b64encode(body).decode().rstrip("=")
        await line.send_json(
            {
                "messageType": "notification",
                "channelID": request.match_info["channel"],
                "version": uuid.uuid4().hex,
                "data": data,
                "headers": {"encoding": "aes128gcm"},
            }
        )
        return web.Response(status=201)

    def _wrong(self, request: web.Request, body: bytes) -> str:
        headers = request.headers
        if not headers.get("TTL", "").isdecimal():
            return "TTL"
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,32}", headers.get("Topic", "")):
            return "Topic"
        if headers.get("Urgency", "normal") not in ("very-low", "low", "normal", "high"):
            return "Urgency"
        if len(body) > LARGEST or headers.get("Content-Encoding") != "aes128gcm":
            return "body"
        found = re.fullmatch(r"vapid t=([\w.-]+), ?k=([\w-]+)", headers.get("Authorization", ""))
        if found is None:
            return "Authorization"
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(found[2]))
        try:
            claims = jwt.decode(found[1], key, algorithms=["ES256"], audience=self.origin)
        except jwt.PyJWTError as error:
            return str(error)
        return "" if claims["exp"] <= time.time() + 24 * 3600 else "exp"

    async def acknowledged(self, number: int) -> None:
        async with asyncio.timeout(120), self.news:
            await self.news.wait_for(lambda: len(self.acks) >= number)


@asynccontextmanager
async def autopush() -> AsyncIterator[Autopush]:
    service = Autopush()
    app = web.Application()
    app.router.add_get("/", service.browser)
    app.router.add_post("/push/{channel}", service.take)
    async with served(app) as service.port:
        yield service
