"""Who saved a draft last"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "circular",
        sa.Column(
            "changed_by",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.ForeignKey("person.id", name=op.f("fk_circular_changed_by"), ondelete="SET NULL"),
            nullable=True,
        ),
        # SQLite adds no constraint afterwards; PostgreSQL names it only then.
        inline_references=op.get_bind().dialect.name == "sqlite",
    )
