"""Files that people give and take: YAML and workbooks. Whatever they hold, nothing is kept here."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Literal

from api.problems import HttpError
from api.scenarios.checking import Checked, check
from api.scenarios.comparing import differences
from api.scenarios.files import MOST_CHARACTERS, comments_of_all, data_of
from api.scenarios.library import read
from api.scenarios.shapes import ScenarioDifference, ScenarioRead
from engine.drill.scenario.writing import as_data
from engine.errors import InvalidInput, PlanFileError
from engine.plan.model import Plan


def read_upload(
    content: bytes,
    kind: Literal["yaml", "xlsx"],
    plans: Mapping[str, Plan],
    before: str | None,
    language: str,
) -> ScenarioRead:
    """What a file holds, what is wrong with it, and what it would change of `before`."""
    if kind == "xlsx":
        # Loaded where it is used: spreadsheets take a tenth of a second of every start.
        book = import_module("api.scenario_sheets.reading").read_book(content, plans)
        if book.faults:
            faults = [one.sentence(language) for one in book.faults]
            return _nothing(faults)
        text = str(book.yaml)
    else:
        # A text that is no UTF-8 is told by the reader, with its line.
        text = content.decode("utf-8-sig", "surrogateescape")
    if len(text) > MOST_CHARACTERS:
        raise InvalidInput("scenario_too_long", field="file", most=MOST_CHARACTERS)
    return _read(text, plans, before, language)


def _nothing(faults: list[str]) -> ScenarioRead:
    return {"scenario": None, "notes": [], "findings": [], "faults": faults, "differences": []}


def _read(text: str, plans: Mapping[str, Plan], before: str | None, language: str) -> ScenarioRead:
    try:
        data, notes = data_of(text)
    except (PlanFileError, UnicodeEncodeError) as wrong:
        if isinstance(wrong, PlanFileError):
            return _nothing([one.sentence(language) for one in wrong.every])
        utf8 = PlanFileError("plan_not_utf8", file="scenario", line=1)
        return _nothing([utf8.sentence(language)])
    found = check(text, plans)
    return {
        "scenario": data,
        "notes": notes,
        "findings": found.findings(language),
        "faults": [],
        "differences": [] if before is None else _changes(before, data, found, plans, language),
    }


def _changes(
    before: str, data: dict[str, Any], found: Checked, plans: Mapping[str, Plan], language: str
) -> list[ScenarioDifference]:
    """What is written in another way and means the same is no change."""
    known = check(before, plans).scenario
    if known is not None and found.scenario is not None:
        return differences(as_data(known), as_data(found.scenario), language)
    return differences(read(before)[0], data, language)


def written(text: str, form: Literal["yaml", "xlsx"], plans: Mapping[str, Plan]) -> bytes:
    """A scenario as a file. Raises `HttpError` (409): a draft is no workbook."""
    if form == "yaml":
        return text.encode()
    found = check(text, plans)
    if found.scenario is None:
        raise HttpError(409, "scenario_draft", count=len(found.faults))
    comments = comments_of_all(text.encode())
    book: bytes = import_module("api.scenario_sheets.writing").write_book(found.scenario, comments)
    return book
