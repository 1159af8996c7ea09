"""The evaluation of a live drill: open while it runs, over when the drill is, with its remarks."""

from __future__ import annotations

from pathlib import Path

from tests.support.drill import DrillServer


def test_what_was_not_done_is_missing_once_the_drill_has_ended(tmp_path: Path) -> None:
    drill = DrillServer(tmp_path, "coal_roof_fall", ("--simulate", "all")).start()
    try:
        drill.control("start")
        drill.control("step", minutes=45)
        drill.control("pause")
        path = "/api/drill/evaluation.json"
        running = drill.call("GET", path, "evaluator").json()["incidents"][0]
        assert not running["over"]
        assert {row["verdict"] for row in running["rows"]} >= {"met", "open"}
        seen = {"key": "remark-001", "at": drill.view()["clock"], "text": "指挥长到场"}
        written = drill.call("POST", "/api/drill/remarks", "evaluator", seen)
        assert written.status_code == 201, written.text
        drill.control("end")
        ended = drill.call("GET", path, "evaluator").json()
    finally:
        drill.stop()
    (one,) = ended["incidents"]
    assert one["over"]
    still = {row["id"] for row in one["rows"] if row["verdict"] == "open"}
    assert all(row["due_at"] for row in one["rows"] if row["id"] in still)
    assert one["shares"]["total"] == len(one["rows"])
    assert [remark["text"] for remark in ended["remarks"]] == ["指挥长到场"]
