"""The rules of calling: in force as the file says, and kept as they were."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from api.store.database.connections import Database
from api.store.integrity.verify import verify
from api.store.queries.calling_rules import StoredRules
from engine.errors import NotFound
from engine.plan.calling_rules import NO_RULES
from engine.ports import PlanLibrary
from tests.api.store.desk import PLANS


def test_an_edition_is_kept_after_the_file_has_changed(
    database: Database, tmp_path: Path, plans: PlanLibrary
) -> None:
    file = tmp_path / "calling.yaml"
    assert StoredRules(database, tmp_path).current() == NO_RULES, "an office without a file"
    shutil.copy(PLANS / "calling.yaml", file)
    first = StoredRules(database, tmp_path).current()
    file.write_text(file.read_text("utf-8") + "\n# 改过\n", "utf-8")
    StoredRules(database, tmp_path)
    later = StoredRules(database, tmp_path)
    assert later.current().digest != first.digest
    assert later.by_digest(first.digest) == first
    with pytest.raises(NotFound):
        later.by_digest("f" * 64)
    with database.reading() as connection:
        assert verify(connection, plans).findings == (), "each edition has its entry, once"
