"""The roster: shifts, to whom gaps fall, swaps, and addresses for calendar programs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")


def upgrade() -> None:
    """Add the tables; nobody is on a roster before."""
    op.create_table(
        "roster_shift",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("leader", sa.Text(), nullable=False),
        sa.Column("duty_officers", sa.Text(), nullable=False),
        sa.Column("standby", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="roster_shift_pkey"),
    )
    op.create_index("roster_shift_ends", "roster_shift", ["ends_at"])
    op.create_table(
        "roster_default",
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("members", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("post", name="roster_default_pkey"),
    )
    op.create_table(
        "roster_swap",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("shift", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("giver", sa.Text(), nullable=False),
        sa.Column("taker", sa.Text(), nullable=False),
        sa.Column("back", sa.String(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="roster_swap_pkey"),
    )
    op.create_table(
        "roster_feed",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False, unique=True),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="roster_feed_pkey"),
    )


def downgrade() -> None:
    """Drop the tables; entries about the roster stay in the server journal."""
    for table in ("roster_feed", "roster_swap", "roster_default", "roster_shift"):
        op.drop_table(table)
