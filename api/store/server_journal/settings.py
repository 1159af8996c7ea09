"""Settings that differ from those of the last start, as entries of the server journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, select

from api.server_journal.changed_by import by_program
from api.server_journal.events import Change
from api.server_journal.server_data import Setting, SettingsChanged
from api.store.server_journal.journal import SERVER_EVENT, entry_of, record


def note_settings(
    connection: Connection, now: Mapping[str, str], defaults: Mapping[str, str], at: datetime
) -> None:
    """Tell what is different from the last start, or from the defaults at the first."""
    known = dict(defaults)
    wanted = select(SERVER_EVENT).where(SERVER_EVENT.c.type == "settings_changed")
    for row in connection.execute(wanted.order_by(SERVER_EVENT.c.seq)):
        changes = entry_of(row)["data"]["changes"]
        known |= {one["setting"]: one["after"] for one in changes}
    different: list[Setting] = [
        {"setting": name, "before": known.get(name), "after": value}
        for name, value in now.items()
        if known.get(name) != value
    ]
    if different:
        told: SettingsChanged = {"changes": different}
        record(connection, by_program(at), Change("settings_changed", told))
