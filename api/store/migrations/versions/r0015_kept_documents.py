"""The files of signed documents, each by its hash."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; nothing was signed before."""
    op.create_table(
        "kept_document",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("incident", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "incident", name="kept_document_pkey"),
    )


def downgrade() -> None:
    """Drop the table; the entries keep the hashes of what was signed."""
    op.drop_table("kept_document")
