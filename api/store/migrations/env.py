"""What Alembic runs for each upgrade or downgrade: use the connection that is given.

Called in-process by `api.store.schema` only; there is no alembic.ini and no address here.
"""

from __future__ import annotations

from typing import Any

from alembic import context

from api.faults import reached
from api.store.tables import METADATA


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
