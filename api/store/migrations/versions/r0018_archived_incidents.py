"""What stands for incidents whose entries went into an archive."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the tables; nothing was archived before."""
    op.create_table(
        "archived_incident",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("plan_version", sa.String(), nullable=False),
        sa.Column("exercise", sa.Boolean(), nullable=False),
        sa.Column("voided", sa.Boolean(), nullable=False),
        sa.Column("division", sa.String(), nullable=False),
        sa.Column("occurred_at", INSTANT, nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("last_at", INSTANT, nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("archive", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.UniqueConstraint("number", name="archived_incident_number_key"),
    )
    op.create_table(
        "archived_entry",
        sa.Column("cursor", BIG, primary_key=True, autoincrement=False),
        sa.Column("incident", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["incident"], ["archived_incident.id"]),
        sa.UniqueConstraint("incident", "seq", name="archived_entry_incident_seq"),
    )


def downgrade() -> None:
    """Drop them. Bring archived incidents back first: without these rows the journal has gaps."""
    op.drop_table("archived_entry")
    op.drop_table("archived_incident")
