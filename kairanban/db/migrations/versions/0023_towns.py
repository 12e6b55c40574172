"""Towns: the number of an association, offers to join"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "place_offer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("town", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("association", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "offered",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "answered",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=True,
        ),
        sa.Column(
            "accepted",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default="0",
            autoincrement=False,
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["association"], ["place.id"], name=op.f("fk_place_offer_association"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["town"], ["place.id"], name=op.f("fk_place_offer_town"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_offer")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_place_offer_association"), "place_offer", ["association"], unique=False)
    op.create_index(op.f("ix_place_offer_town"), "place_offer", ["town"], unique=False)
    op.add_column("place", sa.Column("code", sa.Text(), server_default="", nullable=False))
