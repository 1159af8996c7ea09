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
from engine.evaluation.comparison_view import ComparisonView
from engine.evaluation.shapes import EvaluationView, GlancesView, ImprovementsPage

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
IMPROVEMENTS = shown(ImprovementsPage, "the improvements that the account may read") | SIGNED_OUT
SETTLED = (
    shown(ImprovementsPage, "the improvements with it", 201)
    | WRITING
    | problems(s403="neither its owner nor an administrator", s404="there is no such improvement")
)
COMPARISON = shown(ComparisonView, "both runs side by side") | _WHOLE
COMPARED_REPORT = _FILE | _WHOLE | problems(s409="no template or font to make it with")
FILE_COMPARISON = COMPARISON | problems(
    s400="no form", s413="the file is too large", s415="no form", s422="no run is in the file"
)
COMPARED_FILE_REPORT = COMPARED_REPORT | problems(
    s400="no form", s413="the file is too large", s415="no form", s422="no run is in the file"
)
