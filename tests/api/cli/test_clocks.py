"""`zhiban clock`: the servers' clocks, asked for and trusted on the machine itself."""

from __future__ import annotations

from pathlib import Path

from tests.api.moved_clock import moved_clock
from tests.api.town import eventually
from tests.support.cli import zhiban


def run(folder: Path, *arguments: str, code: int = 0) -> str:
    """What the command printed, after checking how it ended."""
    done = zhiban(folder, "clock", *arguments)
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def test_the_clock_is_shown_and_trusted_by_whoever_is_at_the_machine(tmp_path: Path) -> None:
    with moved_clock(tmp_path, "duty") as clock:
        node = clock.state()["node"]
        assert "可信" in run(tmp_path, "show")
        assert "不需要确认" in run(tmp_path, "trust")
        clock.tell(wall_s=-3600.0)
        clock.becomes("distrusted")
        eventually(lambda: zhiban(tmp_path, "clock", "show").returncode)
        shown = run(tmp_path, "show", code=1)
        assert f"{node}  不可信" in shown
        assert "-3600" in shown
        wrong = run(tmp_path, "trust", "--node", "nowhere:1", code=2)
        assert node in wrong
        assert clock.state()["state"] == "distrusted"
        done = run(tmp_path, "trust", "--reason", "已与授时核对")
        assert f"“{node}”从现在起按机器时间计时" in done
        assert clock.state()["state"] == "trusted"
        trusted = clock.town.get("/api/clock").json()["marks"][0]
        assert trusted["account"].startswith("cli:")
        assert trusted["reason"] == "已与授时核对"
        clock.tell(wall_s=-7200.0)
        nodes = clock.town.get
        eventually(lambda: nodes("/api/clock").json()["nodes"][0]["state"] == "distrusted")
        # A server that has died takes nobody's word, and its next start judges afresh.
        clock.town.server.kill()
        silent = run(tmp_path, "trust", "--wait", "0.5", code=1)
        assert "没有照办" in silent
        clock.restart(kill=False)
        assert clock.state()["state"] == "waiting"


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    run(tmp_path, "show", code=1)
    assert not (tmp_path / "zhiban.db").exists()
