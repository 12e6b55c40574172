"""Whose a safety check is, and why it was ended"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "safety_check",
        sa.Column(
            "taken_in",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default="0",
            autoincrement=False,
            nullable=False,
        ),
    )
    op.add_column("safety_check", sa.Column("ended_why", sa.Text(), server_default="", nullable=False))
