"""Decisions about roster files"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roster_memory",
        sa.Column("association", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("choices", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "made", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["association"], ["place.id"], name=op.f("fk_roster_memory_association"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("association", name=op.f("pk_roster_memory")),
        sqlite_autoincrement=False,
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
