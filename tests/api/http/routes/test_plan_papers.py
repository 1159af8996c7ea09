"""A plan's papers over HTTP and on the command line: three formats, two languages."""

from __future__ import annotations

import hashlib
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.api.town import Town, refused
from tests.support.cli import zhiban

ROOT = Path(__file__).parents[4]


def path(paper: str, form: str = "html", plan: str = "coal_mine") -> str:
    return f"/api/plans/{plan}/documents/{paper}.{form}"


@pytest.mark.parametrize("paper", ["sheet", "cards"])
@pytest.mark.parametrize("form", ["docx", "pdf", "html"])
def test_a_paper_comes_in_three_formats_with_its_name_and_hash(
    town: Town, paper: str, form: str
) -> None:
    answer = town.get(path(paper, form), "viewer")
    assert answer.status_code == 200
    assert answer.headers["etag"] == f'"{hashlib.sha256(answer.content).hexdigest()}"'
    name = unquote(answer.headers["content-disposition"])
    assert "临汾市煤矿生产安全事故应急预案" in name
    beginning = {"docx": b"PK", "pdf": b"%PDF", "html": b"<!doctype html>"}[form]
    assert answer.content.startswith(beginning)


def test_the_page_runs_and_loads_nothing(town: Town) -> None:
    answer = town.get(path("sheet"))
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "<script" not in answer.text
    assert "src=" not in answer.text


def test_the_language_is_the_reader_s_or_the_one_that_was_asked_for(town: Town) -> None:
    chinese = {"Accept-Language": "zh-CN"}
    assert 'lang="zh-CN"' in town.get(path("sheet"), headers=chinese).text
    asked = town.get(path("sheet"), params={"language": "en"}, headers=chinese)
    assert 'lang="en"' in asked.text
    assert asked.headers["content-language"] == "en"
    problem = town.get(path("sheet"), params={"language": "fr"})
    assert (problem.status_code, problem.json()["field"]) == (422, "language")


def test_one_post_gets_its_own_card_only(town: Town) -> None:
    text = town.get(path("cards"), params={"post": "commander"}).text
    assert text.count('<section class="card"') == 1
    assert "市指挥部指挥长" in text


def test_what_there_is_not_is_refused(town: Town) -> None:
    refused(town.get(path("cards"), params={"post": "nobody"}), 404, "card_not_found")
    refused(town.get(path("cards", plan="nowhere")), 404, "plan_not_found")
    assert town.get(path("poster")).status_code == 422
    assert town.get(path("cards", "xls")).status_code == 422
    assert town.get(path("cards"), None).status_code == 401


def test_the_command_line_writes_the_same_bytes(town: Town, tmp_path: Path) -> None:
    options = ("--post", "commander", "--language", "zh", "--out", "card.docx")
    done = zhiban(tmp_path, "document", "cards", "coal_mine", *options)
    assert done.returncode == 0, done.stderr
    served = town.get(path("cards", "docx"), params={"post": "commander", "language": "zh"})
    assert (tmp_path / "card.docx").read_bytes() == served.content


def test_the_command_line_reads_a_plan_that_is_in_no_use_yet(tmp_path: Path) -> None:
    flood = ROOT / "tests" / "plans" / "other" / "flood"
    options = ("--language", "en", "--out", "sheet.html")
    done = zhiban(tmp_path, "document", "sheet", str(flood), *options)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "sheet.html").read_text(encoding="utf-8")
    assert "What the system does" in page


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("cards coal_mine --post comander --out x.pdf", "最接近的是：commander"),
        ("cards coalmine --out x.pdf", "coal_mine"),
        ("sheets coal_mine --out x.pdf", "最接近的是：sheet"),
        ("sheet coal_mine --out x.txt", ".docx"),
        ("sheet coal_mine --language fr --out x.pdf", "zh, en"),
    ],
)
def test_wrong_usage_says_what_would_be_right(tmp_path: Path, arguments: str, told: str) -> None:
    done = zhiban(tmp_path, "document", *arguments.split())
    assert done.returncode != 0
    assert told in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_spreadsheet_of_a_plan_is_that_of_the_command_line(town: Town, tmp_path: Path) -> None:
    done = zhiban(tmp_path, "plan", "export", "coal_mine", "--xlsx", "coal.xlsx")
    assert done.returncode == 0, done.stderr
    served = town.get("/api/plans/coal_mine/table.xlsx", "viewer")
    assert served.content == (tmp_path / "coal.xlsx").read_bytes()
    refused(town.get("/api/plans/nowhere/table.xlsx"), 404, "plan_not_found")
