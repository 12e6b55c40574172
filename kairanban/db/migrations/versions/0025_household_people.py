"""Children, empty houses, proposals of households, renewals of the roster"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roster_renewal",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("association", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "started",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("started_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "ended", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=True
        ),
        sa.ForeignKeyConstraint(
            ["association"], ["place.id"], name=op.f("fk_roster_renewal_association"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["started_by"], ["person.id"], name=op.f("fk_roster_renewal_started_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_renewal")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_roster_renewal_association"), "roster_renewal", ["association"], unique=False)
    op.create_index(
        "uq_roster_renewal_open",
        "roster_renewal",
        ["association"],
        unique=True,
        sqlite_where=sa.text("ended IS NULL"),
        postgresql_where=sa.text("ended IS NULL"),
    )
    op.create_table(
        "household_proposal",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("household", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("resident", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("was", sa.Text(), server_default="", nullable=False),
        sa.Column("becomes", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "child",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default="0",
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "made", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("made_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("press", sa.Text(), nullable=False),
        sa.Column(
            "settled",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=True,
        ),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("settled_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["household"], ["household.id"], name=op.f("fk_household_proposal_household"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["resident.id"], name=op.f("fk_household_proposal_made_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["resident"], ["resident.id"], name=op.f("fk_household_proposal_resident"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["person.id"], name=op.f("fk_household_proposal_settled_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_proposal")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(
        op.f("ix_household_proposal_household"), "household_proposal", ["household"], unique=False
    )
    op.create_index(
        "uq_household_proposal_press", "household_proposal", ["household", "press", "kind"], unique=True
    )
    op.create_table(
        "renewal_confirmation",
        sa.Column("renewal", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("household", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column(
            "made", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("resident", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("entered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["entered_by"],
            ["person.id"],
            name=op.f("fk_renewal_confirmation_entered_by"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["household"],
            ["household.id"],
            name=op.f("fk_renewal_confirmation_household"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["renewal"],
            ["roster_renewal.id"],
            name=op.f("fk_renewal_confirmation_renewal"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["resident"], ["resident.id"], name=op.f("fk_renewal_confirmation_resident"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("renewal", "household", name=op.f("pk_renewal_confirmation")),
        sqlite_autoincrement=False,
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_renewal_confirmation_household"), "renewal_confirmation", ["household"], unique=False
    )
    op.add_column(
        "household",
        sa.Column(
            "empty_house",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=True,
        ),
    )
    op.add_column(
        "resident",
        sa.Column(
            "child",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default="0",
            autoincrement=False,
            nullable=False,
        ),
    )
