"""Hand-overs over HTTP: the sheet as it stands, frozen, signed by two, and who may."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from engine.handover.sheet import sheet_hash
from tests.api.town import ADMIN, Town, found_town, refused
from tests.support.cli import zhiban

NAMES = ("duty", "viewer", "auditor", "reporter", "director", "county", "admin")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("handovers")


@pytest.fixture(scope="module")
def town(folder: Path) -> Iterator[Town]:
    town = found_town(folder, names=NAMES)
    yield town
    town.server.stop()


def get(town: Town, path: str, name: str = "duty", **options: Any) -> dict[str, Any]:
    answer = town.get(f"/api/handovers{path}", name, **options)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def freeze(town: Town, name: str = "duty", **body: Any) -> dict[str, Any]:
    answer = town.post("/api/handovers", {"notes": "", **body}, name)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    assert answer.headers["location"] == f"/api/handovers/{made['number']}"
    return made


def sign(town: Town, number: int, side: str, name: str) -> httpx.Response:
    return town.post(f"/api/handovers/{number}/sign", {"side": side}, name)


def frozen(sheet: dict[str, Any]) -> dict[str, Any]:
    """The sheet without the names that it is read with: what was hashed."""
    named = {
        *("plan_title", "stage", "level", "colour", "place_name", "held_by_name"),
        *("asked_for_name", "name", "reporter_names", "recommended_by_name", "role_name"),
    }

    def bare(value: Any, depth: int = 0) -> Any:
        if isinstance(value, dict):
            own = named | ({"text"} if "measure" in value else set())
            return {key: bare(one) for key, one in value.items() if key not in own}
        return [bare(one) for one in value] if isinstance(value, list) else value

    found: dict[str, Any] = bare(sheet)
    return found


def test_what_is_open_is_handed_over_and_signed_by_two(town: Town) -> None:
    assert get(town, "/current")["last"] is None
    view = town.open(facts={"deaths": 3})
    log = town.post("/api/shift-log", {"kind": "call", "text": "省厅来电询问"}).json()
    now = get(town, "/current")
    (row,) = (one for one in now["sheet"]["incidents"] if one["id"] == view["id"])
    assert (row["number"], row["asked_for"], row["next"]["kind"]) == (
        view["number"],
        "III",
        "overdue",
    )
    assert row["reports"][0]["reporter_names"]
    assert [one["seq"] for one in now["sheet"]["log"]] == [log["seq"]]
    assert now["changes"] == []

    made = freeze(town, notes="三号井继续抽水")
    assert (made["state"], made["giver"]["account"], made["taker"]) == ("waiting", "duty", None)
    assert made["sheet"]["notes"] == "三号井继续抽水"
    assert made["hash"] == sheet_hash(frozen(made["sheet"]))  # type: ignore[arg-type]
    assert get(town, "/current")["waiting"]["number"] == made["number"]
    town.command(view, "add_log_entry", text="已到现场")
    assert [one["kind"] for one in get(town, f"/{made['number']}")["since"]] == ["written"]

    refused(sign(town, made["number"], "taker", "duty"), 409, "handover_same_account")
    taken = sign(town, made["number"], "taker", ADMIN)
    assert taken.status_code == 200, taken.text
    assert (taken.json()["state"], taken.json()["since"]) == ("signed", [])
    now = get(town, "/current")
    assert (now["waiting"], now["last"]["number"]) == (None, made["number"])
    assert now["sheet"]["log"] == [], "it was handed over"
    assert [one["kind"] for one in now["changes"]] == ["written"]
    refused(sign(town, made["number"], "giver", ADMIN), 409, "handover_signed")
    refused(sign(town, 999, "giver", ADMIN), 404, "handover_not_found")

    # What is frozen stays, whatever happens to the incident.
    town.command(view, "void_incident", reason="误开")
    again = get(town, f"/{made['number']}")
    assert again["sheet"] == made["sheet"]
    assert [one["kind"] for one in get(town, "/current")["changes"]] == ["closed"]
    english = get(town, f"/{made['number']}", headers={"Accept-Language": "en"})
    assert english["hash"] == made["hash"]
    assert english["sheet"]["incidents"][0]["plan_title"].isascii()


def test_a_repeated_request_freezes_one_sheet(town: Town, folder: Path) -> None:
    key = {"Idempotency-Key": "sheet-1"}
    first = town.post("/api/handovers", {"notes": "两次按下"}, **key)
    again = town.post("/api/handovers", {"notes": "两次按下"}, **key)
    assert (first.status_code, again.status_code) == (201, 201), again.text
    assert again.json()["number"] == first.json()["number"]
    assert again.headers["location"] == first.headers["location"]
    newest = get(town, "?limit=1")["handovers"]
    assert [one["number"] for one in newest] == [first.json()["number"]]
    refused(town.post("/api/handovers", {"notes": "别的"}, **key), 422, "key_reused")
    # The answer that is kept stands in the server's chain, as those to commands do.
    told = zhiban(folder, "journal", "verify")
    assert told.returncode == 0, told.stdout


def test_a_list_says_how_each_ended(town: Town) -> None:
    first = freeze(town, sign=False)
    assert first["giver"] is None
    assert sign(town, first["number"], "giver", "duty").status_code == 200
    second = freeze(town, ADMIN)
    refused(sign(town, first["number"], "taker", ADMIN), 409, "handover_replaced")
    page = get(town, "?limit=2")
    assert [(one["number"], one["state"]) for one in page["handovers"]] == [
        (second["number"], "waiting"),
        (first["number"], "replaced"),
    ]
    assert (page["overdue"], page["due_at"] > second["at"]) == (False, True)
    older = get(town, f"?before={first['number']}")
    assert all(one["number"] < first["number"] for one in older["handovers"])
    assert page["next"] in (None, first["number"])


def test_the_desk_writes_and_those_who_answer_for_it_read(town: Town) -> None:
    made = freeze(town)
    for name in ("duty", "auditor", "director", ADMIN):
        assert get(town, f"/{made['number']}", name)["hash"] == made["hash"]
    for name in ("viewer", "reporter", "county"):
        for path in ("", "/current", f"/{made['number']}"):
            refused(town.get(f"/api/handovers{path}", name), 403, "handovers_not_yours")
    for name in ("auditor", "director", "admin"):
        refused(town.post("/api/handovers", {}, name), 403, "handover_by_duty_officers")
        refused(sign(town, made["number"], "taker", name), 403, "handover_by_duty_officers")
    refused(town.get("/api/handovers/0"), 422, "out_of_range")
    refused(town.post("/api/handovers", {"notes": "x" * 4001}), 422, "bad_value")
    entry = town.get("/api/server-journal?about=duty&limit=1", ADMIN).json()["entries"][0]
    assert entry["sentence"] == f"交接班：交班人签了第 {made['number']} 号交接单。"


def test_the_record_comes_as_a_file_with_the_same_bytes_until_somebody_signs(
    town: Town, folder: Path
) -> None:
    made = freeze(town, notes="盯住一号井 <b>")
    path = f"/api/handovers/{made['number']}"
    for form, begins in (("docx", b"PK"), ("pdf", b"%PDF-1.7"), ("html", b"<!doctype html>")):
        first, second = (town.get(f"{path}.{form}") for _ in range(2))
        assert first.status_code == 200, first.text
        assert first.content == second.content
        assert first.content.startswith(begins)
    page = town.get(f"{path}.html")
    assert page.headers["etag"] == f'"{hashlib.sha256(page.content).hexdigest()}"'
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert "盯住一号井 &lt;b&gt;" in page.text
    assert made["hash"] in page.text
    assert "接班人：未签" in page.text
    sign(town, made["number"], "taker", "admin")
    done = zhiban(folder, "document", "handover", str(made["number"]), "--out", "a.html")
    assert done.returncode == 0, done.stderr
    assert (folder / "a.html").read_bytes() == town.get(f"{path}.html").content
    for wrong in ("999", "x"):
        done = zhiban(folder, "document", "handover", wrong, "--out", "b.html")
        assert done.returncode == 2, done.stderr
        assert not (folder / "b.html").exists()


def test_who_may_not_read_hand_overs_gets_no_paper_of_one(town: Town) -> None:
    made = freeze(town)
    for name in ("viewer", "reporter", "county"):
        path = f"/api/handovers/{made['number']}.docx"
        refused(town.get(path, name), 403, "handovers_not_yours")
    refused(town.get("/api/handovers/999.docx"), 404, "handover_not_found")
    assert town.get(f"/api/handovers/{made['number']}.doc").status_code == 422
