"""The arguments of the tools: their bounds, and their descriptions in both languages."""

from __future__ import annotations

from typing import Annotated

from pydantic import AwareDatetime, Field

from engine.messages import CATALOGUES
from engine.plan.model import Stage
from engine.presentation.slot_view import SlotState


def both(key: str) -> str:
    """A sentence in both languages, Chinese first: an assistant may speak either."""
    return "\n".join(CATALOGUES[language][key] for language in ("zh", "en"))


NAME = r"^[\w-]+$"
"""No slash and no dot: it becomes a part of an address."""

Plan = Annotated[
    str, Field(min_length=1, max_length=64, pattern=NAME, description=both("mcp.argument.plan"))
]
Incident = Annotated[
    str, Field(min_length=1, max_length=64, pattern=NAME, description=both("mcp.argument.incident"))
]
Clause = Annotated[str, Field(min_length=1, max_length=64, description=both("mcp.argument.clause"))]
Words = Annotated[str, Field(min_length=1, max_length=100, description=both("mcp.argument.words"))]
Exercise = Annotated[bool | None, Field(description=both("mcp.argument.exercise"))]
Cursor = Annotated[str | None, Field(max_length=200, description=both("mcp.argument.cursor"))]
Reporter = Annotated[str | None, Field(max_length=64, description=both("mcp.argument.reporter"))]
DueBefore = Annotated[AwareDatetime | None, Field(description=both("mcp.argument.due_before"))]
Before = Annotated[int | None, Field(ge=1, le=2**53, description=both("mcp.argument.before"))]
Few = Annotated[int, Field(ge=1, le=50, description=both("mcp.argument.limit"))]
InStage = Annotated[Stage | None, Field(description=both("mcp.argument.stage"))]
InState = Annotated[SlotState | None, Field(description=both("mcp.argument.state"))]
