"""The server journal tells which settings differ from those of the last start."""

from __future__ import annotations

from api.settings import Settings
from api.store.database.connections import Database
from api.store.server_journal.journal import ServerJournal
from api.store.server_journal.settings import note_settings
from tests.api.store.desk import START

DEFAULTS = Settings.journalled_defaults()


def start(database: Database, **changed: str) -> list[object]:
    """What a start with these settings tells."""
    before = len(ServerJournal(database).page())
    now = DEFAULTS | changed
    database.write(lambda connection: note_settings(connection, now, DEFAULTS, START))
    entries = ServerJournal(database).page(after=before)
    return [one["data"]["changes"] for one in entries]


def test_only_what_differs_from_the_last_start_is_told(database: Database) -> None:
    assert start(database) == []
    off = {"ZHIBAN_TWO_ADMINS": "false"}
    change = {"setting": "ZHIBAN_TWO_ADMINS", "before": "true", "after": "false"}
    assert start(database, **off) == [[change]]
    assert start(database, **off) == []
    assert start(database) == [[{**change, "before": "false", "after": "true"}]]


def test_settings_are_named_as_in_the_environment() -> None:
    settings = Settings(_env_file=None, two_admins=False, allowed_origins=("https://a.example",))
    found = settings.journalled()
    assert found.keys() == DEFAULTS.keys()
    assert found["ZHIBAN_TWO_ADMINS"] == "false"
    assert found["ZHIBAN_ALLOWED_ORIGINS"] == '["https://a.example"]'
