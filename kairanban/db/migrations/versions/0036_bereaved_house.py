"""An obituary does not go to the house in mourning"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "circular",
        sa.Column(
            "bereaved",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.ForeignKey("household.id", name=op.f("fk_circular_bereaved"), ondelete="SET NULL"),
            nullable=True,
        ),
        # SQLite adds no constraint afterwards; PostgreSQL names it only then.
        inline_references=op.get_bind().dialect.name == "sqlite",
    )
