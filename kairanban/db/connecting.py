"""How a connection to PostgreSQL is opened: the one place that knows whether it may prepare statements."""

from typing import Any

import psycopg

from kairanban.core.database_address import for_driver


def options(url: str) -> tuple[str, dict[str, Any]]:
    """Return the address as psycopg takes it, and its options: what runs often is prepared, or nothing is."""
    address, prepares = for_driver(url)
    return address, {} if prepares else {"prepare_threshold": None}


def connect(url: str, *, autocommit: bool = False) -> "psycopg.Connection[tuple[Any, ...]]":
    """Return a connection of our own, not of the pool."""
    address, given = options(url)
    return psycopg.connect(address, autocommit=autocommit, **given)


def lent_for_a_transaction(url: str) -> bool:
    """Tell whether a pooler, such as pgbouncer in transaction mode, lends connections for one transaction each."""
    with connect(url, autocommit=True) as one:
        if one.info.backend_pid == _serving(one):
            return False
        # A pooler names a process that is none. Does one of PostgreSQL's serve two connections that are open?
        with connect(url, autocommit=True) as other:
            served = [(_serving(one), _serving(other)) for _ in range(5)]
    ones, others = ({pair[which] for pair in served} for which in (0, 1))
    return len(ones) > 1 or len(others) > 1 or ones == others


def _serving(connection: "psycopg.Connection[tuple[Any, ...]]") -> int:
    found = connection.execute("SELECT pg_backend_pid()").fetchone()
    assert found is not None
    return int(found[0])
