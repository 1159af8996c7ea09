"""Templates that an office has changed in Word: what is wrong, where, and what was meant."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from api.documents.official_paper import official_paper
from api.documents.page_data import page_data
from api.documents.template_check import PLACEHOLDERS, SAMPLE, check_template
from api.documents.templates import SHIPPED

ROOT = Path(__file__).parents[3]


def changed(*changes: tuple[str, str], part: str = "word/document.xml") -> bytes:
    """The shipped template with some words of one part replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(SHIPPED) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == part:
                for before, after in changes:
                    assert before.encode() in content
                    content = content.replace(before.encode(), after.encode())
            new.writestr(name, content)
    return made.getvalue()


def test_the_shipped_template_is_what_its_program_writes_and_is_in_order() -> None:
    assert SHIPPED.read_bytes() == official_paper()
    assert check_template(SHIPPED.read_bytes()) == []


def test_placeholders_are_those_that_documents_have_and_that_are_documented() -> None:
    assert set(PLACEHOLDERS) == set(page_data(SAMPLE))
    documented = (ROOT / "docs" / "how-to" / "documents.md").read_text(encoding="utf-8")
    for name in PLACEHOLDERS:
        assert f"`{name}`" in documented, name


@pytest.mark.parametrize(
    ("before", "after", "word", "hint"),
    [
        ("{{ title }}", "{{ titel }}", "titel", "title"),
        ("{%p if recipients %}", "{%p if recipient %}", "recipient", "recipients"),
        ("{{ part.text }}", "{{ part.txt }}", "part.txt", "text"),
        ("{{ day }}", "{{ zzz }}", "zzz", ""),
    ],
)
def test_an_unknown_placeholder_is_named_with_its_place_and_the_nearest(
    before: str, after: str, word: str, hint: str
) -> None:
    (found,) = check_template(changed((before, after)))
    assert (found.code, found.word, found.hint) == ("unknown_placeholder", word, hint)
    assert found.where.startswith("document ")
    assert after in found.where


def test_bad_syntax_a_missing_end_and_a_missing_exercise_mark_are_found() -> None:
    (bad,) = check_template(changed(("{{ title }}", "{{ title | }}")))
    assert (bad.code, "title" in bad.where) == ("syntax", True)
    (open_end,) = check_template(changed(("{%p endfor %}", "")))
    assert open_end.code == "cannot_fill"
    header = next(n for n in zipfile.ZipFile(SHIPPED).namelist() if n.startswith("word/header"))
    (mark,) = check_template(changed(("{{ exercise_mark }}", ""), part=header))
    assert mark.code == "no_exercise_mark"


def test_what_is_no_template_is_said_to_be_none() -> None:
    for content in (b"", b"PK\x03\x04 nothing", b"%PDF-1.7", b"\x00" * 100):
        (found,) = check_template(content)
        assert found.code == "no_template"
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("a.txt", "x")
    assert check_template(empty.getvalue())[0].code == "no_template"


def test_a_template_reaches_nothing_but_its_placeholders() -> None:
    word = "{{ title.__class__.__mro__ }}"
    (found,) = check_template(changed(("{{ title }}", word)))
    assert found.code == "cannot_fill"
