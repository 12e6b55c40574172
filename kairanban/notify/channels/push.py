"""Web Push, the server's half: the payload, also readable by Safari alone (Declarative Web Push)."""

import json
from urllib.parse import urljoin

from kairanban.circulation.circulars.rules.kinds import Importance
from kairanban.core.clock import MINUTE, SECOND
from kairanban.i18n.languages import LANGUAGES
from kairanban.i18n.translate import translate
from kairanban.notify.channels.interface import Job, Origin
from kairanban.notify.rules.lock_screen import ASKS_SAFETY, CALLS_HELP, OF_REQUESTS, SEVERAL, said
from kairanban.notify.rules.message import Message

DECLARATIVE = 8030
LARGEST = 2048
OFFICES_PAGES = {"call": "/calls", "look": "/emergency-looks"}
# A shorter TTL would expire while the service wakes the device.
LEAST_TTL = MINUTE // SECOND


def write(message: Message, origin: Origin, now: int) -> Job:
    """Return the push as a job: payload, TTL in seconds, urgency and topic."""
    return {
        "channel": "push",
        "target": message.target,
        "p256dh": message.p256dh,
        "auth": message.auth,
        "payload": payload(message, origin),
        "ttl": max((message.until - now) // SECOND, LEAST_TTL),
        "urgency": urgency(message),
        "topic": tag(message),
    }


def payload(message: Message, origin: Origin) -> str:
    """Return the JSON payload, at most 2 KiB: title, one sentence, target URL."""
    tag_ = LANGUAGES[message.language].tag
    shown = {
        "title": message.association[:80],
        "navigate": urljoin(origin.public_address, path(message)),
        "body": sentence(message),
        "lang": tag_,
        "tag": tag(message),
    }
    if message.short:
        del shown["body"]
    text = json.dumps({"web_push": DECLARATIVE, "notification": shown}, ensure_ascii=False)
    return text if len(text.encode()) <= LARGEST else json.dumps({"web_push": DECLARATIVE})


def sentence(message: Message) -> str:
    """Return the message's sentence in the reader's language."""
    several = len(message.deliveries) > 1
    return translate(message.language, SEVERAL if several else said(message.kind, message.urgent))


def path(message: Message) -> str:
    if message.kind == "test":
        return "/settings/notices"
    if message.kind in ASKS_SAFETY:
        return f"/safety/{message.other}"
    if message.kind in CALLS_HELP:
        return "/safety/help"
    if message.kind in OFFICES_PAGES:
        return OFFICES_PAGES[message.kind]
    if message.kind in OF_REQUESTS:
        return f"/associations/{message.place}/requests/{message.other}"
    return f"/circulars/{message.circular}" if message.circular and len(message.deliveries) == 1 else "/"


def tag(message: Message) -> str:
    """Return the tag; a later message replaces an earlier one with the same tag."""
    if message.kind == "test":
        return "test"
    if message.kind in (*ASKS_SAFETY, *CALLS_HELP):
        return f"{'safety' if message.kind in ASKS_SAFETY else 'help'}-{message.other}"
    if message.kind in OFFICES_PAGES:
        return f"{message.kind}s"
    if message.kind in OF_REQUESTS:
        return f"request-{message.place}-{message.other}"
    return f"circular-{message.circular}" if len(message.deliveries) == 1 else "morning"


def urgency(message: Message) -> str:
    if message.digest:
        return "low"
    if message.kind in (*ASKS_SAFETY, *CALLS_HELP):
        return "high"
    return "normal" if message.importance == Importance.ORDINARY and message.kind != "test" else "high"
