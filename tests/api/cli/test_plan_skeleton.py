"""A new plan's skeleton: it loads, passes, runs from the first call to the closing."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml

from api.cli.plan_skeleton import (
    Skeleton,
    fits_id,
    free_prefix,
    jurisdictions,
    nearest_id,
    plan_text,
    prefixes,
    write,
)
from engine.drill.evaluation import evaluate, mismatches_in_words
from engine.drill.runner import run
from engine.drill.scenario import load_scenario
from engine.errors import PlanFileError
from engine.plan.loader import load_plan, load_plans
from engine.plan_checks import check_folder
from tests.engine.stories import Story
from tests.support.plan_files import PLANS

LEVELS = {3: ["III", "II", "I"], 4: ["IV", "III", "II", "I"], 5: ["V", "IV", "III", "II", "I"]}


def skeleton(folder: Path, levels: int = 4, **other: object) -> Skeleton:
    given = {
        "id": "flood_control",
        "title": "某市防汛应急预案",
        "prefix": "FC",
        "jurisdiction": None,
        "today": date(2026, 1, 1),
    }
    return Skeleton(folder, levels=levels, **(given | other))  # type: ignore[arg-type]


@pytest.mark.parametrize("levels", LEVELS)
def test_a_skeleton_passes_the_check_without_a_word(levels: int, tmp_path: Path) -> None:
    new = skeleton(tmp_path, levels)
    write(new)
    assert check_folder(tmp_path) == []
    assert [level.id for level in load_plan(new.file).levels] == LEVELS[levels]


@pytest.mark.parametrize("levels", LEVELS)
def test_an_incident_under_a_skeleton_goes_from_the_first_call_to_the_closing(
    levels: int, tmp_path: Path
) -> None:
    new = skeleton(tmp_path, levels)
    write(new)
    plan = load_plan(new.file)
    story = Story(plan, "2026-03-02 09:00")
    director, chief = story.post("office_director"), story.post("chief_commander")
    east = plan.jurisdiction.divisions[0].code
    story.desk.opens(division=east, deaths=1)
    story.desk.reports("first_report", east)
    lowest, second, top = LEVELS[levels][0], LEVELS[levels][1], LEVELS[levels][-1]
    assert story.view["recommendation"]["level"] == lowest
    story.desk.is_refused("role_required", "activate_response", level=lowest)
    director.activates(lowest)
    story.clock.to("16:30")
    story.desk.reports("daily_lowest", east)
    director.recommends(second)
    chief.adjusts(second)
    story.clock.to("07:30")
    story.desk.reports("daily_upper", east)
    chief.adjusts(top)
    director.does("form_group", group="rescue_group")
    director.does("complete_measure", measure="rescue")
    chief.is_refused("end_conditions_open", "end_response")
    director.confirms_all_end_conditions()
    chief.ends()
    story.desk.reports("final_report", "office")
    director.closes()
    assert story.incident.place == "closed"
    assert len(story.event_types("report_submitted")) == 4
    assert story.event_types("report_overdue") == []
    assert not [slot for slot in story.incident.slots.values() if slot.state == "owed"]


@pytest.mark.parametrize("levels", LEVELS)
def test_the_drill_beside_it_goes_as_it_says(levels: int, tmp_path: Path) -> None:
    new = skeleton(tmp_path, levels)
    write(new)
    played = run(load_scenario(new.home / "drill.yaml"), load_plans(tmp_path))
    assert list(mismatches_in_words(played)) == []
    assert evaluate(played).findings == ()
    assert [event.type for event in played.events][-1] == "incident_closed"


def test_editors_find_the_schema_that_the_first_line_names(tmp_path: Path) -> None:
    new = skeleton(tmp_path)
    assert new.folder / "plan.schema.json" in write(new)
    first = new.file.read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../plan.schema.json"
    named = new.home / first.partition("$schema=")[2]
    assert named.read_bytes() == (PLANS / "plan.schema.json").read_bytes()
    catalogue = new.file.with_name("clauses.yaml").read_text(encoding="utf-8").splitlines()
    assert catalogue[0] == "# yaml-language-server: $schema=../clauses.schema.json"
    assert (tmp_path / "clauses.schema.json").is_file()


def test_what_is_there_is_never_touched(tmp_path: Path) -> None:
    schema = tmp_path / "plan.schema.json"
    schema.write_text("mine", encoding="utf-8")
    new = skeleton(tmp_path)
    assert schema not in write(new)
    assert schema.read_text(encoding="utf-8") == "mine"
    new.file.write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError):
        write(new)
    assert new.file.read_text(encoding="utf-8") == "mine"
    (tmp_path / "other").write_text("a file", encoding="utf-8")
    with pytest.raises(FileExistsError):
        write(skeleton(tmp_path, id="other"))


def test_nothing_is_left_of_a_skeleton_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "jurisdictions").mkdir()
    (tmp_path / "jurisdictions" / "there.yaml").write_text("code: 1\n", encoding="utf-8")
    with pytest.raises(PlanFileError):
        write(skeleton(tmp_path, jurisdiction="there"))
    assert [path.name for path in tmp_path.iterdir()] == ["jurisdictions"]


def test_a_plan_may_share_the_area_of_the_others(tmp_path: Path) -> None:
    shutil.copytree(PLANS, tmp_path / "plans")
    folder = tmp_path / "plans"
    assert jurisdictions(folder) == ["linfen"]
    write(skeleton(folder, jurisdiction="linfen"))
    assert check_folder(folder) == []
    assert load_plans(folder)["flood_control"].jurisdiction.code == "141000"


@pytest.mark.parametrize(
    "title", ['某市"甲" 预案', "a: b # c", "- x", "'", "{a}", "$id 预案", "预案\\n"]
)
def test_a_title_stands_in_the_file_as_it_was_given(title: str, tmp_path: Path) -> None:
    assert yaml.safe_load(plan_text(skeleton(tmp_path, title=title)))["title"] == title
    new = skeleton(tmp_path, title=title)
    write(new)
    assert load_plan(new.file).title == title
    assert load_scenario(new.home / "drill.yaml").plan == new.id


def test_a_prefix_is_taken_from_the_id_unless_another_plan_has_it(tmp_path: Path) -> None:
    assert free_prefix(tmp_path, "flood_control") == "FC"
    assert free_prefix(tmp_path, "flood") == "FL"
    assert free_prefix(tmp_path, "f2") is None
    write(skeleton(tmp_path))
    assert prefixes(tmp_path) == {"FC": "某市防汛应急预案"}
    assert free_prefix(tmp_path, "fire_crisis") == "FI"
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "plan.yaml").write_text("a: [", encoding="utf-8")
    assert free_prefix(tmp_path, "fire_crisis") == "FI"


@pytest.mark.parametrize(
    ("word", "offered"),
    [
        ("Flood Control", "flood_control"),
        ("flood-control.", "flood_control"),
        ("2 floods", "floods"),
        ("../flood", "flood"),
        ("防汛", None),
        ("", None),
        ("drills!", None),
        ("a" * 70, None),
    ],
)
def test_for_an_odd_id_the_nearest_good_one_is_offered(word: str, offered: str | None) -> None:
    assert not fits_id(word)
    assert nearest_id(word) == offered
