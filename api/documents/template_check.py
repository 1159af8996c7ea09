"""Checks of Word templates: placeholders that no document has, and what is no template.

A finding says where: the part of the file (body, header, footer), the paragraph's words, and the
known placeholder that is nearest to the one that was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError
from jinja2 import nodes as jinja
from jinja2.meta import find_undeclared_variables
from lxml.etree import XMLSyntaxError

from api.documents.errors import CannotRender
from api.documents.page_data import page_data
from api.documents.templates import MOST_BYTES
from api.documents.word import environment, word_file
from engine.documents.document import Document, Paragraph, Table, Value, value
from engine.plan.nearest import nearest

PLACEHOLDERS = (
    *("exercise", "exercise_mark", "office", "name", "number", "signer", "signed_at", "title"),
    *("recipients", "parts", "field", "day", "blanks", "sources"),
)
"""What a template may ask for; `docs/how-to/documents.md` says what each is."""

OF_PART = ("table", "heading", "text", "columns", "widths", "rows")
"""What `part.` may be followed by inside `{%p for part in parts %}`."""

_TEXT = re.compile(r"(?s)<w:p[ >].*?</w:p>")
_TAG = re.compile(r"<[^>]+>")
_MARK = re.compile(r"(?s)\{[{%].*?[%}]\}")


@dataclass(frozen=True, slots=True)
class TemplateFinding:
    """Something that is wrong with a template.

    `code`: `no_template`, `syntax`, `unknown_placeholder`, `no_exercise_mark`, `cannot_fill`.
    `where` is the part of the file and the paragraph, `word` what was written, `hint` what was
    probably meant, empty where nothing is like it.
    """

    code: str
    where: str = ""
    word: str = ""
    hint: str = ""


def check_template(content: bytes) -> list[TemplateFinding]:
    """All findings about a template; none means that every document can be made from it."""
    if len(content) > MOST_BYTES:
        return [TemplateFinding("no_template", word=f"> {MOST_BYTES:,} bytes")]
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = {name: archive.read(name).decode() for name in _text_parts(archive)}
        DocxTemplate(BytesIO(content)).get_docx()
    except (BadZipFile, KeyError, ValueError, XMLSyntaxError, UnicodeDecodeError) as wrong:
        return [TemplateFinding("no_template", word=str(wrong)[:120])]
    found = [*_paragraphs(parts), *_marks(parts)]
    if not found:
        try:
            word_file(content, page_data(SAMPLE), "template")
        except CannotRender as refusal:
            found.append(TemplateFinding("cannot_fill", word=str(refusal.facts["why"])))
    return found


def _text_parts(archive: ZipFile) -> list[str]:
    if "word/document.xml" not in archive.namelist():
        raise KeyError("word/document.xml")
    wanted = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
    return [name for name in archive.namelist() if wanted.fullmatch(name)]


def _paragraphs(parts: dict[str, str]) -> Iterator[TemplateFinding]:
    """The placeholders of each paragraph that no document has."""
    for name, xml in parts.items():
        for number, paragraph in enumerate(_TEXT.findall(xml), 1):
            words = _TAG.sub("", paragraph)
            for mark in _MARK.findall(words):
                where = f"{Path(name).stem} {number}: {words.strip()[:60]}"
                yield from _mark(mark, where)


def _mark(mark: str, where: str) -> Iterator[TemplateFinding]:
    """What is wrong with one `{{ … }}` or `{% … %}`."""
    source = re.sub(r"^\{%(p|tr|tc|r)\b", "{%", re.sub(r"^\{\{r\b", "{{", mark))
    try:
        names, attributes = _asked(_closed(source))
    except TemplateSyntaxError as wrong:
        yield TemplateFinding("syntax", where, f"{mark} ({wrong.message})"[:160])
        return
    for name in sorted(names - {"part", "row", "cell", "column", "loop", *PLACEHOLDERS}):
        yield TemplateFinding("unknown_placeholder", where, name, nearest(name, PLACEHOLDERS) or "")
    for name in sorted(attributes - {*OF_PART}):
        hint = nearest(name, OF_PART)
        yield TemplateFinding("unknown_placeholder", where, f"part.{name}", hint or "")


_BLOCKS = {"if": "endif", "for": "endfor", "elif": "", "else": "", "endif": "", "endfor": ""}


def _closed(source: str) -> str:
    """One mark as a template of its own: a block that others close is closed here."""
    word = re.match(r"\{%-?\s*(\w+)", source)
    if word is None:
        return source
    ending = _BLOCKS.get(word[1])
    if ending is None:
        return source
    if ending:
        return f"{source}{{% {ending} %}}"
    if word[1] == "elif":
        return source.replace("elif", "if", 1) + "{% endif %}"
    return ""


def _asked(source: str) -> tuple[set[str], set[str]]:
    """The names that a template asks for, and the attributes of `part`."""
    tree = environment().parse(source)
    attributes = {
        node.attr
        for node in tree.find_all(jinja.Getattr)
        if isinstance(node.node, jinja.Name) and node.node.name == "part"
    }
    return find_undeclared_variables(tree), attributes


def _marks(parts: dict[str, str]) -> Iterator[TemplateFinding]:
    """An exercise has to say so on every page: in the header or the footer."""
    around = [_TAG.sub("", xml) for name, xml in parts.items() if "document" not in name]
    if not any("exercise_mark" in words for words in around):
        yield TemplateFinding("no_exercise_mark", hint="{{ exercise_mark }}")


SAMPLE = Document(
    kind="first_report",
    name="突发事件信息快报",
    title=value("示例", 1),
    number=value("CM-2026-0001", 1),
    exercise=True,
    recipients=(Value("市政府"),),
    parts=(
        Paragraph("简要经过", (value("示例", 1),), "简要经过"),
        Table("变化", ("项目", "现在"), ((Value("死亡人数"), value("3", 1)),)),
    ),
    office="市应急管理局",
    day=value("2026年11月3日", 1),
)
"""Has everything that a template can show."""

__all__ = ["PLACEHOLDERS", "TemplateFinding", "check_template"]
