"""What the calls about the live drill answer, for the OpenAPI document."""

from __future__ import annotations

from api.drill.shapes import DrillView
from api.http.openapi.responses import SIGNED_OUT, WRITING, problems, shown

DRILL = (
    shown(DrillView, "the drill as this account sees it")
    | SIGNED_OUT
    | problems(s404="this server plays no live drill")
)
DRILL_CONTROL = (
    shown(DrillView, "the drill after it")
    | WRITING
    | problems(
        s404="this server plays no live drill, or there is no such inject",
        s409="another account controls the drill, or it is not possible now",
    )
)
