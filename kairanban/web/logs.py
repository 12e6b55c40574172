"""Logging without personal data: no names, tokens, addresses or texts. One JSON object a line, of every process in one shape."""

import json
import logging
import os
import re
import sys
import threading
import traceback
from collections.abc import MutableMapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

import structlog

from kairanban.measures.instruments import METHODS, OTHER

# What our own lines say is code: names, numbers, routes, paths of the program. Anything else is left out.
_CODE = re.compile(r"[\w ./:<>{},+-]{0,400}", re.ASCII)
LEFT_OUT = "(left out)"
# Sentences of uvicorn itself. Its other messages repeat what an application said.
_OF_UVICORN = ("Exception in ASGI application", "ASGI callable returned without", "Invalid HTTP request", "Unsupported upgrade")  # fmt: skip

# A page that is tried out (`kairanban demo`) and a test have no line for each request.
_requests_are_logged = False
_lines_of_routes: dict[tuple[str, str], str] = {}


def places(error: BaseException) -> tuple[list[str], list[str]]:
    """Return the types of an error and its causes, and where in the code they arose.

    Messages and values are left out: a database repeats what somebody typed.
    """
    kinds, frames, told, rest = list[str](), list[str](), set[int](), list[BaseException | None]([error])
    while rest:
        one = rest.pop()
        # Cause chains can be cyclic.
        if one is None or id(one) in told:
            continue
        told.add(id(one))
        kinds.append(f"{type(one).__module__}.{type(one).__qualname__}")
        for at in traceback.extract_tb(one.__traceback__):
            frames.append(f"{_short(at.filename)}:{at.lineno} {at.name}")
        rest += [
            *(one.exceptions if isinstance(one, BaseExceptionGroup) else ()),
            one.__cause__ or one.__context__,
        ]
    return kinds, frames


def _short(file: str) -> str:
    """Return a path without the folders that the program or the libraries lie in."""
    for folder in ("/site-packages/", "/kairanban/", "/lib/"):
        _before, found, after = file.rpartition(folder)
        if found:
            return f"kairanban/{after}" if folder == "/kairanban/" else after
    return file


class OneShape(logging.Formatter):
    """Writes the records of libraries like our own, without their messages: asyncio's repeat whole objects."""

    def format(self, record: logging.LogRecord) -> str:
        template = record.msg.strip() if isinstance(record.msg, str) else ""
        said = {"said": template} if template.startswith(_OF_UVICORN) and "\n" not in template else {}
        event: dict[str, Any] = {
            "event": "library", "logger": record.name, **said, "from": f"{_short(record.pathname)}:{record.lineno}",
        }  # fmt: skip
        if record.exc_info and record.exc_info[1] is not None:
            event["problem"], event["at"] = places(record.exc_info[1])
        return _line({**event, "level": record.levelname.lower(), "timestamp": _now(), "pid": os.getpid()})


def set_up_logs() -> None:
    """Log JSON lines to standard error; libraries from WARNING, and what nobody caught."""
    spoken = logging.StreamHandler()
    spoken.setFormatter(OneShape())
    logging.basicConfig(level=logging.WARNING, handlers=[spoken])
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            _with_process,
            _without_messages,
            _code_only,
            lambda _logger, _method, event: _line(event),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        # The standard error of the moment; a line is written at once, because several processes share it.
        logger_factory=lambda *_: structlog.WriteLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )


def log_what_nobody_caught() -> None:
    """Log what would end the process or a thread, instead of Python's traceback with its message."""

    def told(error: BaseException | None) -> None:
        if error is not None and not isinstance(error, KeyboardInterrupt):
            structlog.get_logger().critical("not_caught", exc_info=error)

    def uncaught(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        told(error)

    logging.captureWarnings(True)
    sys.excepthook = uncaught
    threading.excepthook = lambda args: told(args.exc_value)
    sys.unraisablehook = lambda args: told(args.exc_value)


def log_requests() -> None:
    """Give every request a line from now on."""
    global _requests_are_logged
    _requests_are_logged = True


def log_request(route: str, method: str, status: int, seconds: float) -> None:
    """Write the line of a request; put together by hand, because there are more of these than of all others."""
    if not _requests_are_logged:
        return
    start = _lines_of_routes.get((route, method))
    if start is None:
        known = method if method in METHODS else OTHER
        start = _lines_of_routes[route, method] = _line(
            {"event": "request", "level": "info", "route": route, "method": known}
        )[:-1]
    sys.stderr.write(
        f'{start}, "status": {status}, "ms": {seconds * 1000:.1f}, "timestamp": "{_now()}", "pid": {os.getpid()}}}\n'
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _line(event: MutableMapping[str, Any]) -> str:
    return json.dumps(event, ensure_ascii=False)


def _with_process(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    event["pid"] = os.getpid()
    return event


def _without_messages(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event["problem"], event["at"] = places(error)
    return event


def _code_only(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Leave out text that cannot be code: a fence for lines that are yet to be written."""
    return {key: _plain(value) for key, value in event.items()}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    text = str(value) if isinstance(value, str) else ""
    return text if text and _CODE.fullmatch(text) else LEFT_OUT
