"""Emergency looks: the note on paper for a household without a device. Visits: entries that arrived after the end"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "emergency_look",
        sa.Column(
            "handed",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=True,
        ),
    )
    op.add_column(
        "visit",
        sa.Column(
            "late",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default="0",
            autoincrement=False,
            nullable=False,
        ),
    )
