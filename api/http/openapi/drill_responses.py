"""What the calls about the live drill answer, for the OpenAPI document."""

from __future__ import annotations

from api.drill.replay_view import RecordingView
from api.drill.shapes import DrillView
from api.http.openapi.responses import SIGNED_OUT, WRITING, problems, shown

DRILL = (
    shown(DrillView, "the drill as this account sees it")
    | SIGNED_OUT
    | problems(s404="this server plays no live drill")
)
RECORDING = (
    shown(RecordingView, "the entries that are replayed, in their order")
    | SIGNED_OUT
    | problems(
        s403="the account neither conducts nor judges drills", s404="this server replays nothing"
    )
)
DRILL_CONTROL = (
    shown(DrillView, "the drill after it")
    | WRITING
    | problems(
        s404="this server plays no live drill, or there is no such inject",
        s409="another account controls the drill, or it is not possible now",
    )
)
