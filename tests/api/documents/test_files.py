"""Documents as files: equal bytes, nothing that a text can break, exercise on every page."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from docx import Document as open_word

from api.documents.errors import CannotRender
from api.documents.files import LONGEST_NAME, file_name, file_of
from api.documents.html import html_file
from api.documents.media import MEDIA
from api.documents.page_data import chinese_number, page_data, source_line
from api.documents.pdf import MOST_GAPS
from api.documents.template_check import SAMPLE
from api.documents.templates import FOLDER, PAPER, SHIPPED, template_of
from api.ports import NamedFile
from engine.documents.document import Document, Paragraph, Table, blank, value
from engine.documents.making import make
from tests.engine.drill.golden import play

ROOT = Path(__file__).parents[3]
PLANS = ROOT / "plans"
GOLDEN = Path(__file__).parent / "golden"
played = cache(play)

NASTY = (
    "<script>alert(1)</script> & \"'</w:t><w:br/>",
    "{{ office }} {% for x in y %} {%tr endfor %} {{7*7}}",
    "#set page(fill: red) $x$ *b* _i_ `c` @ref <label> // \\ ~",
    "一\x07二\x0c三\x00四\x1b[31m\u202e五\ud800\ufffe\u2028六",
    "=1+1\t+2\n-3\r\n@SUM(A1)",
    "名" * 300,
    "W" * 300,
    "【待填】",
    "𠮷野家👩‍👩‍👧‍👦 ﷽",
)


def first_report() -> Document:
    run = played("coal_roof_fall")
    slot = next(s for s in run.slots if s.obligation == "province_written")
    return make("first_report", run.plan, run.events, run.slots, slot.id)


def word_texts(content: bytes) -> list[str]:
    """The texts of a Word file, body and tables, in order."""
    word: Any = open_word(io.BytesIO(content))
    texts = [paragraph.text for paragraph in word.paragraphs]
    for table in word.tables:
        texts += [cell.text for row in table.rows for cell in row.cells]
    return texts


def test_the_first_report_of_the_coal_drill_says_what_it_said() -> None:
    """`python -m tests.api.documents.golden` writes it again after an intended change."""
    golden = (GOLDEN / "first_report.txt").read_text(encoding="utf-8")
    assert golden_text() == golden


def golden_text() -> str:
    """The Word file of the report, as text."""
    file = file_of(first_report(), "docx", PLANS, "coal_mine")
    return "\n".join(word_texts(file.content)).strip() + "\n"


@pytest.mark.parametrize("form", MEDIA)
def test_equal_content_makes_equal_bytes_and_other_content_others(form: Any) -> None:
    document = first_report()
    one, two = (file_of(document, form, PLANS, "coal_mine").content for _ in range(2))
    assert one == two
    other = replace(document, title=value("别的标题", 1))
    assert file_of(other, form, PLANS, "coal_mine").content != one


def test_a_word_file_holds_no_time_and_no_system() -> None:
    file = file_of(first_report(), "docx", PLANS, "coal_mine")
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        members = archive.infolist()
    assert members[0].filename == "[Content_Types].xml"
    assert {one.date_time for one in members} == {(1980, 1, 1, 0, 0, 0)}
    assert {one.create_system for one in members} == {3}


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_texts_stay_texts_in_every_format(text: str) -> None:
    written = value(text, 5)
    table = Table(text, ("项目", written.text), ((written, blank("x", text)),))
    document = replace(
        SAMPLE,
        title=written,
        recipients=(written,),
        office=written.text,
        parts=(Paragraph(written.text, (written,), "栏"), table),
    )
    word = file_of(document, "docx", PLANS, "coal_mine")
    seen = "".join("\n".join(word_texts(word.content)).split())
    assert "".join(written.text.split()) in seen
    assert file_of(document, "pdf", PLANS, "coal_mine").content.startswith(b"%PDF-1.7")
    page = file_of(document, "html", PLANS, "coal_mine").content.decode()
    assert "<script" not in page
    assert page.count("<td>") == 2
    assert len(word.name) <= LONGEST_NAME + 5


def test_an_exercise_says_so_on_each_page_and_a_real_event_never() -> None:
    for exercise in (True, False):
        document = replace(SAMPLE, exercise=exercise)
        word: Any = open_word(io.BytesIO(file_of(document, "docx", PLANS, "grain").content))
        header = word.sections[0].header.paragraphs[0].text
        assert ("演练" in header) is exercise
        assert ("演练" in html_file(document).decode()) is exercise
        assert ("演练" in file_name(document, "pdf")) is exercise


def test_a_name_of_a_file_holds_nothing_that_a_system_forbids() -> None:
    document = replace(SAMPLE, exercise=False, number=value('a/b\\c:d*e?"<>| f', 1))
    assert file_name(document, "docx") == "a_b_c_d_e______f_突发事件信息快报.docx"


def test_every_value_of_the_page_names_its_entry() -> None:
    page = html_file(first_report()).decode()
    assert re.search(r'<span data-seq="16">死亡人数 3 人[^<]*</span><sup>16</sup>', page)
    assert "<mark>【待填】</mark>" in page


def pages_of(rows: int, words: str) -> int:
    """The pages of a PDF with one table of so many rows of one cell."""
    table = Table("表", ("项目",), tuple((value(words),) for _ in range(rows)))
    content = file_of(replace(SAMPLE, parts=(table,)), "pdf", PLANS, "coal_mine").content
    return len(re.findall(rb"/Type\s*/Page\b", content))


def test_a_row_stays_on_one_page_unless_it_is_longer_than_one() -> None:
    tall = "\n".join("行" for _ in range(22))
    # Each takes more than half of a page: if rows broke, four would take three pages.
    assert pages_of(4, tall) >= 4
    assert pages_of(1, "字" * 3000) > pages_of(1, "字" * 500)
    assert "tr { break-inside: avoid }" in html_file(first_report()).decode()
    table = Table("表", ("项目",), ((value(tall),),))
    word: Any = open_word(
        io.BytesIO(file_of(replace(SAMPLE, parts=(table,)), "docx", PLANS, "coal_mine").content)
    )
    for row in word.tables[-1].rows:
        assert row._tr.xpath("./w:trPr/w:cantSplit")


def test_headings_are_numbered_and_sources_are_spans() -> None:
    assert [chinese_number(n) for n in (1, 9, 10, 11, 20, 21)] == [
        *("一", "九", "十", "十一", "二十", "二十一"),
    ]
    parts = tuple(Paragraph("", (value("x", seq),)) for seq in (1, 2, 3, 7, 9, 10))
    document = replace(SAMPLE, title=value("x", 1), number=value("x", 1), parts=parts)
    document = replace(document, day=value("x", 1))
    assert source_line(document).endswith("第 1—3、7、9—10 条")
    headings = [part["heading"] for part in page_data(SAMPLE)["parts"]]
    assert headings == ["一、简要经过", "二、变化"]


def test_the_nearest_template_is_taken_and_a_bad_one_is_named(tmp_path: Path) -> None:
    def put(folder: str, name: str, content: bytes) -> None:
        place = tmp_path / folder / FOLDER
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{name}.docx").write_bytes(content)

    assert template_of(tmp_path, "coal_mine", "digest").content == SHIPPED.read_bytes()
    for folder, name in (
        ("", PAPER),
        ("", "digest"),
        ("coal_mine", PAPER),
        ("coal_mine", "digest"),
    ):
        put(folder, name, f"{folder} {name}".encode())
        found = template_of(tmp_path, "coal_mine", "digest")
        assert found.content == f"{folder} {name}".encode()
    with pytest.raises(CannotRender) as refused:
        file_of(replace(SAMPLE, kind="digest"), "docx", tmp_path, "coal_mine")
    assert "digest.docx" in refused.value.sentence()


def test_a_text_of_signs_that_no_font_has_makes_no_pdf_and_says_why() -> None:
    signs = "".join(chr(0x12000 + n) for n in range(MOST_GAPS + 5))
    with pytest.raises(CannotRender) as refused:
        file_of(replace(SAMPLE, title=value(signs, 1)), "pdf", PLANS, "grain")
    assert refused.value.code == "no_chinese_font"
    some = file_of(replace(SAMPLE, title=value(signs[:3], 1)), "pdf", PLANS, "grain")
    assert some.content.startswith(b"%PDF-1.7")


def test_the_file_of_a_document_is_what_its_hash_says() -> None:
    file: NamedFile = file_of(SAMPLE, "html", PLANS, "grain")
    assert hashlib.sha256(file.content).hexdigest() != SAMPLE.digest
    assert file.media.startswith("text/html")
