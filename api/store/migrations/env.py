"""What Alembic runs for each upgrade or downgrade: use the connection that is given.

Called in-process by `api.store.database.schema_steps` only. There is no alembic.ini.
"""

from __future__ import annotations

from typing import Any

from alembic import context

from api.fault_injection import reached
from api.store.database.tables import METADATA


def _step_done(*_: Any, **__: Any) -> None:
    reached("in_migration")


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    # SQLite changes a column by copying the table.
    render_as_batch=True,
    on_version_apply=_step_done,
)
context.run_migrations()
