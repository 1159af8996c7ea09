"""What the calls about scenarios answer, for the OpenAPI document."""

from __future__ import annotations

from api.http.openapi.responses import READING, SIGNED_OUT, WRITING, file, problems, shown
from api.ports import SHEET
from api.scenarios.shapes import (
    ScenarioChecked,
    ScenarioChoices,
    ScenarioRead,
    ScenariosPage,
    ScenarioView,
    TrialProgress,
    TrialView,
)

_NOT_YOURS = problems(s403="not for this account")
_NONE = problems(s404="there is no such scenario")
SCENARIOS = shown(ScenariosPage, "all of them") | SIGNED_OUT | _NOT_YOURS
CHOICES = shown(ScenarioChoices, "what the forms offer") | SIGNED_OUT | _NOT_YOURS
SCENARIO = shown(ScenarioView, "the scenario; its version is the `ETag`") | READING | _NOT_YOURS
SAVED = (
    shown(ScenarioView, "as it is kept now")
    | WRITING
    | _NOT_YOURS
    | problems(
        s409="it comes with the plans: keep it under another name",
        s412="somebody else has kept another edition meanwhile",
    )
)
REMOVED = (
    {204: {"description": "it is in no list any more"}}
    | READING
    | _NOT_YOURS
    | _NONE
    | problems(s409="it comes with the plans", s412="somebody else has changed it meanwhile")
)
CHECKED = shown(ScenarioChecked, "what is wrong with it; nothing was kept") | WRITING | _NOT_YOURS
READ = shown(ScenarioRead, "what the file holds; nothing was kept") | WRITING | _NOT_YOURS
TRIED = (
    shown(TrialView, "what happened; nothing was kept")
    | WRITING
    | _NOT_YOURS
    | problems(s409="it fails the check, another trial runs, or this one was stopped")
)
TRYING = shown(TrialProgress, "how far it is") | READING | _NOT_YOURS
YAML = "application/yaml"
FILE = (
    file("the file; its type is that of its ending", YAML, SHEET)
    | READING
    | _NOT_YOURS
    | problems(s409="a draft that fails the check is no spreadsheet")
)
