"""The clause catalogue of a plan, which may stand in a file beside the plan file."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the text of the `clauses.yaml`; plans kept before had none."""
    op.add_column("plan_text", sa.Column("clauses", sa.Text()))


def downgrade() -> None:
    """Drop the texts. Plans that have one can no longer be built again from the database."""
    op.drop_column("plan_text", "clauses")
