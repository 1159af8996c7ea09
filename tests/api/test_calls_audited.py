"""The auditor computes a server's calls again: from journal, rules, roster and address book."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from api.runtime.calling.calling_book import ServerBook
from api.runtime.roster.roster_times import duty_at
from api.store.calling.call_rows import CALL, call_of
from api.store.facade import Store
from engine.instants import to_text
from engine.ledger_audit.calls import CallAudit, CallDifference, audit_calls, compare_rows
from tests.api.calling.channels.listener import listening
from tests.api.test_calls_served import settings_of
from tests.api.town import DATABASE, Town, eventually, found_town

PEOPLE = {"zhao": ("带班领导", "赵红"), "qian": ("值班员", "钱力"), "sun": ("备班人员", "孙平")}


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[str]]]:
    """A database after some calls: one answered, one waiting, one given up with its incident."""
    folder = tmp_path_factory.mktemp("calls-audited")
    with listening() as listener:
        town = found_town(folder, env=settings_of(folder, listener), names=("duty",))
        try:
            _staff(town)
            incidents = [town.open(title=f"第 {number} 起") for number in range(3)]
            calls = [eventually(partial(_calls, town, one))[0] for one in incidents]
            answer = {"means": "phone", "note": "马上到"}
            path = f"/api/calls/{calls[0]['id']}/answer"
            assert town.post(path, answer).status_code == 200
            assert town.command(incidents[2], "void_incident", reason="误报").status_code == 200
            eventually(lambda: [one for one in _calls(town, incidents[1]) if one["tried"]])
        finally:
            town.server.stop()
    yield folder, [one["id"] for one in incidents]


def _staff(town: Town) -> None:
    """Three people, and a roster that has them on duty around now."""
    now = datetime.now(UTC)
    with town.client("duty") as client:
        for id_, (post, person) in PEOPLE.items():
            number = {"kind": "mobile", "address": "13835700009"}
            contact = {"unit": "市政府", "post": post, "person": person, "channels": [number]}
            assert client.put(f"/api/contacts/{id_}", json=contact).status_code == 200
        shift = {
            "starts_at": to_text(now - timedelta(hours=2)),
            "ends_at": to_text(now + timedelta(hours=10)),
            "leader": ["qian"],
            "duty_officers": ["zhao"],
            "standby": ["sun"],
        }
        saved = client.put("/api/roster/tonight", json=shift, headers={"If-Match": '"0"'})
        assert saved.status_code in (200, 201), saved.text


def _calls(town: Town, incident: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = town.get(
        "/api/calls", params={"incident": incident["id"]}
    ).json()["calls"]
    return found


def audited(
    folder: Path, incident: str, file: str = DATABASE
) -> tuple[CallAudit, list[CallDifference]]:
    """What the journal proves of an incident's calls, and what of the rows it does not."""
    with Store.open(f"sqlite:///{folder / file}", folder / "plans") as store:
        book = ServerBook(
            store.calling_rules,
            True,
            store.contacts.by_id,
            partial(duty_at, store.roster, store.contacts),
        )
        with store.reading() as reader:
            known, events = reader.incident(incident), reader.events(incident)
        assert known is not None
        plan = store.plans.pinned(known.plan, known.plan_digest)
        audit = audit_calls(plan, events, lambda _: book)
        with store.database.reading() as connection:
            rows = connection.execute(select(CALL).where(CALL.c.incident == incident)).all()
        return audit, compare_rows(audit, [call_of(row).call for row in rows])


def test_the_rows_are_what_journal_rules_and_roster_prove(night: tuple[Path, list[str]]) -> None:
    folder, incidents = night
    states = []
    for incident in incidents:
        audit, differences = audited(folder, incident)
        assert audit.differences == ()
        assert differences == []
        states += [one.state for one in audit.calls.values()]
    assert sorted(states)[0] == "answered" and "cancelled" in states


def test_a_row_that_was_removed_by_hand_is_missed(
    night: tuple[Path, list[str]],
) -> None:
    folder, incidents = night
    (folder / "edited.db").write_bytes((folder / DATABASE).read_bytes())
    with closing(sqlite3.connect(folder / "edited.db")) as connection, connection:
        connection.execute("DELETE FROM outbox")
        connection.execute("DELETE FROM calls WHERE incident = ?", incidents[2:3])
    _, gone = audited(folder, incidents[2], "edited.db")
    assert [one.kind for one in gone] == ["row_missing"]
