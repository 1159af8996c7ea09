"""A column that is filled from what is there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from alembic.script import ScriptDirectory

from api.fault_injection import reached
from tests.crash.tomorrow import REAL

revision = "9001"
down_revision = ScriptDirectory(str(REAL)).get_current_head()
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, die perhaps, fill it."""
    op.add_column("incident", sa.Column("note", sa.Text()))
    reached("in_migration")
    op.execute("UPDATE incident SET note = number || ' ' || title")


def downgrade() -> None:
    """Drop it."""
    op.drop_column("incident", "note")
