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
from engine.documents.making import KINDS, make
from engine.errors import StateRefuses
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
        run = play(drill)
        for kind in KINDS:
            try:
                document = make(kind, run.plan, run.events[:300], run.slots)
            except StateRefuses:
                continue
            file = tmp_path / f"{drill}_{kind}.docx"
            made = file_of(document, "docx", ROOT / "plans", run.plan.id)
            file.write_bytes(made.content)
            files.append(file)
    assert len(files) > 14
    for pdf in to_pdf(files, tmp_path):
        pages = pages_of(pdf.read_bytes())
        assert 1 <= pages <= (60 if "log" in pdf.name else 6), (pdf.name, pages)
