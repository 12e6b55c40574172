"""Push services on this machine: `python -m tests.bench.push_sink CERTIFICATE KIND…` prints a port for each kind.

`ok` accepts everything, `hang` never answers, `busy` answers 429.
"""

import asyncio
import json
import ssl
import sys
from functools import partial
from typing import Any

ANSWERS = {
    "ok": b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n",
    "busy": b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 30\r\nContent-Length: 0\r\n\r\n",
    "hang": b"",
}


class Sink(asyncio.Protocol):
    """A minimal service, so that the sender is measured."""

    def __init__(self, answer: bytes) -> None:
        self._answer, self._seen = answer, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: Any = transport

    def data_received(self, data: bytes) -> None:
        self._seen += data
        while (end := self._seen.find(b"\r\n\r\n")) >= 0:
            head = self._seen[:end].lower()
            length = int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
            if len(self._seen) < end + 4 + length:
                return
            self._seen = self._seen[end + 4 + length :]
            self._transport.write(self._answer)


async def main(certificate: str, kinds: list[str]) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    loop = asyncio.get_running_loop()
    ports = []
    for kind in kinds:
        server = await loop.create_server(
            partial(Sink, ANSWERS[kind]), "127.0.0.1", 0, ssl=context, backlog=1024
        )
        ports.append(server.sockets[0].getsockname()[1])
    sys.stdout.write(json.dumps(ports) + "\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    import uvloop

    uvloop.run(main(sys.argv[1], sys.argv[2:]))
