"""Figures that are looked up for each page of `/metrics`: incidents, reports, head, backup."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from api.store.backup.backup_folder import name_of, note_rehearsal
from tests.api.http.routes.test_figures import figure
from tests.api.town import eventually, found_town

NAMES = (
    "zhiban_incidents_open",
    "zhiban_reports_owed",
    "zhiban_reports_overdue",
    "zhiban_calls_unanswered",
)
LATE = """UPDATE report_slot SET state = 'overdue' WHERE id =
          (SELECT min(id) FROM report_slot WHERE state = 'owed' AND incident = ?)"""
ORDER = {"on_behalf_of": "office_director", "by_means": "phone"}


def test_what_is_open_owed_and_kept_is_shown(tmp_path: Path) -> None:
    backups, database = tmp_path / "backups", tmp_path / "zhiban.db"
    backups.mkdir()
    env = {"ZHIBAN_HEAD_FILE": "heads.jsonl", "ZHIBAN_BACKUP_FOLDER": str(backups)}
    town = found_town(tmp_path, env=env)
    try:
        before = {
            (name, played): figure(town, f'{name}{{exercise="{played}"}}')
            for name in NAMES
            for played in ("true", "false")
        }
        assert set(before.values()) == {0.0}
        assert figure(town, "zhiban_last_backup_timestamp_seconds") == 0
        played = town.open(exercise=True, facts={"deaths": 1})
        assert town.command(played, "activate_response", level="IV", **ORDER).is_success
        town.open()
        assert figure(town, 'zhiban_incidents_open{exercise="true"}') == 1
        assert figure(town, 'zhiban_incidents_open{exercise="false"}') == 1
        owed = figure(town, 'zhiban_reports_owed{exercise="true"}')
        assert owed > 1
        # As the clock does at the end of a day.
        with closing(sqlite3.connect(database)) as connection, connection:
            connection.execute(LATE, (played["id"],))
        assert figure(town, 'zhiban_reports_owed{exercise="true"}') == owed - 1
        assert figure(town, 'zhiban_reports_overdue{exercise="true"}') == 1
        assert figure(town, 'zhiban_reports_overdue{exercise="false"}') == 0
        made = datetime(2026, 11, 23, 3, 0, 7, tzinfo=UTC)
        (backups / name_of(made)).touch()
        assert figure(town, "zhiban_last_backup_timestamp_seconds") == made.timestamp()
        assert figure(town, "zhiban_last_rehearsal_timestamp_seconds") == 0
        note_rehearsal(backups, "night.backup", made)
        assert figure(town, "zhiban_last_rehearsal_timestamp_seconds") == made.timestamp()
        eventually(lambda: figure(town, "zhiban_last_head_timestamp_seconds") > 0)
        # The page comes without them while the database is away.
        database.rename(tmp_path / "away")
        page = eventually(lambda: (now := town.get("/metrics", None)).text.count(" NaN") and now)
        assert page.status_code == 200
        assert 'zhiban_incidents_open{exercise="false"} NaN' in page.text
        (tmp_path / "away").rename(database)
        eventually(lambda: figure(town, 'zhiban_incidents_open{exercise="false"}') == 1)
    finally:
        assert town.server.stop() == 0
