"""The check of `doctor` for a pooler between the program and PostgreSQL."""

from kairanban.config import Settings
from kairanban.core.database_address import for_driver
from kairanban.db.connecting import lent_for_a_transaction

Found = tuple[bool, str]


def pooler(settings: Settings) -> Found:
    """Compare KAIRANBAN_PREPARE_STATEMENTS with whether a pooler lends connections for one transaction each."""
    if settings.on_sqlite:
        return True, "No pooler stands before SQLite."
    try:
        lent = lent_for_a_transaction(settings.database_url)
    except Exception:
        return False, "Whether a pooler lends connections cannot be told before the database answers."
    _, prepares = for_driver(settings.database_url)
    if lent and prepares:
        return (
            False,
            "A pooler (pgbouncer in transaction mode) lends connections for one transaction each, where prepared statements fail: "
            "set KAIRANBAN_PREPARE_STATEMENTS=no, then restart the server and the workers.",
        )
    if lent:
        return True, "A pooler lends connections for one transaction each; nothing is prepared, as it needs."
    if not prepares:
        return (
            True,
            "Statements are not prepared, though no pooler lends connections: without KAIRANBAN_PREPARE_STATEMENTS=no pages cost less.",
        )
    return True, "Connections to PostgreSQL last, and statements are prepared on them."
