"""Old years archived, checked, opened as pages and put back, by the commands an office types."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from engine.incident.events import first_bad_entry
from tests.api.cli.test_backups import done, on
from tests.api.store.retention.years import live_through
from tests.api.town import Town, refused, settle
from tests.support.cli import zhiban
from tests.support.server import start_zhiban


def test_a_year_goes_into_a_file_that_opens_without_a_database(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'zhiban.db'}"
    live_through(url)
    (tmp_path / "archives").mkdir()
    head = done(on(url, tmp_path, "journal", "head"))
    planned = done(on(url, tmp_path, "retain", "plan", "--before", "2024"))
    assert "2022 年：1 个事件可以归档" in planned
    later = done(on(url, tmp_path, "retain", "plan", "--before", "2027"))
    assert "CM-2023-0001 留下：还没有结束。" in later
    moved = done(on(url, tmp_path, "retain", "move", "archives", "--before", "2024"))
    assert "2023 年：2 个事件" in moved
    verified = done(on(url, tmp_path, "journal", "verify", "--head", head))
    assert "全部完整" in verified
    assert "另有 3 个事件在归档文件里" in verified
    assert "zhiban-2023.archive：2 个事件" in done(on(url, tmp_path, "retain", "list"))
    old, new = (f"archives/zhiban-{year}.archive" for year in (2022, 2023))
    checked = done(on(url, tmp_path, "retain", "check", new))
    assert "没有给出 zhiban-2022.archive" in checked
    assert "全部完整" in done(zhiban(tmp_path, "journal", "verify", new))

    found_on_the_page(tmp_path, url)

    done(zhiban(tmp_path, "retain", "open", new, "--out", "pages"))
    done(zhiban(tmp_path, "retain", "open", new, "--out", "pages"), 2)
    pages = {file.name: file.read_text(encoding="utf-8") for file in (tmp_path / "pages").iterdir()}
    assert pages.keys() == {
        "index.html",
        *(f"{number}.{end}" for number in ("CM-2022-0002", "CM-YL-2023-0001") for end in ENDS),
    }
    assert "透水演练" in pages["index.html"]
    assert "演练" in pages["CM-YL-2023-0001.html"]
    assert "已通知" in pages["CM-YL-2023-0001.html"]
    lines = [json.loads(line) for line in pages["CM-2022-0002.jsonl"].splitlines()]
    assert first_bad_entry(lines[0]["incident"], lines) is None
    english = zhiban(tmp_path, "retain", "open", old, "--out", "english", LANG="en_US.UTF-8")
    assert english.returncode == 0
    assert "<th>Last entry</th>" in (tmp_path / "english/index.html").read_text(encoding="utf-8")

    assert "CM-2022-0001" in done(on(url, tmp_path, "retain", "restore", old))
    assert "不是这个数据库归档" in done(on(url, tmp_path, "retain", "restore", old), 1)
    assert "不是这个数据库的归档" in done(on(url, tmp_path, "retain", "check", old), 1)
    assert "全部完整" in done(on(url, tmp_path, "journal", "verify", "--head", head))
    spoilt = tmp_path / "spoilt.archive"
    spoilt.write_bytes((tmp_path / new).read_bytes().replace("透水".encode(), "渗水".encode()))
    assert "损坏" in done(zhiban(tmp_path, "journal", "verify", "spoilt.archive"), 1)


def found_on_the_page(folder: Path, url: str) -> None:
    """Who looks for an old title is told which archive has it; a reporter is not."""
    town = Town(start_zhiban(folder, "--database-url", url))
    try:
        settle(town, ("duty", "viewer", "reporter"))
        asked = {"q": "透水", "in": "incidents"}
        page = town.get("/api/search", params=asked).json()
        (hit,) = page["archived"]
        assert (hit["number"], hit["title"]) == ("CM-YL-2023-0001", "透水演练")
        assert (hit["exercise"], hit["file"]) == (True, "zhiban-2023.archive")
        assert town.get("/api/search", "reporter", params=asked).json()["archived"] == []
        journal = {"q": "透水", "in": "journal"}
        assert town.get("/api/search", params=journal).json()["archived"] == []
        for ending in ("", "/attachments", "/documents"):
            path = f"/api/incidents/CM-YL-2023-0001{ending}"
            told = refused(town.get(path), 404, "incident_archived")["detail"]
            assert "移到归档文件 zhiban-2023.archive（" in told
            assert "zhiban retain restore zhiban-2023.archive" in told
            assert (
                hashlib.sha256((folder / "archives" / hit["file"]).read_bytes()).hexdigest() in told
            )
            # For whoever does not see every incident it does not exist.
            refused(town.get(path, "reporter"), 404, "incident_not_found")
        late = {"command": "add_log_entry", "text": "补记"}
        command = "/api/incidents/CM-YL-2023-0001/commands"
        refused(town.post(command, late), 404, "incident_archived")
        refused(town.get("/api/incidents/CM-2023-9999"), 404, "incident_not_found")
    finally:
        assert town.server.stop() == 0


ENDS = ("html", "jsonl")


@pytest.mark.parametrize("arguments", [("plan",), ("move", "."), ("open", "none.archive")])
def test_wrong_usage_is_told(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done(zhiban(tmp_path, "retain", *arguments), 2)


def test_nothing_to_archive_is_no_fault(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'zhiban.db'}"
    done(on(url, tmp_path, "db", "upgrade"))
    assert "没有可以归档" in done(on(url, tmp_path, "retain", "move", ".", "--before", "2024"))
    assert "没有归档过" in done(on(url, tmp_path, "retain", "list"))
