"""Connections to the mail server, each used for many mails: opening one takes longer than sending a mail."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import aiosmtplib

from kairanban.notify.sending.hosts import Timer

# Servers close connections that are idle or have sent much.
IDLE_SECONDS, MAILS = 10.0, 50


class _Connection:
    def __init__(self, server: aiosmtplib.SMTP) -> None:
        self.server, self.mails, self.used = server, 0, 0.0


class Connections:
    """Idle connections; after an error a connection is closed, not used again."""

    def __init__(self, make: Callable[[], aiosmtplib.SMTP], timer: Timer = time.monotonic) -> None:
        self._make, self._timer = make, timer
        self._idle: list[_Connection] = []

    @asynccontextmanager
    async def one(self) -> AsyncIterator[aiosmtplib.SMTP]:
        """Lend a connection for one mail. A refused recipient leaves it usable; any other error closes it."""
        found = await self._take()
        try:
            yield found.server
        except aiosmtplib.SMTPRecipientsRefused:
            self._keep(found)
            raise
        except BaseException:
            found.server.close()
            raise
        self._keep(found)

    async def close(self) -> None:
        for one in self._idle:
            one.server.close()
        self._idle.clear()

    async def _take(self) -> _Connection:
        while self._idle:
            one = self._idle.pop()
            if self._timer() - one.used < IDLE_SECONDS and await _alive(one.server):
                return one
            one.server.close()
        made = self._make()
        await made.connect()
        return _Connection(made)

    def _keep(self, one: _Connection) -> None:
        one.mails += 1
        one.used = self._timer()
        if one.mails < MAILS and one.server.is_connected:
            self._idle.append(one)
        else:
            one.server.close()


async def _alive(server: aiosmtplib.SMTP) -> bool:
    """Ask, so that a connection the server has closed meanwhile costs no try of a mail."""
    try:
        return server.is_connected and (await server.rset()).code == 250
    except (aiosmtplib.SMTPException, OSError):
        return False
    except BaseException:
        server.close()
        raise
