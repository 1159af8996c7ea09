"""What the calls about evaluations answer, for the OpenAPI document."""

from __future__ import annotations

from api.http.openapi.responses import HTML, PDF, READING, WORD, WRITING, problems, shown
from engine.evaluation.shapes import EvaluationView, GlancesView

_WHOLE = READING | problems(s403="the account does not see all of it")
_SHAPE = shown(EvaluationView, "the evaluation; `docx`, `pdf` and `html` are its report")
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_SHAPE[200]["content"] |= dict.fromkeys((WORD, PDF, HTML), _BINARY)
EVALUATION = _SHAPE | _WHOLE | problems(s409="no font to make a report with")
GLANCES = shown(GlancesView, "what somebody should look at") | _WHOLE
WRITTEN = (
    shown(EvaluationView, "the evaluation with it", 201)
    | WRITING
    | problems(s403="not for this account", s404="there is no such incident", s409="kept elsewhere")
)
