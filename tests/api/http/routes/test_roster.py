"""The roster over HTTP: kept, read, swapped, taken over from a sheet, followed by a calendar."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from icalendar import Calendar
from openpyxl import Workbook

from tests.api.town import ADMIN, Town, found_town, refused

HOUR = timedelta(hours=1)
NOW = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
PEOPLE = {
    "zhang": ("张三", "duty", "13835700001"),
    "li": ("李四", "commander", "13835700002"),
    "boss": ("王建国", None, "13835700003"),
}


NOTE = "设备故障找13900000001"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    names = ("duty", "viewer", "commander", "reporter")
    town = found_town(tmp_path_factory.mktemp("roster"), names=names)
    with town.client("duty") as client:
        for id_, (name, account, mobile) in PEOPLE.items():
            body = {
                "unit": "市应急局",
                "post": "值班室",
                "person": name,
                "rank": len(id_),
                "channels": [{"kind": "mobile", "address": mobile}],
                **({"account": account} if account else {}),
            }
            assert client.put(f"/api/contacts/{id_}", json=body).status_code == 200
        desk = {"unit": "市应急局", "post": "值守电话"}
        number = {"channels": [{"kind": "landline", "address": "0357-2091110"}]}
        assert client.put("/api/contacts/desk", json=desk | number).status_code == 200
    yield town
    town.server.stop()


@pytest.fixture
def empty(town: Town) -> Iterator[Town]:
    """The town with an empty roster; what a test puts there is gone after it."""
    yield town
    with town.client("duty") as client:
        for one in roster(town)["shifts"]:
            assert client.delete(f"/api/roster/{one['id']}").status_code == 204
        nobody: dict[str, list[str]] = {"leader": [], "duty_officers": [], "standby": []}
        assert client.put("/api/roster/defaults", json=nobody).status_code == 200


def shift(begin: float, end: float, **held: Any) -> dict[str, Any]:
    starts, ends = NOW + begin * HOUR, NOW + end * HOUR
    return {"starts_at": starts.isoformat(), "ends_at": ends.isoformat(), **held}


def put(town: Town, id_: str, body: Any, name: str = "duty", **headers: str) -> httpx.Response:
    with town.client(name) as client:
        return client.put(f"/api/roster/{id_}", json=body, headers=headers)


def kept(town: Town, id_: str, begin: float, end: float, **held: Any) -> dict[str, Any]:
    answer = put(town, id_, shift(begin, end, **held))
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def roster(town: Town, name: str = "duty", begin: float = -48, end: float = 240) -> dict[str, Any]:
    span = {"from": (NOW + begin * HOUR).isoformat(), "to": (NOW + end * HOUR).isoformat()}
    answer = town.get("/api/roster", name, params=span)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def now(town: Town, name: str = "duty") -> dict[str, Any]:
    answer = town.get("/api/roster/now", name)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def test_who_is_on_duty_now_with_numbers_and_without(empty: Town) -> None:
    town = empty
    assert now(town)["kept"] is False
    assert now(town)["gaps"] == []
    kept(town, "a", -4, 4, leader=["boss"], duty_officers=["zhang"], name="白班", note=NOTE)
    kept(town, "b", 4, 28, leader=["boss"], duty_officers=["li"], standby=["zhang"])
    held = now(town)
    assert held["leader"]["name"] == "王建国"
    assert held["leaders"] == [held["leader"]]
    (officer,) = held["duty_officers"]
    assert officer["channels"][0]["tel"] == "tel:13835700001"
    assert datetime.fromisoformat(held["until"]) == NOW + 4 * HOUR
    assert (held["shift"], held["you"], held["gaps"]) == ("白班", "on", [])
    assert held["next"]["id"] == "b"
    assert held["yours"]["mine"] == ["duty_officers"]
    seen = now(town, "viewer")
    assert seen["duty_officers"][0]["masked"]
    assert "13835700001" not in str(seen)
    assert NOTE in str(roster(town)) and "找***" in str(roster(town, "viewer"))
    assert "13900000001" not in str(roster(town, "viewer"))
    assert (seen["you"], now(town, "commander")["you"]) == ("unknown", "off")
    assert now(town, "commander")["yours"]["id"] == "b"


def test_a_gap_within_the_next_day_is_an_alarm_and_falls_to_the_default(empty: Town) -> None:
    town = empty
    kept(town, "a", -10, -1, leader=["boss"], duty_officers=["zhang"])
    kept(town, "b", 3, 48, leader=["boss"], duty_officers=["li"])
    fallen = put(town, "defaults", {"duty_officers": ["desk"], "reason": "夜里接值班电话"})
    assert fallen.json()["defaults"]["duty_officers"][0]["name"] == "市应急局值守电话"
    held = now(town)
    assert [one["post"] for one in held["gaps"]] == ["leader", "duty_officers"]
    assert held["duty_officers"][0]["contact"] == "desk"
    assert (held["by_default"], held["leader"]) == (["duty_officers"], None)
    page = roster(town)
    assert len(page["gaps"]) == 6
    assert page["defaults"]["leader"] == []
    refused(put(town, "defaults", {"leader": ["nosuch"]}), 422, "bad_value")


def test_somebody_removed_from_the_address_book_leaves_a_gap(empty: Town) -> None:
    town = empty
    gone = {"unit": "市应急局", "post": "科员", "person": "赵六"}
    with town.client("duty") as client:
        assert client.put("/api/contacts/gone", json=gone).status_code == 200
        kept(town, "a", -4, 48, leader=["boss"], duty_officers=["gone"])
        assert [one["sentence"] for one in roster(town)["findings"]] == ["赵六没有能打通的电话。"]
        assert client.delete("/api/contacts/gone").status_code == 204
    assert [one["post"] for one in now(town)["gaps"]] == ["duty_officers"]
    page = roster(town)
    assert page["shifts"][0]["duty_officers"] == [
        {"contact": "gone", "name": "赵六", "known": False}
    ]
    assert "已不在通讯录里" in page["findings"][0]["sentence"]


def test_changes_are_journalled_and_nobody_undoes_anothers(empty: Town) -> None:
    town = empty
    first = kept(town, "a", 30, 40, leader=["boss"])
    kept(town, "a", 30, 40, leader=["boss"], duty_officers=["zhang"], reason="补人")
    stale = put(town, "a", shift(30, 41, leader=["boss"]), **{"If-Match": f'"{first["version"]}"'})
    refused(stale, 412, "shift_changed")
    told = town.get("/api/server-journal?limit=1", ADMIN).json()["entries"][0]
    assert told["sentence"].startswith("值班表：改了（值班员） ")
    assert "带班 王建国；值班 张三；备班 无" in told["sentence"]
    assert told["entry"]["reason"] == "补人"
    refused(put(town, "x", shift(1, 2, leader=["boss"]), "commander"), 403, "roster_not_yours")
    refused(put(town, "x", shift(1, 2, leader=["nosuch"])), 422, "bad_value")
    refused(put(town, "x", shift(1, 2)), 422, "bad_value")
    refused(put(town, "x", shift(2, 2, leader=["boss"])), 422, "bad_value")
    refused(put(town, "x", shift(0, 24 * 32, leader=["boss"])), 422, "bad_value")
    refused(put(town, "x", shift(1, 2, leader=["boss"], cook=[])), 422, "unknown_field")
    with town.client("duty") as client:
        refused(client.delete("/api/roster/nosuch"), 404, "shift_not_found")
    wrong = {"from": NOW.isoformat(), "to": (NOW - HOUR).isoformat()}
    refused(town.get("/api/roster", params=wrong), 422, "bad_value")
    far = {"from": "2199-01-04T00:00:00+08:00", "to": "2199-01-07T00:00:00+08:00"}
    days = town.get("/api/roster", params=far).json()["days"]
    assert [(one["kind"], one["known"]) for one in days] == [
        ("workday", False),
        ("weekend", False),
        ("weekend", False),
    ]
    usual = town.get("/api/roster", "reporter").json()
    assert len(usual["days"]) == 31
    assert usual["shifts"][0]["id"] == "a"


def test_two_swap_when_both_have_said_yes(empty: Town) -> None:
    town = empty
    kept(town, "mon", 30, 40, leader=["boss"], duty_officers=["zhang"])
    kept(town, "tue", 54, 64, leader=["boss"], duty_officers=["li"])
    wish = {"shift": "mon", "post": "duty_officers", "taker": "li", "back": "tue", "note": "看病"}
    refused(town.post("/api/roster/swaps", wish, "commander"), 403, "swap_not_your_shift")
    refused(town.post("/api/roster/swaps", wish | {"taker": "boss"}), 409, "swap_no_account")
    refused(town.post("/api/roster/swaps", wish | {"back": "mon"}), 409, "swap_outdated")
    refused(town.post("/api/roster/swaps", wish | {"shift": "x"}), 404, "shift_not_found")
    refused(town.post("/api/roster/swaps", wish | {"taker": "x"}), 422, "bad_value")
    asked = town.post("/api/roster/swaps", wish)
    assert asked.status_code == 201, asked.text
    swap = asked.json()
    path = f"/api/roster/swaps/{swap['id']}"
    assert (swap["state"], swap["may"]) == ("asked", ["withdrawn"])
    assert roster(town)["shifts"][0]["duty_officers"][0]["contact"] == "zhang"
    (waiting,) = roster(town, "commander")["swaps"]
    assert waiting["may"] == ["consented", "refused"]
    refused(town.post(f"{path}/consent", {}), 403, "swap_not_yours")
    refused(town.post(f"{path}/withdraw", {}, "commander"), 403, "swap_not_yours")
    done = town.post(f"{path}/consent", {}, "commander")
    assert (done.status_code, done.json()["state"]) == (200, "consented")
    mon, tue = roster(town)["shifts"]
    assert [one["duty_officers"][0]["contact"] for one in (mon, tue)] == ["li", "zhang"]
    refused(town.post(f"{path}/refuse", {}, "commander"), 409, "swap_answered")
    refused(town.post("/api/roster/swaps/nosuch/refuse", {}), 404, "swap_not_found")
    again = town.post("/api/roster/swaps", wish | {"shift": "tue", "back": None}).json()
    ended = town.post(f"/api/roster/swaps/{again['id']}/withdraw", {})
    assert ended.json()["state"] == "withdrawn"
    told = town.get("/api/server-journal?limit=1", ADMIN).json()["entries"][0]
    assert told["sentence"] == "换班：张三请李四替值班员，已撤回。"


def sheet(*rows: tuple[object, ...]) -> str:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append([*row])
    out = io.BytesIO()
    book.save(out)
    return base64.b64encode(out.getvalue()).decode()


def test_a_sheet_is_looked_at_and_then_taken_over(empty: Town) -> None:
    town = empty
    head = ("日期", "时间", "带班领导", "值班员")
    day = (NOW + 72 * HOUR).date()
    first, second = day.isoformat(), (day + timedelta(days=1)).isoformat()
    wrong = sheet(head, (first, "08:00-20:00", "王建军", "张三"))
    looked = town.post("/api/roster/sheet", {"content": wrong, "take_over": True}).json()
    assert looked["taken_over"] is False
    (fault,) = looked["faults"]
    assert (fault["cell"], fault["severity"]) == ("C2", "error")
    assert "最接近的是：王建国" in fault["sentence"]
    good = sheet(
        head,
        (first, "08:00-20:00", "王建国", "张三"),
        (first, "20:00-次日07:00", "王建国", "李四"),
        (second, "08:00-20:00", "王建国", "张三"),
    )
    looked = town.post("/api/roster/sheet", {"content": good}).json()
    assert [one["change"] for one in looked["changes"]] == ["new"] * 3
    assert {one["severity"] for one in looked["faults"]} == {"warning"}
    assert roster(town)["shifts"] == []
    taken = town.post("/api/roster/sheet", {"content": good, "take_over": True}).json()
    assert taken["taken_over"]
    assert len(roster(town)["shifts"]) == 3
    fewer = sheet(
        head, (first, "08:00-20:00", "王建国", "李四"), (second, "08:00-20:00", "王建国", "张三")
    )
    looked = town.post("/api/roster/sheet", {"content": fewer, "replace": True}).json()
    assert [one["change"] for one in looked["changes"]] == ["changed", "removed"]
    assert looked["same"] == 1
    replaced = {"content": fewer, "replace": True, "take_over": True}
    assert town.post("/api/roster/sheet", replaced).json()["taken_over"]
    assert len(roster(town)["shifts"]) == 2
    for wrong in ("%%%%", "值班表！", "QUJ"):
        refused(town.post("/api/roster/sheet", {"content": wrong}), 422, "bad_value")
    refused(town.post("/api/roster/sheet", {"content": good}, "viewer"), 403, "roster_not_yours")


def test_a_calendar_reads_ones_own_shifts_until_the_address_is_void(empty: Town) -> None:
    town = empty
    kept(town, "mon", 30, 40, leader=["boss"], duty_officers=["zhang"], note=NOTE)
    kept(town, "tue", 54, 64, leader=["boss"], duty_officers=["li"])
    assert town.get("/api/roster/feed").json() == {"made_at": None, "path": None, "deadlines": None}
    made = town.post("/api/roster/feed", {})
    assert made.status_code == 201
    path = made.json()["path"]
    assert town.get("/api/roster/feed").json()["made_at"] == made.json()["made_at"]
    answer = town.get(path, None)
    assert answer.headers["content-type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(answer.text).walk("VEVENT")
    assert event["uid"] == "mon@zhiban"
    assert "找***" in event["description"]
    assert "13835700001" not in answer.text
    refused(town.get("/api/roster.ics?token=wrong", None), 404, "feed_not_found")
    with town.client("duty") as client:
        assert client.delete("/api/roster/feed").status_code == 204
    refused(town.get(path, None), 404, "feed_not_found")
