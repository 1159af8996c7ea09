"""A plan's papers as files: equal bytes, one page a card, nothing that a text can break."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from docx import Document as open_word
from lxml import etree

from api.documents.files import LONGEST_NAME
from api.documents.media import MEDIA
from api.documents.paper_data import SIZES, card_size
from api.documents.plan_files import plan_file
from engine.plan_paper.cards import cards
from engine.plan_paper.paper import Page, PlanPaper, Row
from engine.plan_paper.sheet import sheet
from tests.api.documents.test_files import GOLDEN, NASTY
from tests.api.documents.test_office import pages_of
from tests.engine.plan_paper.test_rule_lines import SHIPPED, plan_of


def small(kind: str = "sheet", language: str = "zh") -> PlanPaper:
    """The first pages of a paper: enough to show what a format does."""
    plan = plan_of("coal_mine")
    made = sheet(plan, language=language) if kind == "sheet" else cards(plan, language)
    wanted = ("5.3.2　", "5.3.2(1)", "4.2", "附件") if kind == "sheet" else ("市",)
    pages = [page for page in made.pages if page.heading.startswith(wanted)][:6]
    return replaced(made, pages=tuple(pages))


def replaced(paper: PlanPaper, **more: Any) -> PlanPaper:
    return type(paper)(**{name: getattr(paper, name) for name in paper.__slots__} | more)


def texts(content: bytes) -> list[str]:
    """The paragraphs of a Word file in reading order, those of cells too."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    return [
        "".join(part.text or "" if part.tag == f"{space}t" else "\n" for part in parts)
        for paragraph in body.iter(f"{space}p")
        if (parts := list(paragraph.iter(f"{space}t", f"{space}br")))
    ]


def golden_text(kind: str) -> str:
    """The Word file of a few clauses or cards, as text."""
    return "\n".join(texts(plan_file(small(kind), "docx").content)).strip() + "\n"


@pytest.mark.parametrize("kind", ["sheet", "cards"])
def test_the_papers_of_the_coal_plan_say_what_they_said(kind: str) -> None:
    """`python -m tests.api.documents.golden` writes it again after an intended change."""
    golden = (GOLDEN / f"plan_{kind}.txt").read_text(encoding="utf-8")
    assert golden_text(kind) == golden


@pytest.mark.parametrize("form", MEDIA)
def test_equal_papers_have_equal_bytes_and_others_others(form: Any) -> None:
    paper = small("cards")
    one, two = (plan_file(paper, form).content for _ in range(2))
    assert one == two
    other = replaced(paper, running="别的")
    assert plan_file(other, form).content != one


@pytest.mark.parametrize("name", SHIPPED)
def test_each_card_is_one_page(name: str) -> None:
    made = cards(plan_of(name))
    assert pages_of(plan_file(made, "pdf").content) == len(made.pages)


def test_a_pdf_of_a_sheet_is_an_archive_s_pdf() -> None:
    content = plan_file(small(), "pdf").content
    assert content.startswith(b"%PDF-")
    assert b"pdfaid" in content


@pytest.mark.parametrize("form", ["docx", "html"])
def test_each_row_of_the_paper_is_in_the_file(form: Any) -> None:
    paper = sheet(plan_of("grain"))
    content = plan_file(paper, form).content
    shown = "\n".join(texts(content)) if form == "docx" else plain(content)
    position = 0
    for row in paper.rows:
        position = shown.index(row.words, position)
    for words in (*paper.signature, *(page.heading for page in paper.pages)):
        assert words in shown
    assert shown.count("□是" if form == "docx" else "□ 是") == len(paper.rows)


def plain(page: bytes) -> str:
    words = re.sub(r"<[^>]+>", "\n", page.decode())
    return words.replace("&nbsp;", " ").replace("&quot;", '"').replace("&amp;", "&")


def hostile(kind: str) -> PlanPaper:
    """A paper whose plan holds nothing good."""
    paper = small(kind)
    page = paper.pages[0]
    rows = tuple(Row(words[:20], words, (words,)) for words in NASTY)
    bad = "".join(NASTY)
    blocks = tuple(type(one)(bad, rows) for one in page.blocks)
    broken = Page(bad, page.party, (bad,), bad, blocks, (bad,))
    head = ((bad, bad),)
    return replaced(
        paper, pages=(broken,), title=bad, name=bad, running=bad, head=head, guide=(bad,)
    )


@pytest.mark.parametrize("kind", ["sheet", "cards"])
@pytest.mark.parametrize("form", MEDIA)
def test_no_text_of_a_plan_becomes_markup(kind: str, form: Any) -> None:
    file = plan_file(hostile(kind), form)
    assert len(file.name) <= LONGEST_NAME + 5
    assert not re.search(r'[\\/:*?"<>|\s]', file.name)
    if form == "html":
        page = file.content.decode()
        assert "<script" not in page
        assert "{{ office }}" in page
        assert "\x07" not in page
    if form == "docx":
        words = "\n".join(texts(file.content))
        assert "<script>alert(1)</script>" in words
        assert "{{ office }} {% for x in y %}" in words
        open_word(io.BytesIO(file.content))
    if form == "pdf":
        assert pages_of(file.content) >= 1


def test_a_card_with_much_text_has_small_letters() -> None:
    page = cards(plan_of("coal_mine"), "zh", "city_police_bureau").pages[0]
    assert card_size(page) == SIZES[0]
    full = cards(plan_of("coal_mine"), "zh", "city_emergency_bureau").pages[0]
    assert card_size(full) < SIZES[0]


def test_the_english_papers_say_that_they_are_english() -> None:
    page = plan_file(small("sheet", "en"), "html").content.decode()
    assert '<html lang="en">' in page
    assert (
        "The program recommends"
        in plan_file(sheet(plan_of("grain"), language="en"), "html").content.decode()
    )
