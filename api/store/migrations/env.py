"""What Alembic runs for each upgrade or downgrade: use the connection that is given.

Called in-process by `api.store.schema` only; there is no alembic.ini and no address here.
"""

from __future__ import annotations

from alembic import context

from api.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    # SQLite changes a column by copying the table.
    render_as_batch=True,
)
context.run_migrations()
