"""Own page: names and last use of passkeys, kinds of device of sign-ins"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("session", sa.Column("kind", sa.Text(), server_default="", nullable=False))
    op.add_column("passkey", sa.Column("name", sa.Text(), server_default="", nullable=False))
    op.add_column(
        "passkey",
        sa.Column(
            "used",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=True,
        ),
    )
