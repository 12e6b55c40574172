"""Circulars of groups: the group in whose name a circular is written"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "circular",
        sa.Column(
            "place",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.ForeignKey("place.id", name=op.f("fk_circular_place"), ondelete="SET NULL"),
            nullable=True,
        ),
        # SQLite adds no constraint afterwards; PostgreSQL names it only then.
        inline_references=op.get_bind().dialect.name == "sqlite",
    )
    op.create_index(
        "ix_circular_place",
        "circular",
        ["place"],
        unique=False,
        sqlite_where=sa.text("place IS NOT NULL"),
        postgresql_where=sa.text("place IS NOT NULL"),
    )
