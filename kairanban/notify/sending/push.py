"""Web Push, the sending process's half: encrypt (RFC 8291), sign (RFC 8292), post (RFC 8030)."""

import time
from typing import Any
from urllib.parse import urlsplit

import jwt
from webpush import WebPush, WebPushSubscription

from kairanban.core.push_services import push_service
from kairanban.notify.channels.interface import Job
from kairanban.notify.rules.endpoints import allowed
from kairanban.notify.rules.faults import Why
from kairanban.notify.rules.outcomes import Answer, Outcome, of_status
from kairanban.notify.rules.paces import PACES
from kairanban.notify.sending.hosts import Hosts, Timer
from kairanban.notify.sending.posting import NotPublic, Posting, Unreachable

# Seconds. A signature may be valid for 24 hours at most (RFC 8292).
SIGNED_FOR, SIGNED_ANEW = 12 * 3600, 3600


class Tokens:
    """Cached signature per service, renewed an hour before it ends; replaces the library's own."""

    def __init__(self, private_key: str, public_key: str, contact: str) -> None:
        self._private_key, self._public_key, self._contact = private_key, public_key, contact
        self._kept: dict[str, tuple[float, str]] = {}

    def get_authorization_header(self, endpoint: object, subscriber: str, expiration: int) -> str:
        """Return the header; `aud` is the origin with its port (RFC 8292, 2), which the library omits."""
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


class PushSender:
    """Sends push messages over shared connections."""

    def __init__(self, settings: dict[str, Any], timer: Timer = time.monotonic) -> None:
        self._services = tuple(map(push_service, settings["services"]))
        private, public_pem = settings["private_key"], settings["public_pem"]
        self._push = WebPush(private.encode(), public_pem.encode(), subscriber="unused@localhost")
        self._push.vapid = Tokens(private, settings["public_key"], settings["contact"])
        self._hosts = Hosts(PACES["push"], timer)
        self._posting = Posting(self._services, settings["timeout"])

    async def send(self, job: Job, begin_by: float) -> Outcome:
        """Encrypt, sign and post; check the endpoint again, since the allowed list may have changed."""
        if not allowed(job["target"], self._services):
            return Outcome(Answer.REFUSED, why="not_allowed")
        try:
            async with self._hosts.place(urlsplit(job["target"]).netloc, begin_by):
                said = await self._posting.post(job["target"], *self.sealed(job))
            answer = of_status(said.status)
            return Outcome(
                answer, said.status, said.after or None, why=Why.KEY if answer is Answer.OURS else ""
            )
        except NotPublic:
            return Outcome(Answer.REFUSED, why="not_public")
        except TimeoutError:
            return Outcome(Answer.OURS, why=Why.TIMEOUT)
        except Unreachable:
            return Outcome(Answer.OURS, why=Why.UNREACHABLE)
        except OSError:
            return Outcome(Answer.OURS, why=Why.CUT_OFF)

    def sealed(self, job: Job) -> tuple[bytes, dict[str, str]]:
        """Return the encrypted body and the headers of a message."""
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

    async def close(self) -> None:
        await self._posting.close()
