"""The shift log over HTTP: written, filtered, found by search, struck; and who may."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.api.town import ADMIN, Town, ago, found_town, refused


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    names = ("duty", "viewer", "auditor", "reporter", "admin")
    town = found_town(tmp_path_factory.mktemp("shift-log"), names=names)
    yield town
    town.server.stop()


def write(town: Town, text: str, name: str = "duty", **body: Any) -> dict[str, Any]:
    answer = town.post("/api/shift-log", {"text": text, **body}, name)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def page(town: Town, name: str = "duty", **params: Any) -> dict[str, Any]:
    answer = town.get("/api/shift-log", name, params=params)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def texts(town: Town, **params: Any) -> list[str]:
    return [one["text"] for one in page(town, **params)["entries"]]


def test_entries_are_written_filtered_paged_and_struck(town: Town) -> None:
    called = write(town, "省厅来电，询问降雨", kind="call", happened_at=ago(minutes=5))
    assert called["happened_at"] < called["written_at"]
    weather = write(town, "暴雨橙色预警", ADMIN, kind="weather")
    assert (weather["account"], weather["kind"], weather["struck"]) == (ADMIN, "weather", None)
    assert texts(town) == ["暴雨橙色预警", "省厅来电，询问降雨"]
    assert texts(town, kind="call") == texts(town, q="降雨") == texts(town, account="duty")
    first = page(town, limit=1)
    assert [one["seq"] for one in first["entries"]] == [first["next"]] == [weather["seq"]]
    assert [one["seq"] for one in page(town, before=first["next"])["entries"]] == [called["seq"]]
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    assert texts(town, since=tomorrow) == []

    path = f"/api/shift-log/{called['seq']}/strike"
    refused(town.post(path, {"reason": " "}), 422, "bad_value")
    struck = town.post(path, {"reason": "记到事件里了"}, ADMIN)
    assert struck.status_code == 200, struck.text
    assert (struck.json()["text"], struck.json()["struck"]["account"]) == (called["text"], ADMIN)
    refused(town.post(path, {"reason": "再划"}), 409, "log_entry_struck")
    refused(town.post("/api/shift-log/99999/strike", {"reason": "x"}), 404, "log_entry_not_found")
    refused(town.post("/api/shift-log", {"text": ""}), 422, "bad_value")
    late = {"text": "还没发生", "happened_at": tomorrow}
    assert "晚于现在" in refused(town.post("/api/shift-log", late), 422, "future_instant")["detail"]


def test_a_repeated_request_writes_one_entry(town: Town) -> None:
    key, body = {"Idempotency-Key": "log-1"}, {"text": "供电恢复", "kind": "equipment"}
    first = town.post("/api/shift-log", body, **key)
    assert first.status_code == 201, first.text
    again = town.post("/api/shift-log", body, **key)
    assert (again.status_code, again.json()) == (201, first.json())
    assert texts(town).count("供电恢复") == 1
    other = {**body, "text": "供电又断"}
    refused(town.post("/api/shift-log", other, **key), 422, "key_reused")
    # A key is one of its account, and without a key each request counts.
    assert town.post("/api/shift-log", body, ADMIN, **key).json() != first.json()


def test_search_finds_entries_for_those_who_read_the_log(town: Town) -> None:
    made = write(town, "换了备用电源")
    asked = {"q": "备用电源"}
    for name in ("duty", "auditor", ADMIN):
        found = town.get("/api/search", name, params=asked).json()
        assert [one["seq"] for one in found["shift_log"]] == [made["seq"]], name
    for name in ("viewer", "reporter"):
        assert town.get("/api/search", name, params=asked).json()["shift_log"] == []
    elsewhere = town.get("/api/search", params=asked | {"in": "journal"}).json()
    assert elsewhere["shift_log"] == []


def test_the_desk_writes_and_those_who_answer_for_it_read(town: Town) -> None:
    made = write(town, "查岗")
    for name in ("viewer", "reporter"):
        refused(town.get("/api/shift-log", name), 403, "handovers_not_yours")
    for name in ("auditor", "admin"):
        assert page(town, name)["entries"]
        refused(town.post("/api/shift-log", {"text": "x"}, name), 403, "handover_by_duty_officers")
    entry = town.get("/api/server-journal?about=duty&limit=1", ADMIN).json()["entries"][0]
    assert entry["entry"]["hash"] == made["hash"]
    assert entry["sentence"] == "值班日志（其他）：“查岗”。"
