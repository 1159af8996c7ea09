"""The libraries for documents, loaded beside the requests some time after the start.

A server that makes no document starts without them; the officer who asks for the first one
should not wait for them. Nothing depends on it: a document that is asked for earlier, or on a
machine without a font, is made or refused as ever.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from time import perf_counter

import structlog
from starlette.concurrency import run_in_threadpool

from api.runtime.documents.documents import Format, render
from engine.documents.document import Document, Paragraph, Table, value
from engine.errors import ZhibanError

log = structlog.get_logger("zhiban")

AFTER_S = 15.0
"""Seconds after the server is ready: what waits at a start is done by then."""

FORMS: tuple[Format, ...] = ("docx", "pdf")

_BLANK = Document(
    kind="briefing",
    name="值班",
    title=value("值班"),
    number=value("0"),
    exercise=True,
    recipients=(),
    parts=(Paragraph("值班", (value("值班"),)), Table("值班", ("值班",), ((value("值班"),),))),
    office="值班",
    day=value("值班"),
)
"""Goes nowhere: what its making loads stays loaded."""


async def warm(plans_dir: Path, after_s: float = AFTER_S) -> None:
    """Make one file in each format, then throw it away."""
    await asyncio.sleep(after_s)
    for form in FORMS:
        begun = perf_counter()
        try:
            await run_in_threadpool(render, _BLANK, form, plans_dir, "")
        except ZhibanError as refused:
            # Whoever asks for a document is told so in words.
            log.info("documents_not_ready", form=form, code=refused.code)
        else:
            log.debug("documents_ready", form=form, seconds=round(perf_counter() - begun, 3))
