"""Requests of the town: a day to answer by, corrections and languages that reach every copy, copies as delivered"""

import time

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

_MOMENT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("municipal_request", sa.Column("answer_by", _MOMENT, nullable=True))
    op.add_column("municipal_request", sa.Column("reminded", _MOMENT, nullable=True))
    op.add_column("asked_association", sa.Column("copies", _MOMENT, nullable=True))
    # Corrections that officers have left are not brought to circulars whose days are over, or that went round a month ago.
    now = time.time_ns() // 1_000_000
    op.get_bind().execute(
        sa.text(
            "UPDATE asked_association SET edition = (SELECT edition FROM circular WHERE id = municipal_request) WHERE passed IN ("
            "SELECT id FROM circular WHERE published < :before OR reply_by < :now OR event_at < :now)"
        ),
        {"now": now, "before": now - 30 * 86_400_000},
    )
    op.add_column("attachment", sa.Column("pending", _MOMENT, server_default="0", nullable=False))
    if op.get_bind().dialect.name == "sqlite":
        _without_household()
    else:
        op.alter_column("notification", "household", nullable=True)


def _without_household() -> None:
    """Make `notification.household` nullable: SQLite copies the table, and keeps the ids that were given."""
    connection = op.get_bind()
    made = connection.exec_driver_sql(
        "SELECT type, sql FROM sqlite_master WHERE tbl_name = 'notification' AND sql IS NOT NULL ORDER BY type = 'index'"
    ).fetchall()
    old = made[0][1]
    new = old.replace("household INTEGER NOT NULL", "household INTEGER", 1)
    new = new.replace("CREATE TABLE notification", "CREATE TABLE notification_new", 1)
    if new.count("household INTEGER NOT NULL") or "notification_new" not in new:
        raise RuntimeError("the table notification is not as it was made")
    seq = "SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = 'notification'"
    given = connection.exec_driver_sql(seq).scalar()
    connection.exec_driver_sql(new)
    connection.exec_driver_sql("INSERT INTO notification_new SELECT * FROM notification")
    connection.exec_driver_sql("DROP TABLE notification")
    connection.exec_driver_sql("ALTER TABLE notification_new RENAME TO notification")
    connection.exec_driver_sql("DELETE FROM sqlite_sequence WHERE name = 'notification'")
    connection.exec_driver_sql("INSERT INTO sqlite_sequence (name, seq) VALUES ('notification', ?)", (given,))
    for _, index in made[1:]:
        connection.exec_driver_sql(index)
