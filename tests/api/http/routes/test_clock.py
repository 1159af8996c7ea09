"""A machine whose clock is set wrongly under a real server, and who may say it is right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.api.http.routes.test_figures import figure
from tests.api.moved_clock import TEN_YEARS_S, MovedClock, instant, moved_clock
from tests.api.town import Town, eventually, refused

ORDER = {"on_behalf_of": "office_director", "by_means": "phone"}
DAY_S = 86_400.0
MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MovedClock]:
    """One server for all tests here; each ends with a clock that is trusted."""
    names = ("duty", "viewer", "reporter")
    with moved_clock(tmp_path_factory.mktemp("clock"), *names) as found:
        yield found


@pytest.fixture(autouse=True)
def trusted_again(clock: MovedClock) -> Iterator[None]:
    yield
    if clock.state()["state"] != "trusted":
        assert says(clock).status_code == 200


def says(clock: MovedClock, name: str = "duty", **changes: Any) -> Any:
    """A person's word on the clock as it is at the moment."""
    seen = clock.state()
    body = {"node": seen["node"], "ahead_s": seen["ahead_s"], **changes}
    return clock.town.post("/api/clock/trust", body, name)


def responding(town: Town) -> dict[str, Any]:
    """An incident with reports that fall due for days."""
    incident = town.open("coal_mine", facts={"deaths": 1})
    assert town.command(incident, "activate_response", level="IV", **ORDER).is_success
    return incident


def made_by_time(town: Town, incident: dict[str, Any]) -> list[dict[str, Any]]:
    return [entry for entry in town.journal(incident) if entry["role"] == "system"]


def test_ten_years_forward_for_ten_seconds(clock: MovedClock) -> None:
    town = clock.town
    incident = responding(town)
    before = town.journal(incident)
    truth = instant(before[-1]["recorded_at"])
    with town.live() as live:
        live.subscribe("incidents")
        live.wait_for("snapshot")
        clock.tell(wall_s=TEN_YEARS_S)
        # Every screen hears of it, and hears the time that counts.
        heard = eventually(lambda: (one := live.next()).get("clock", {}).get("since") and one)
        assert heard["clock"]["state"] == "distrusted"
        assert heard["clock"]["ahead_s"] == pytest.approx(TEN_YEARS_S, abs=2)
        assert instant(heard["server_time"]) - truth < MINUTE
    clock.pass_by(seconds=10)
    said = town.get("/api/health/ready", None)
    assert (said.status_code, said.json()["degraded"]) == (200, True)
    assert said.json()["clock"]["state"] == "distrusted"
    assert figure(town, "zhiban_clock_trusted") == 0
    assert figure(town, "zhiban_clock_ahead_seconds") == pytest.approx(TEN_YEARS_S, abs=2)
    # Who was signed in stays so, and commands are stamped right.
    answer = town.command(incident, "add_log_entry", text="时钟报警期间")
    assert answer.status_code == 200
    (entry,) = answer.json()["events"]
    assert 10 <= (instant(entry["recorded_at"]) - truth).total_seconds() < 60
    clock.tell(wall_s=0.0)
    eventually(lambda: clock.state()["ahead_s"] == 0)
    assert clock.state()["state"] == "distrusted"
    # Steady is not enough, and synchronised alone is not either.
    clock.pass_by(minutes=3)
    eventually(lambda: figure(town, "zhiban_due_lag_seconds") == 0)
    assert clock.state()["state"] == "distrusted"
    clock.tell(synchronised=True)
    clock.becomes("trusted")
    clock.tell(synchronised=False)
    assert figure(town, "zhiban_clock_trusted") == 1
    made = [one for one in made_by_time(town, incident) if one not in before]
    assert all(instant(one["occurred_at"]) - truth < 5 * MINUTE for one in made)
    assert len(town.journal(incident)) == len(before) + 1 + len(made)
    assert all(instant(one["recorded_at"]) - truth < 5 * MINUTE for one in town.journal(incident))


def test_an_hour_back_stops_nothing_that_is_due(clock: MovedClock) -> None:
    town = clock.town
    incident = responding(town)
    slot = next(one for one in town.view(incident)["next_slots"])
    known = {one["seq"] for one in made_by_time(town, incident)}
    clock.tell(wall_s=-3600.0)
    clock.becomes("distrusted")
    clock.pass_by(days=1)

    def reminders() -> list[dict[str, Any]]:
        return [one for one in made_by_time(town, incident) if one["seq"] not in known]

    made = eventually(reminders)
    assert slot["id"] in {one["data"].get("slot") for one in made}
    assert [one["recorded_at"] for one in made] == sorted(one["recorded_at"] for one in made)


