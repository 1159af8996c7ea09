"""Words in titles, numbers and entries, on both kinds of databases."""

from __future__ import annotations

import pytest

from api.ports import Concerned
from api.store.database.connections import Database
from api.store.journal.incident_cache import IncidentCache
from api.store.queries.search import SPAN
from engine.incident.commands import AddLogEntry
from engine.ports import PlanLibrary
from tests.api.store.desk import DUTY, Desk, snapshot, unit_of_work

LINES = ("井下人数已核对", "风机恢复 100%", '他说"还有两人"', "第二行\n换行之后", "ABC 公司")


@pytest.fixture
def incident(database: Database, states: IncidentCache, desk: Desk) -> str:
    """An incident with a few lines in its log."""
    with unit_of_work(database, states) as journal:
        opened = desk.open(journal).after
        for line in LINES:
            desk.service.execute(journal, opened.id, AddLogEntry(text=line), DUTY)
    return opened.id


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("井下", 0),
        ("人数", 0),
        ("100%", 1),
        ('"还有', 2),
        ("行\n换", 3),
        ("abc 公", 4),
    ],
)
def test_any_part_of_an_entry_is_found(
    database: Database, plans: PlanLibrary, incident: str, words: str, line: int
) -> None:
    with snapshot(database, plans) as reader:
        found = reader.entries_with(
            words, before=SPAN, down_to=1, exercise=None, concerned=None, limit=10
        )
        assert [event.data["text"] for _, event in found] == [LINES[line]]


def test_marks_of_patterns_stand_for_themselves(
    database: Database, plans: PlanLibrary, incident: str
) -> None:
    with snapshot(database, plans) as reader:
        for words in ("井_人", "井%人", "\\"):
            assert not reader.entries_with(
                words, before=SPAN, down_to=1, exercise=None, concerned=None, limit=10
            )


def test_pages_go_down_from_a_cursor_and_filters_hold(
    database: Database, plans: PlanLibrary, incident: str
) -> None:
    with snapshot(database, plans) as reader:
        head = reader.head()

        def ask(before: int, **more: object) -> list[int]:
            asked = {"exercise": None, "concerned": None, "limit": 2, "down_to": 1, **more}
            return [at for at, _ in reader.entries_with("行", before=before, **asked)]  # type: ignore[arg-type]

        (at,) = ask(head + 1)
        assert ask(at) == []
        assert ask(head + 1, down_to=at + 1) == []
        assert ask(head + 1, exercise=True) == []
        assert ask(head + 1, concerned=Concerned(frozenset({"nobody"}))) == []
        state = reader.incident(incident)
        assert state is not None
        assert ask(head + 1, exercise=False, concerned=Concerned(frozenset({state.division}))) == [
            at
        ]


def test_incidents_are_found_by_title_and_number(
    database: Database, plans: PlanLibrary, incident: str
) -> None:
    with snapshot(database, plans) as reader:
        state = reader.incident(incident)
        assert state is not None
        for words in (state.title[1:3], state.number.lower()):
            found = reader.incidents_with(words, exercise=None, concerned=None, limit=5)
            assert [one.id for one in found] == [incident]
        assert reader.incidents_with("井下", exercise=None, concerned=None, limit=5) == []
