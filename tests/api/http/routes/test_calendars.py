"""Deadlines by a calendar's address: what the account sees, and nothing else by it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from icalendar import Calendar

from tests.api.town import Town, found_town, refused


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    town = found_town(tmp_path_factory.mktemp("calendars"), names=("duty", "reporter"))
    yield town
    town.server.stop()


def addresses(town: Town, name: str = "duty") -> tuple[str, str]:
    made = town.post("/api/roster/feed", {}, name)
    assert made.status_code == 201, made.text
    return made.json()["path"], made.json()["deadlines"]


def summaries(town: Town, path: str) -> dict[str, str]:
    answer = town.get(path, None)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/calendar")
    events = Calendar.from_ical(answer.text).walk("VEVENT")
    return {str(one["uid"]): f"{one['status']} {one['summary']}" for one in events}


def test_what_is_owed_stands_in_the_calendar_until_it_is_done(town: Town) -> None:
    incident = town.open("coal_mine", title="冒顶 13835700001", facts={"deaths": 3})
    exercise = town.open("coal_mine", exercise=True)
    _, path = addresses(town)
    found = summaries(town, path)
    mine = {uid for uid in found if uid.startswith(incident["id"])}
    assert mine
    assert all("冒顶" in found[uid] for uid in mine)
    drills = [text for uid, text in found.items() if uid.startswith(exercise["id"])]
    assert drills and all("【演练】" in text for text in drills)
    town.command(incident, "void_incident", reason="误开")
    assert not [uid for uid in summaries(town, path) if uid.startswith(incident["id"])]


def test_a_reporter_sees_its_own(town: Town) -> None:
    _, path = addresses(town, "reporter")
    town.open("coal_mine", title="别处", division="141033", facts={"deaths": 3})
    assert "别处" not in str(summaries(town, path))


def test_the_address_of_the_shifts_opens_no_deadlines_and_an_ended_one_nothing(town: Town) -> None:
    shifts, deadlines = addresses(town)
    token = shifts.partition("=")[2]
    refused(town.get(f"/api/deadlines.ics?token={token}", None), 404, "feed_not_found")
    secret = deadlines.partition("=")[2]
    refused(town.get(f"/api/roster.ics?token={secret}", None), 404, "feed_not_found")
    with town.client(None, Authorization=f"Bearer {secret}") as client:
        refused(client.get("/api/incidents"), 401, "not_signed_in")
    assert town.get(shifts, None).status_code == 200
    assert secret not in town.server.log.read_text(errors="replace")
    with town.client("duty") as client:
        assert client.delete("/api/roster/feed").status_code == 204
    for path in (shifts, deadlines):
        refused(town.get(path, None), 404, "feed_not_found")
