"""Logging without personal data: no names, tokens, addresses or texts."""

import logging
import sys
import traceback
from types import TracebackType

import structlog

_Error = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class PlacesOnly(logging.Formatter):
    """Logs an error's type and stack but not its message: database errors may repeat user input."""

    def formatException(self, ei: _Error) -> str:
        error, lines, told = ei[1], list[str](), set[int]()
        # Cause chains can be cyclic.
        while error is not None and id(error) not in told:
            told.add(id(error))
            lines += [
                f"  {frame.filename}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(error.__traceback__)
            ]
            lines.append(f"{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or error.__context__
        return "\n".join(lines)


def set_up_logs() -> None:
    """Log JSON lines to standard error; libraries from WARNING."""
    spoken = logging.StreamHandler()
    spoken.setFormatter(PlacesOnly("%(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[spoken])
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
