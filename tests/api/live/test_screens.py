"""Which screens are alive and what they show, as the node remembers it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from api.live.screens import MOST_GONE, Screens, Shows

START = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


def shows(incidents: int) -> Shows:
    return {
        "kind": "all",
        "incidents": incidents,
        "page": 1,
        "pages": 1,
        "map": False,
        "width": 1920,
        "height": 1080,
    }


def at(seconds: int) -> datetime:
    return START + timedelta(seconds=seconds)


def test_a_screen_is_known_by_its_last_report_and_since_when_it_is_there() -> None:
    screens = Screens()
    screens.report("socket", "s1", "hall", shows(3), at(0))
    screens.report("socket", "s1", "hall", shows(4), at(10))
    [one] = screens.listed()
    assert one["connected"] and one["account"] == "hall" and one["session"] == "s1"
    assert one["shows"]["incidents"] == 4
    assert (one["since"], one["last_alive_at"]) == ("2026-11-23T06:00:00Z", "2026-11-23T06:00:10Z")


def test_a_screen_that_left_is_remembered_until_it_is_back() -> None:
    screens = Screens()
    screens.report("socket", "s1", "hall", shows(3), at(0))
    screens.leave("socket", at(20))
    [gone] = screens.listed()
    assert not gone["connected"] and gone["last_alive_at"] == "2026-11-23T06:00:20Z"
    screens.report("another socket", "s1", "hall", shows(5), at(30))
    assert [one["connected"] for one in screens.listed()] == [True]


def test_two_screens_of_one_token_are_two() -> None:
    screens = Screens()
    screens.report("left", "s1", "hall", shows(3), at(0))
    screens.report("right", "s1", "hall", shows(3), at(1))
    assert [one["last_alive_at"] for one in screens.listed()] == [
        "2026-11-23T06:00:01Z",
        "2026-11-23T06:00:00Z",
    ]


def test_a_client_that_never_reported_is_no_screen_and_memory_is_bounded() -> None:
    screens = Screens()
    screens.leave("page", at(0))
    assert screens.listed() == []
    for number in range(MOST_GONE + 50):
        screens.report(number, f"s{number}", "hall", shows(0), at(number))
        screens.leave(number, at(number))
    listed = screens.listed()
    assert len(listed) == MOST_GONE
    assert listed[0]["session"] == f"s{MOST_GONE + 49}"
