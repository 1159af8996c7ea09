"""Two nodes on one PostgreSQL, of which one has a clock that is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from tests.api.moved_clock import TEN_YEARS_S, MovedClock, instant
from tests.api.town import Town, eventually, found_town, refused
from tests.support.server import start_zhiban

MINUTE = timedelta(minutes=1)
ORDER = {"on_behalf_of": "office_director", "by_means": "phone"}


@pytest.fixture
def nodes(postgres_url: str, tmp_path: Path) -> Iterator[tuple[MovedClock, MovedClock]]:
    """`wrong` and `right`, with the same accounts."""
    found = [MovedClock(tmp_path, name=name) for name in ("wrong", "right")]
    with ExitStack() as ends:
        for clock in found:
            clock.tell(synchronised=False)
            env = {**clock.env, "ZHIBAN_NODE": clock.name}
            if clock is found[0]:
                clock.town = found_town(tmp_path, "--database-url", postgres_url, env=env)
            else:
                server = start_zhiban(tmp_path, "--database-url", postgres_url, env=env)
                clock.town = Town(server, found[0].town.tokens)
            ends.callback(clock.town.server.stop)
        yield found[0], found[1]


def test_a_node_in_doubt_goes_on_and_the_others_stay_as_they_are(
    nodes: tuple[MovedClock, MovedClock],
) -> None:
    wrong, right = nodes
    incident = right.town.open("coal_mine", facts={"deaths": 1})
    assert wrong.town.command(incident, "activate_response", level="IV", **ORDER).is_success
    before = right.town.journal(incident)
    wrong.tell(wall_s=TEN_YEARS_S)
    assert wrong.becomes("distrusted")["node"] == "wrong"
    assert right.state()["state"] == "trusted"
    for town in (wrong.town, right.town, wrong.town):
        (entry,) = town.command(incident, "add_log_entry", text="照常").json()["events"]
        assert instant(entry["recorded_at"]) - instant(before[-1]["recorded_at"]) < 2 * MINUTE
    assert len(right.town.journal(incident)) == len(before) + 3

    # The other node knows of it, and takes a person's word for it.
    def known() -> dict[str, float]:
        page = right.town.get("/api/clock").json()
        return {one["node"]: one["ahead_s"] for one in page["nodes"] if one["state"] != "trusted"}

    seen = eventually(known)
    assert seen["wrong"] == pytest.approx(TEN_YEARS_S, abs=2)
    body = {"node": "wrong", "ahead_s": 0.0}
    refused(right.town.post("/api/clock/trust", body), 409, "clock_moved")
    wrong.tell(wall_s=-3600.0)
    seen = eventually(lambda: (now := known()) and now["wrong"] < 0 and now)
    body["ahead_s"] = seen["wrong"]
    assert right.town.post("/api/clock/trust", body).status_code == 200
    wrong.becomes("trusted")
    assert right.state()["state"] == "trusted"
    # An hour behind now, and still no entry goes before the one it follows.
    assert wrong.town.command(incident, "add_log_entry", text="早一小时").is_success
    stamps = [instant(one["recorded_at"]) for one in right.town.journal(incident)]
    assert stamps == sorted(stamps)
    # The later signs of the others are dropped; the living give theirs again.
    nodes_now = wrong.town.get("/api/clock").json()["nodes"]
    assert {"wrong": "trusted"}.items() <= {one["node"]: one["state"] for one in nodes_now}.items()
