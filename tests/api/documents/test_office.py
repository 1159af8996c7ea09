"""LibreOffice opens every Word file and sets it on pages.

One start for all files: it is what takes time.
"""

from __future__ import annotations

import os
import re
import zlib
from pathlib import Path

import pytest

from api.documents.files import file_of
from api.documents.plan_files import plan_file
from engine.documents.making import KINDS, make
from engine.errors import StateRefuses
from engine.plan_paper.cards import cards
from engine.plan_paper.sheet import sheet
from tests.engine.drill.golden import play
from tests.support.office import find_office, to_pdf

ROOT = Path(__file__).parents[3]
PAGES = re.compile(rb"/Type\s*/Page\b(?!s)")


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF has, also where its objects stand in compressed streams."""
    streams = re.findall(rb"(?s)stream\r?\n(.*?)endstream", pdf)
    plain = []
    for stream in streams:
        try:
            plain.append(zlib.decompressobj().decompress(stream))
        except zlib.error:
            continue
    return sum(len(PAGES.findall(part)) for part in (pdf, *plain))


@pytest.mark.skipif(
    find_office() is None and not os.environ.get("CI"),
    reason="no LibreOffice: x.py test installs it",
)
def test_libreoffice_opens_every_document_and_sets_it_on_pages(tmp_path: Path) -> None:
    files = []
    for drill in ("coal_roof_fall", "grain_run"):
        played = play(drill)
        for kind in KINDS:
            try:
                document = make(kind, played.plan, played.events[:300], played.slots)
            except StateRefuses:
                continue
            file = tmp_path / f"{drill}_{kind}.docx"
            made = file_of(document, "docx", ROOT / "plans", played.plan.id)
            file.write_bytes(made.content)
            files.append(file)
    plan = played.plan
    for paper in (sheet(plan), cards(plan, "en")):
        file = tmp_path / f"{paper.kind}.docx"
        file.write_bytes(plan_file(paper, "docx").content)
        files.append(file)
    assert len(files) > 16
    for pdf in to_pdf(files, tmp_path):
        pages = pages_of(pdf.read_bytes())
        most = 60 if "log" in pdf.name else 50 if pdf.stem in ("sheet", "cards") else 6
        assert 1 <= pages <= most, (pdf.name, pages)
