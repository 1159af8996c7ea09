"""What the calls about evaluations answer, for the OpenAPI document."""

from __future__ import annotations

from api.http.openapi.responses import (
    DOCUMENT_FILE,
    READING,
    SIGNED_OUT,
    WRITING,
    problems,
    shown,
)
from engine.evaluation.shapes import EvaluationView, GlancesView

_WHOLE = READING | problems(s403="the account does not see all of it")
_FILE = {200: DOCUMENT_FILE[200]} | SIGNED_OUT
EVALUATION = shown(EvaluationView, "the evaluation") | SIGNED_OUT
INCIDENT_EVALUATION = shown(EvaluationView, "the evaluation") | _WHOLE
REPORT = _FILE | problems(s409="there is no exercise, or no template or font to make it with")
INCIDENT_REPORT = _FILE | _WHOLE | problems(s409="no template or font to make it with")
GLANCES = shown(GlancesView, "what somebody should look at") | _WHOLE
WRITTEN = (
    shown(EvaluationView, "the evaluation with it", 201)
    | WRITING
    | problems(s403="not for this account", s404="there is no such incident", s409="kept elsewhere")
)
