"""Gentle reading"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_reading",
        sa.Column("association", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("written", sa.Text(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["association"], ["place.id"], name=op.f("fk_own_reading_association"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("association", "written", name=op.f("pk_own_reading")),
        sqlite_autoincrement=False,
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.add_column(
        "circular",
        sa.Column(
            "yearly",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default="0",
            autoincrement=False,
            nullable=False,
        ),
    )

    op.add_column("edition", sa.Column("reviewed_by", sa.Text(), server_default="", nullable=False))
    op.add_column(
        "edition",
        sa.Column(
            "reviewed",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=True,
        ),
    )
    op.add_column("edition", sa.Column("furigana", sa.Text(), nullable=True))
    op.create_index(
        "ix_edition_furigana",
        "edition",
        ["circular"],
        unique=False,
        sqlite_where=sa.text("furigana IS NULL"),
        postgresql_where=sa.text("furigana IS NULL"),
    )

    op.add_column("person", sa.Column("needs", sa.Text(), server_default="", nullable=False))
    op.drop_column("person", "language")
    op.drop_column("person", "text_size")
