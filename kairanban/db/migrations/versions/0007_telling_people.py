"""Telling people"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fan_out",
        sa.Column("journal", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["journal"], ["journal.id"], name=op.f("fk_fan_out_journal"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("journal", name=op.f("pk_fan_out")),
        sqlite_autoincrement=False,
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "notice_address",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("session", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("household", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("p256dh", sa.Text(), server_default="", nullable=False),
        sa.Column("auth", sa.Text(), server_default="", nullable=False),
        sa.Column("language", sa.Text(), server_default="ja", nullable=False),
        sa.Column(
            "made", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column(
            "renewed",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "confirmed",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=True,
        ),
        sa.Column(
            "ended", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=True
        ),
        sa.Column("ended_why", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["household"], ["household.id"], name=op.f("fk_notice_address_household"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["session"], ["session.id"], name=op.f("fk_notice_address_session"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_address")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_notice_address_household"), "notice_address", ["household"], unique=False)
    op.create_index(op.f("ix_notice_address_session"), "notice_address", ["session"], unique=False)
    op.create_index(
        "uq_notice_address_push",
        "notice_address",
        ["target"],
        unique=True,
        sqlite_where=sa.text("channel = 'push'"),
        postgresql_where=sa.text("channel = 'push'"),
    )
    op.create_table(
        "notice_choice",
        sa.Column("household", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "ordinary",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default="1",
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "obituaries",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default="1",
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "reminders",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default="1",
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "digest",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default="0",
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "quiet_from",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default="21",
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "quiet_until",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default="7",
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "rest_until",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["household"], ["household.id"], name=op.f("fk_notice_choice_household"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("household", name=op.f("pk_notice_choice")),
        sqlite_autoincrement=False,
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "notification",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("journal", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("household", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("circular", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column(
            "urgent",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default="0",
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "digest",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default="0",
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "made", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column(
            "due", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column(
            "until", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["circular"], ["circular.id"], name=op.f("fk_notification_circular"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["household"], ["household.id"], name=op.f("fk_notification_household"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["journal"], ["journal.id"], name=op.f("fk_notification_journal"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_notification_circular"), "notification", ["circular"], unique=False)
    op.create_index(op.f("ix_notification_household"), "notification", ["household"], unique=False)
    op.create_index("uq_notification_household", "notification", ["journal", "household"], unique=True)
    op.create_table(
        "reminder",
        sa.Column("circular", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "edition",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["circular"], ["circular.id"], name=op.f("fk_reminder_circular"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("circular", "edition", name=op.f("pk_reminder")),
        sqlite_autoincrement=False,
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("notification", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("journal", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("address", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.Text(), server_default="waiting", nullable=False),
        sa.Column(
            "tries",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default="0",
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "next_try",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "claim", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=True
        ),
        sa.Column(
            "until", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column(
            "code", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=True
        ),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "short",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default="0",
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "settled",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["address"], ["notice_address.id"], name=op.f("fk_delivery_address"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["journal"], ["journal.id"], name=op.f("fk_delivery_journal"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["notification"], ["notification.id"], name=op.f("fk_delivery_notification"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_delivery_address"), "delivery", ["address"], unique=False)
    op.create_index(
        "ix_delivery_claim",
        "delivery",
        ["claim"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "ix_delivery_due",
        "delivery",
        ["next_try"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index("uq_delivery_journal", "delivery", ["journal", "address"], unique=True)
    op.create_index("uq_delivery_notification", "delivery", ["notification", "address"], unique=True)
    # What went round before is not told any more.
    op.execute(
        "INSERT INTO setting (name, value) SELECT 'notices_seen', CAST(MAX(id) AS TEXT) FROM journal HAVING MAX(id) > 0"
    )
