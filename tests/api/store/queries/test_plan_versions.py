"""An incident stays with the plan it was opened under, whatever becomes of the file."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from api.store.database.connections import Database
from api.store.journal.incident_cache import IncidentCache
from api.store.queries.plan_versions import PLAN_TEXT, StoredPlans
from engine.errors import NotFound, PlanFileError
from engine.plan.loader import load_plan
from tests.api.store.desk import PLANS, Desk, unit_of_work


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of one plan and the jurisdictions, to be changed at will."""
    copy = tmp_path / "plans"
    for name in ("coal_mine", "jurisdictions"):
        shutil.copytree(PLANS / name, copy / name)
    return copy


def reword(folder: Path, old: str, new: str, name: str = "plan.yaml") -> None:
    file = folder / "coal_mine" / name
    words = file.read_bytes().decode()
    assert old in words
    file.write_bytes(words.replace(old, new, 1).encode())


def stored(database: Database) -> list[tuple[str, str]]:
    with database.reading() as connection:
        rows = connection.execute(select(PLAN_TEXT.c.id, PLAN_TEXT.c.digest))
        return [(row.id, row.digest) for row in rows]


def test_the_plans_in_force_are_those_of_the_folder(database: Database, folder: Path) -> None:
    plans = StoredPlans(database, folder)
    expected = load_plan(folder / "coal_mine")
    assert plans.current() == {"coal_mine": expected}
    assert plans.pinned("coal_mine", expected.digest) is plans.current()["coal_mine"]
    assert stored(database) == [("coal_mine", expected.digest)]


def test_starting_again_stores_nothing_twice(database: Database, folder: Path) -> None:
    StoredPlans(database, folder)
    StoredPlans(database, folder)
    assert len(stored(database)) == 1


def test_an_older_plan_is_built_again_from_its_text(database: Database, folder: Path) -> None:
    old = StoredPlans(database, folder).current()["coal_mine"]
    reword(folder, "title: ", "title: 改-")
    plans = StoredPlans(database, folder)
    assert plans.current()["coal_mine"].digest != old.digest
    assert plans.pinned("coal_mine", old.digest) == old
    assert plans.pinned("coal_mine", old.digest) is plans.pinned("coal_mine", old.digest)
    assert len(stored(database)) == 2


def test_an_older_jurisdiction_belongs_to_the_older_plan(database: Database, folder: Path) -> None:
    old = StoredPlans(database, folder).current()["coal_mine"]
    file = next((folder / "jurisdictions").glob("*.yaml"))
    name = old.jurisdiction.divisions[0].name
    words = file.read_bytes().decode()
    file.write_bytes(words.replace(name, "新名", 1).encode())
    plans = StoredPlans(database, folder)
    assert plans.current()["coal_mine"].jurisdiction.divisions[0].name == "新名"
    assert plans.pinned("coal_mine", old.digest).jurisdiction.divisions[0].name == name


def test_a_text_is_kept_byte_for_byte(database: Database, folder: Path) -> None:
    file = folder / "coal_mine" / "plan.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    old = StoredPlans(database, folder).current()["coal_mine"]
    shutil.rmtree(folder / "coal_mine")
    plans = StoredPlans(database, folder)
    assert plans.current() == {}
    assert plans.pinned("coal_mine", old.digest) == old


def test_a_plan_is_built_again_with_its_older_clause_catalogue(
    database: Database, folder: Path
) -> None:
    old = StoredPlans(database, folder).current()["coal_mine"]
    reword(folder, "heading: 总则", "heading: 总的规则", "clauses.yaml")
    plans = StoredPlans(database, folder)
    assert plans.current()["coal_mine"].clauses[0].heading == "总的规则"
    assert plans.pinned("coal_mine", old.digest) == old


def test_a_plan_kept_before_there_were_clause_catalogues_is_built_again(
    database: Database, folder: Path
) -> None:
    """Such a plan is one file, and its digest is that of its bytes and the area's."""
    home = folder / "coal_mine"
    catalogue = home / "clauses.yaml"
    whole = (home / "plan.yaml").read_bytes() + catalogue.read_bytes()
    (home / "plan.yaml").write_bytes(whole)
    catalogue.unlink()
    old = StoredPlans(database, folder).current()["coal_mine"]
    area = (folder / "jurisdictions" / "linfen.yaml").read_bytes()
    assert old.digest == hashlib.sha256(whole + area).hexdigest()
    with database.reading() as connection:
        assert connection.scalars(select(PLAN_TEXT.c.clauses)).all() == [None]
    shutil.rmtree(folder)
    assert StoredPlans(database, folder).pinned("coal_mine", old.digest) == old


def test_a_plan_with_a_jurisdiction_of_its_own(database: Database, folder: Path) -> None:
    own = '{code: "141000", name: 临汾, divisions: [{code: "141002", name: 尧都区}]}'
    reword(folder, "jurisdiction: linfen", f"jurisdiction: {own}")
    old = StoredPlans(database, folder).current()["coal_mine"]
    shutil.rmtree(folder)
    assert StoredPlans(database, folder).pinned("coal_mine", old.digest) == old


def test_an_incident_goes_on_under_its_plan_after_the_file_was_replaced(
    database: Database, folder: Path
) -> None:
    plans = StoredPlans(database, folder)
    with unit_of_work(database, IncidentCache(plans)) as journal:
        opened = Desk(plans).open(journal).after
    reword(folder, "title: ", "title: 改-")
    later = StoredPlans(database, folder)
    with unit_of_work(database, IncidentCache(later)) as journal:
        assert journal.load(opened.id) == opened
        logged = Desk(later).log(journal, opened.id)
        newer = Desk(later, "newer").open(journal)
    assert logged.plan.digest == opened.plan_digest
    assert newer.after.plan_digest != opened.plan_digest


def test_a_plan_that_was_never_there_is_not_found(database: Database, folder: Path) -> None:
    with pytest.raises(NotFound) as missing:
        StoredPlans(database, folder).pinned("coal_mine", "f" * 64)
    assert missing.value.code == "plan_version_missing"


def test_a_broken_plan_stops_the_start_and_stores_nothing(database: Database, folder: Path) -> None:
    reword(folder, "title: ", "titel: ")
    with pytest.raises(PlanFileError):
        StoredPlans(database, folder)
    assert stored(database) == []
