"""Emergency looks: a second person, an early end, a review"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in ("opens", "asked"):
        op.add_column(
            "emergency_look",
            sa.Column(
                column,
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                server_default="0",
                autoincrement=False,
                nullable=False,
            ),
        )
    for column in ("refused", "closed", "reviewed"):
        op.add_column(
            "emergency_look",
            sa.Column(
                column,
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                autoincrement=False,
                nullable=True,
            ),
        )
    op.add_column("emergency_look", sa.Column("outcome", sa.Text(), server_default="", nullable=False))
    for column in ("agreed_by", "reviewed_by"):
        op.add_column(
            "emergency_look",
            sa.Column(
                column,
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                sa.ForeignKey("person.id", name=op.f(f"fk_emergency_look_{column}"), ondelete="SET NULL"),
                nullable=True,
            ),
            # SQLite adds no constraint afterwards; PostgreSQL names it only then.
            inline_references=op.get_bind().dialect.name == "sqlite",
        )
