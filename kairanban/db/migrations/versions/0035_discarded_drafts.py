"""Drafts that were thrown away stay for a month"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("circular", sa.Column("discarded", whole, nullable=True))
    op.create_index(
        "ix_circular_discarded",
        "circular",
        ["discarded"],
        unique=False,
        sqlite_where=sa.text("discarded IS NOT NULL"),
        postgresql_where=sa.text("discarded IS NOT NULL"),
    )
