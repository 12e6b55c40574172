"""A real Firefox, controlled by Marionette, so that its own windows can be used too."""

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

PREFS = {
    "dom.push.serverURL": "ws://127.0.0.1:{port}/",
    "dom.push.testing.allowInsecureServerURL": True,
    # Required although it is the default.
    "dom.push.connection.enabled": True,
    "permissions.default.desktop-notification": 1,
    # There is no desktop that could show them.
    "alerts.useSystemBackend": False,
    "remote.prefs.recommended": False,
    "marionette.port": 0,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    "app.update.disabledForTesting": True,
    "browser.startup.homepage_override.mstone": "ignore",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "intl.accept_languages": "ja",
}


class Firefox:
    """One window; `page` runs scripts in the page, `browser` in Firefox itself."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer, self._number = reader, writer, 0

    async def ask(self, command: str, **given: Any) -> Any:
        self._number += 1
        text = json.dumps([0, self._number, command, given])
        self._writer.write(f"{len(text.encode())}:{text}".encode())
        await self._writer.drain()
        while True:
            _kind, number, error, answer = await self._read()
            if number == self._number:
                assert error is None, error
                return answer.get("value", answer) if isinstance(answer, dict) else answer

    async def _read(self) -> Any:
        async with asyncio.timeout(240):
            size = await self._reader.readuntil(b":")
            return json.loads(await self._reader.readexactly(int(size[:-1])))

    async def greeted(self) -> None:
        await self._read_greeting()
        await self.ask("WebDriver:NewSession", capabilities={"alwaysMatch": {"acceptInsecureCerts": True}})

    async def _read_greeting(self) -> None:
        size = await self._reader.readuntil(b":")
        await self._reader.readexactly(int(size[:-1]))

    async def open(self, address: str) -> None:
        await self.ask("WebDriver:Navigate", url=address)

    async def page(self, script: str) -> Any:
        """Return the awaited value of an expression in the page."""
        return await self._run("content", script)

    async def browser(self, script: str) -> Any:
        return await self._run("chrome", script)

    async def _run(self, where: str, script: str) -> Any:
        await self.ask("Marionette:SetContext", value=where)
        body = script if script.startswith("{") else f"({script})"
        whole = f"const done = arguments[arguments.length - 1]; (async () => {body})().then(done, e => done(String(e)));"
        try:
            return await self.ask("WebDriver:ExecuteAsyncScript", script=whole, args=[])
        finally:
            await self.ask("Marionette:SetContext", value="content")

    async def until(self, script: str, where: str = "content", seconds: float = 600) -> Any:
        """Return the value of the expression once it is set."""
        async with asyncio.timeout(seconds):
            while True:
                with suppress(AssertionError):
                    if found := await self._run(where, script):
                        return found
                await asyncio.sleep(0.1)


@asynccontextmanager
async def firefox(program: str, profile: Path, push_port: int) -> AsyncIterator[Firefox]:
    """Run Firefox with a new profile until the block ends."""
    lines = [
        f'user_pref("{name}", {json.dumps(value.format(port=push_port) if isinstance(value, str) else value)});'
        for name, value in PREFS.items()
    ]
    (profile / "user.js").write_text("\n".join(lines))
    process = await asyncio.create_subprocess_exec(
        *(program, "--headless", "--no-remote", "--marionette", "--remote-allow-system-access"),
        *("--profile", str(profile)),
        env={**os.environ, "HOME": str(profile), "MOZ_DISABLE_CONTENT_SANDBOX": "1"},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        port = await _port(profile / "MarionetteActivePort")
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**24)
        found = Firefox(reader, writer)
        await found.greeted()
        yield found
        writer.close()
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


async def _port(file: Path) -> int:
    async with asyncio.timeout(240):
        while True:
            # Written by the browser when it is ready.
            await asyncio.sleep(0.1)
            if file.exists() and (text := file.read_text()):
                return int(text)
