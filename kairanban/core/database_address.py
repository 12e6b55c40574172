"""The address of a database, with our own word in it for what its connections may do."""

# A pooler that lends a connection for one transaction knows nothing of what was prepared on it.
UNPREPARED = "kairanban_prepare=no"


def unprepared(url: str) -> str:
    """Return the address of the same PostgreSQL for connections that prepare nothing on the server."""
    return f"{url}{'&' if '?' in url else '?'}{UNPREPARED}"


def for_driver(url: str) -> tuple[str, bool]:
    """Return the address as the driver takes it, and whether statements may be prepared on the server."""
    if not url.endswith(UNPREPARED):
        return url, True
    return url.removesuffix(UNPREPARED)[:-1], False
