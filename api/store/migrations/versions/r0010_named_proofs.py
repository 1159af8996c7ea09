"""Entries name second factors, identities, and what a sign-in may do.

No table changes. The step keeps programs of before from writing entries that name nothing: what
they wrote could not be told from what was planted. What stands in an older database is said by a
link of the chain, made at the next start (`api.store.database.chain_links`).
"""

from __future__ import annotations

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing to change."""


def downgrade() -> None:
    """Nothing to change. Going up again adds another link about what stands then."""
