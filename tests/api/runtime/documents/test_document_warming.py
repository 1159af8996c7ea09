"""The libraries for documents are loaded beside the requests, and failing at it harms nobody."""

from __future__ import annotations

from pathlib import Path

from structlog.testing import capture_logs

from api.runtime.documents.document_warming import FORMS, warm
from api.settings import SHIPPED_PLANS


async def test_each_format_is_made_once() -> None:
    with capture_logs() as logged:
        await warm(SHIPPED_PLANS, after_s=0)
    assert [one["form"] for one in logged if one["event"] == "documents_ready"] == [*FORMS]


async def test_a_template_that_is_none_is_logged_and_the_next_format_is_made(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "official_paper.docx").write_bytes(b"no zip")
    with capture_logs() as logged:
        await warm(tmp_path, after_s=0)
    assert [(one["event"], one["form"]) for one in logged] == [
        ("documents_not_ready", "docx"),
        ("documents_ready", "pdf"),
    ]
