"""Webhooks: subscriptions, how far each is, deliveries and their attempts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the tables; nobody was told of anything before."""
    op.create_table(
        "webhook",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("types", sa.Text(), nullable=False),
        sa.Column("exercises", sa.Boolean(), nullable=False),
        sa.Column("division", sa.String(), nullable=True),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="webhook_pkey"),
    )
    op.create_table(
        "webhook_place",
        sa.Column("webhook", sa.String(), nullable=False),
        sa.Column("cursor", BIG, nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("failing_since", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["webhook"], ["webhook.id"], name="webhook_place_webhook_fkey"),
        sa.PrimaryKeyConstraint("webhook", name="webhook_place_pkey"),
    )
    op.create_table(
        "webhook_delivery",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("webhook", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("incident", sa.String(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("next_at", INSTANT, nullable=False),
        sa.Column("claimed_by", sa.String(), nullable=True),
        sa.Column("claimed_until", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["webhook"], ["webhook.id"], name="webhook_delivery_webhook_fkey"),
        sa.PrimaryKeyConstraint("id", name="webhook_delivery_pkey"),
    )
    op.create_index("webhook_delivery_next", "webhook_delivery", ["state", "next_at"])
    op.create_index("webhook_delivery_made", "webhook_delivery", ["webhook", "made_at", "id"])
    op.create_table(
        "webhook_attempt",
        sa.Column("delivery", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery"], ["webhook_delivery.id"], name="webhook_attempt_delivery_fkey"
        ),
        sa.PrimaryKeyConstraint("delivery", "number", name="webhook_attempt_pkey"),
    )


def downgrade() -> None:
    """Drop the tables; the server journal keeps what was changed about subscriptions."""
    op.drop_table("webhook_attempt")
    op.drop_table("webhook_delivery")
    op.drop_table("webhook_place")
    op.drop_table("webhook")
