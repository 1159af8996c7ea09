"""Calls that are owed, the messages due for them, and the secrets of answer links."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")


def upgrade() -> None:
    """Add the tables; nobody was called before."""
    op.create_table(
        "calls",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("incident", sa.String(), nullable=True),
        sa.Column("exercise", sa.Boolean(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("answer_by", INSTANT, nullable=False),
        sa.Column("exhausts_at", INSTANT, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("entries", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="calls_pkey"),
    )
    op.create_index("calls_state", "calls", ["state", "exhausts_at"])
    op.create_index("calls_incident", "calls", ["incident"])
    op.create_index("calls_started", "calls", ["started_at", "id"])
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("call", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("exercise", sa.Boolean(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("contact", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("next_at", INSTANT, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("settled", sa.Integer(), nullable=False),
        sa.Column("claimed_by", sa.String(), nullable=True),
        sa.Column("claimed_until", INSTANT, nullable=True),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("message", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="outbox_pkey"),
        sa.ForeignKeyConstraint(["call"], ["calls.id"], name="outbox_call_fkey"),
    )
    op.create_index("outbox_next", "outbox", ["state", "next_at"])
    op.create_index("outbox_call", "outbox", ["call"])
    op.create_index("outbox_person", "outbox", ["contact", "channel", "sent_at"])
    op.create_table(
        "answer_token",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=True),
        sa.Column("calls", sa.Text(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="answer_token_pkey"),
    )
    op.create_index("answer_token_message", "answer_token", ["message", "made_at"])


def downgrade() -> None:
    """Drop the tables; the entries about calls stay in the journals."""
    op.drop_table("answer_token")
    op.drop_table("outbox")
    op.drop_table("calls")
