"""What the calls about the live drill answer, for the OpenAPI document."""

from __future__ import annotations

from api.drill.replay_view import RecordingView
from api.drill.shapes import (
    DrillLook,
    DrillMessagesView,
    DrillPass,
    DrillView,
    ParticipantsView,
)
from api.http.openapi.responses import SIGNED_OUT, WRITING, problems, shown
from api.ports import DrillWords

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

_NO_DRILL = problems(s404="this server plays no live drill, or has no such participant")
_NOT_YOURS = problems(s403="the account neither conducts nor judges the drill")
PARTICIPANTS = (
    shown(ParticipantsView, "what each participant has before it")
    | SIGNED_OUT
    | _NOT_YOURS
    | _NO_DRILL
)
LOOK = shown(DrillLook, "the token, shown this once", 201) | WRITING | _NO_DRILL
PASS = shown(DrillPass, "the sign-in, shown this once", 201) | WRITING | _NO_DRILL
MESSAGES = shown(DrillMessagesView, "every message") | SIGNED_OUT | _NOT_YOURS | _NO_DRILL
MESSAGE = shown(DrillWords, "the message as it was kept", 201) | WRITING | _NO_DRILL
