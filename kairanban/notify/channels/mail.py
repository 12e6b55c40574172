"""Mail, the server's half: text and HTML in the reader's language, with signed single-purpose links."""

from dataclasses import dataclass
from email.utils import format_datetime
from urllib.parse import urlsplit

from kairanban.circulation.circulars.rules.kinds import Kind
from kairanban.core.clock import local
from kairanban.i18n.dates import closing
from kairanban.i18n.marks import N as _n
from kairanban.i18n.templating import render
from kairanban.i18n.translate import translate
from kairanban.notify.channels.interface import Job, Origin
from kairanban.notify.channels.push import path, sentence
from kairanban.notify.rules.links import Purpose, sign
from kairanban.notify.rules.lock_screen import ASKS_SAFETY
from kairanban.notify.rules.message import Message

READ = _n("Read it and confirm")
ANSWER = _n("Answer now")
VERIFY = _n("Receive circulars here")
ANSWER_BY = _n("Please answer by %(day)s.")
WHY = _n("This mail comes from %(association)s, because your household asked for it.")
STOP = _n("No more mail")


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of the mail; empty texts for an obituary, which is named only once opened."""

    title: str
    gist: str
    reply_by: int | None
    link: str


@dataclass(frozen=True, slots=True)
class Letter:
    association: str
    sentence: str
    entries: tuple[Entry, ...]
    press: str
    why: str
    stop: str
    stop_link: str


def write(message: Message, origin: Origin, now: int) -> Job:
    """Return the mail as a job; its subject never contains a circular's text."""
    letter = letter_of(message, origin)
    host = urlsplit(origin.public_address).hostname or "localhost"
    name = f"{message.deliveries[0]}-{message.tries}"
    headers = {
        "To": message.target,
        "Subject": f"{message.association} {letter.sentence}",
        "Date": format_datetime(local(now)),
        # The same for every try, so that mail programs show it once.
        "Message-ID": f"<delivery-{message.deliveries[0]}@{host}>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": message.language.split("-")[0],
    }
    if message.kind != "verification":
        headers |= {
            "List-Unsubscribe": f"<{letter.stop_link}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    return {
        "channel": "mail",
        "name": name,
        "from": {"name": message.association, "address": origin.mail_from},
        "headers": headers,
        "text": _text(message.language, letter),
        "html": render(message.language, "notify/mail.html", page=letter),
    }


def letter_of(message: Message, origin: Origin) -> Letter:
    verifies = message.kind == "verification"
    asks = message.kind in ASKS_SAFETY
    entries = (
        (Entry("", "", None, f"{origin.public_address}{path(message)}"),)
        if asks
        else (_verifying(message, origin),)
        if verifies
        else tuple(_entry(one, origin) for one in (message, *message.others) if one.circular is not None)
    )
    stop = sign(origin.link_key, Purpose.STOP, message.address)
    return Letter(
        association=message.association,
        sentence=sentence(message),
        entries=entries,
        press=translate(message.language, VERIFY if verifies else ANSWER if asks else READ),
        why=translate(message.language, WHY, association=message.association),
        stop=translate(message.language, STOP),
        stop_link=f"{origin.public_address}/notices/mail/{stop}/removal",
    )


def _verifying(message: Message, origin: Origin) -> Entry:
    token = sign(origin.link_key, Purpose.VERIFY, message.address)
    return Entry("", "", None, f"{origin.public_address}/notices/mail/{token}")


def _entry(message: Message, origin: Origin) -> Entry:
    assert message.circular is not None
    token = sign(origin.link_key, Purpose.CIRCULAR, message.circular, message.address)
    link = f"{origin.public_address}/told/{token}"
    if message.circular_kind == Kind.OBITUARY:
        return Entry("", "", None, link)
    return Entry(message.title, message.gist, message.reply_by, link)


def _text(language: str, letter: Letter) -> str:
    lines = [letter.sentence, ""]
    for entry in letter.entries:
        by = translate(language, ANSWER_BY, day=closing(language, entry.reply_by)) if entry.reply_by else ""
        lines += [line for line in (entry.title, entry.gist, by) if line]
        lines += [f"{letter.press}: {entry.link}", ""]
    return "\n".join([*lines, letter.why, f"{letter.stop}: {letter.stop_link}", ""])
