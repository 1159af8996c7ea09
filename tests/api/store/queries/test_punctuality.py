"""What has become of the ledger's rows, at the instant of asking."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from api.store.facade import Store
from api.store.queries.reader import Reader
from tests.api.store.desk import PLANS, Desk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One plan is enough and read faster than all."""
    folder = tmp_path / "plans"
    folder.mkdir()
    for name in ("coal_mine", "jurisdictions"):
        (folder / name).symlink_to(PLANS / name)
    return folder


def states(reader: Reader, now: datetime, until: datetime | None = None) -> dict[str, int]:
    counts, _ = reader.punctuality(
        now=now, since=None, until=until, plan=None, exercise=False, concerned=None
    )
    found: dict[str, int] = {}
    for count in counts:
        found[count.state] = found.get(count.state, 0) + count.number
    return found


def test_what_is_due_and_not_sent_is_missing_before_the_clock_has_entered_it(
    empty_url: str, folder: Path
) -> None:
    with Store.open(empty_url, folder) as store:
        desk = Desk(store.plans)
        opened = store.writer.run(lambda journal: desk.open(journal)).after
        store.writer.run(lambda journal: desk.respond(journal, opened.id))
        with store.reading() as reader:
            ledger = reader.ledger(opened.id)
            timed = [one for one in ledger if not one.immediately and one.state == "owed"]
            due = min(one.due_at for one in timed)
            first = sum(one.due_at == due for one in timed)
            before = states(reader, due)
            assert (before["owed"], before.get("overdue", 0)) == (len(timed), 0)
            late = states(reader, due + timedelta(microseconds=1))
            assert (late.get("owed", 0), late["overdue"]) == (len(timed) - first, first)
            assert not {"owed", "overdue"} & states(reader, due, until=due).keys()
            _, at_once = reader.punctuality(
                now=due, since=None, until=None, plan="coal_mine", exercise=False, concerned=None
            )
            assert {slot.id for _, slot in at_once} == {one.id for one in ledger if one.immediately}