def test_three_hours_forward_go_on_with_an_alarm_and_a_mark(clock: MovedClock) -> None:
    town = clock.town
    incident = responding(town)
    last = instant(town.journal(incident)[-1]["recorded_at"])
    clock.tell(wall_s=clock.told.get("wall_s", 0.0) + 3 * 3600)
    assert clock.becomes("jumped")["ahead_s"] == 0
    assert town.get("/api/health/ready", None).json()["degraded"]
    (entry,) = town.command(incident, "add_log_entry", text="前跳以后").json()["events"][-1:]
    assert instant(entry["recorded_at"]) - last > timedelta(hours=3) - MINUTE

    def newest() -> dict[str, Any]:
        mark: dict[str, Any] = town.get("/api/clock").json()["marks"][0]
        return mark if mark["kind"] == "jumped" else {}

    mark = eventually(newest)
    assert mark["account"] is None
    assert mark["moved_s"] == pytest.approx(3 * 3600, abs=5)


def test_who_may_say_that_the_clock_is_right(clock: MovedClock) -> None:
    town = clock.town
    clock.tell(wall_s=clock.told.get("wall_s", 0.0) - 7200)
    clock.becomes("distrusted")
    for name in ("viewer", "reporter"):
        refused(says(clock, name), 403, "general_role_required")
        refused(town.get("/api/clock", name), 403, "general_role_required")
    refused(town.post("/api/clock/trust", {}, None), 401, "not_signed_in")
    refused(says(clock, node="nowhere:1"), 404, "clock_node_unknown")
    refused(says(clock, ahead_s=TEN_YEARS_S), 409, "clock_moved")
    refused(says(clock, ahead_s=1e300), 422, "out_of_range")
    assert clock.state()["state"] == "distrusted"
    answer = says(clock, "anna", reason="已与授时核对")
    assert (answer.status_code, answer.json()["state"]) == (200, "trusted")
    trusted, word = answer.json()["marks"][:2]
    assert (trusted["kind"], word["kind"]) == ("trusted", "word")
    assert {trusted["account"], word["account"]} == {"anna"}
    assert trusted["reason"] == "已与授时核对"
    assert trusted["moved_s"] == pytest.approx(-7200, abs=5)
    # Once more does no harm and leaves no trace.
    assert says(clock).json()["marks"][0] == trusted


def test_a_restart_after_a_power_cut_goes_on_and_what_is_late_shows(clock: MovedClock) -> None:
    town = clock.town
    incident = responding(town)
    clock.town.server.kill()
    clock.pass_by(hours=30)
    clock.restart(kill=False)
    assert clock.state()["state"] == "trusted"
    late = eventually(lambda: made_by_time(town, incident))
    gaps = [instant(one["recorded_at"]) - instant(one["occurred_at"]) for one in late]
    assert max(gaps) > timedelta(hours=1)


@pytest.mark.parametrize("away", [-3600.0, 61 * DAY_S, TEN_YEARS_S])
def test_a_start_that_is_far_from_the_last_sign_of_life_waits(
    clock: MovedClock, away: float
) -> None:
    town = clock.town
    incident = responding(town)
    before = town.journal(incident)
    clock.town.server.kill()
    clock.tell(wall_s=clock.told.get("wall_s", 0.0) + away)
    clock.restart(kill=False)
    state = clock.state()
    assert state["state"] == "waiting"
    assert state["ahead_s"] == pytest.approx(away, abs=90)
    # Commands go on, stamped from the sign of life on.
    (entry,) = town.command(incident, "add_log_entry", text="重启以后").json()["events"]
    gone = instant(entry["recorded_at"]) - instant(before[-1]["recorded_at"])
    assert timedelta() <= gone < 5 * MINUTE
    assert len(town.journal(incident)) == len(before) + 1
    clock.tell(wall_s=clock.told["wall_s"] - away)
    eventually(lambda: abs(clock.state()["ahead_s"]) < 90)
    assert says(clock).json()["state"] == "trusted"
