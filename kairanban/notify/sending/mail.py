"""Mail, the sending process's half: to an SMTP server, or to files if none is set."""

import asyncio
import time
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from pathlib import Path
from typing import Any

import aiosmtplib

from kairanban.core.lines import one_line, paragraphs
from kairanban.core.mail_server import mail_server
from kairanban.notify.channels.interface import Job
from kairanban.notify.rules.outcomes import Answer, Outcome
from kairanban.notify.rules.paces import PACES
from kairanban.notify.sending.connections import Connections
from kairanban.notify.sending.hosts import Hosts, Timer
from kairanban.notify.sending.mail_errors import outcome_of

# Of each answer of the server; the last one may take long while it looks at the mail.
TIMEOUT = 60.0


class _Whole(EmailPolicy):
    """Writes two headers that Python folds wrongly.

    List-* stay whole: mail programs cannot follow links as Python encodes them. In From it leaves out the quotes of a
    long name, and an address in the name becomes the sender.
    """

    def fold(self, name: str, value: Any) -> str:
        if name == "From":
            [sender] = value.addresses
            encoded = Header(sender.display_name, "utf-8", header_name=name).encode(linesep="\r\n")
            return f"{name}: {encoded} <{sender.addr_spec}>\r\n"
        return f"{name}: {value}\r\n" if name.startswith("List-") else super().fold(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name == "From" or name.startswith("List-"):
            return self.fold(name, value).encode()
        return super().fold_binary(name, value)


# Line ends of SMTP.
MAIL = _Whole(linesep="\r\n")


class MailSender:
    """Sends few mails at once over connections that it keeps."""

    def __init__(self, settings: dict[str, Any], timer: Timer = time.monotonic) -> None:
        self._server = mail_server(settings["smtp_url"])
        self._folder = Path(settings["mail_folder"])
        self._hosts = Hosts(PACES["mail"], timer)
        self._connections = Connections(self._client, timer)

    async def send(self, job: Job, begin_by: float) -> Outcome:
        message = as_mail(job)
        try:
            async with self._hosts.place(self._server.host if self._server else "", begin_by):
                if self._server is None:
                    return await asyncio.to_thread(self._keep, job, message)
                await self._deliver(message)
        except (aiosmtplib.SMTPException, OSError) as error:
            return outcome_of(error)
        return Outcome(Answer.TAKEN, 250)

    async def _deliver(self, message: EmailMessage) -> None:
        async with self._connections.one() as server:
            await server.sendmail(
                message["From"].addresses[0].addr_spec,
                [message["To"].addresses[0].addr_spec],
                message.as_bytes(policy=MAIL),
            )

    def _client(self) -> aiosmtplib.SMTP:
        server = self._server
        assert server is not None
        return aiosmtplib.SMTP(
            hostname=server.host,
            port=server.origin.port,
            username=server.name,
            password=server.password,
            use_tls=server.secure,
            start_tls=False if server.secure else server.insists or None,
            timeout=TIMEOUT,
        )

    def _keep(self, job: Job, message: EmailMessage) -> Outcome:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        part = self._folder / f".{job['name']}.part"
        part.touch(0o600)
        part.write_bytes(message.as_bytes(policy=MAIL))
        part.rename(self._folder / f"{job['name']}.eml")
        return Outcome(Answer.TAKEN, 250, why="file")

    async def close(self) -> None:
        await self._connections.close()


def as_mail(job: Job) -> EmailMessage:
    """Return the job as a MIME message with text, HTML and List-Unsubscribe headers (RFC 8058)."""
    message = EmailMessage(policy=MAIL)
    # Before the headers: it deletes every Content-* header.
    message.set_content(paragraphs(job["text"]))
    message.add_alternative(paragraphs(job["html"]), subtype="html")
    # As an object: a name in a string could be read as another sender's address.
    message["From"] = Address(_plain(job["from"]["name"]), addr_spec=job["from"]["address"])
    for name, value in job["headers"].items():
        message[name] = _plain(value)
    return message


def _plain(text: str) -> str:
    """Return one line that no mail program decodes (RFC 2047)."""
    return one_line(text).replace("=?", "= ?")
