"""The store as a whole: opened, used, closed, opened again."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from api.store.errors import StoreUnavailable
from api.store.facade import Store
from engine.errors import PlanFileError
from tests.api.store.desk import PLANS, START, Desk, story


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One plan is enough and read faster than all."""
    folder = tmp_path / "plans"
    folder.mkdir()
    for name in ("coal_mine", "jurisdictions"):
        (folder / name).symlink_to(PLANS / name)
    return folder


def test_what_is_written_is_there_when_opened_again(empty_url: str, folder: Path) -> None:
    with Store.open(empty_url, folder) as store:
        lived = store.writer.run(lambda journal: story(Desk(store.plans), journal))[-1].after
        store.accounts.create("zhang", "a password", ["duty_officer"], START)
        token = store.sessions.create("zhang", "token", START)
        with store.reading() as reader:
            epoch, head = reader.epoch(), reader.head()
    with Store.open(empty_url, folder, create=False) as store:
        with store.reading() as reader:
            assert (reader.epoch(), reader.head()) == (epoch, head)
            assert reader.incident(lived.id) == lived
        assert store.sessions.resolve(token, START) is not None
        assert store.verify().findings == ()


def test_a_plan_that_cannot_be_read_leaves_nothing_open(empty_url: str, tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "plan.yaml").write_text("id: [")
    threads = threading.active_count()
    with pytest.raises(PlanFileError):
        Store.open(empty_url, tmp_path)
    assert threading.active_count() == threads


def test_a_missing_database_is_made_only_if_wanted(tmp_path: Path, folder: Path) -> None:
    url = f"sqlite:///{tmp_path}/zhiban.db"
    with pytest.raises(StoreUnavailable):
        Store.open(url, folder, create=False)
    assert not (tmp_path / "zhiban.db").exists()


def test_a_closed_store_takes_no_more_writes(empty_url: str, folder: Path) -> None:
    store = Store.open(empty_url, folder)
    store.close()
    with pytest.raises(StoreUnavailable):
        store.accounts.create("zhang", "a password", ["viewer"], START)
