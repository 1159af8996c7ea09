"""The shift log on both databases: written, struck, found; nothing is ever deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from api.handover.ports import LogQuery
from api.server_journal.changed_by import ChangedBy
from api.server_journal.handover_data import LogKind
from api.store.database.connections import Database
from api.store.errors import HandoverRefused
from api.store.handover.shift_log import ShiftLog
from tests.api.store.desk import START

ZHANG, LI = (ChangedBy(name, "page", START) for name in ("zhang", "li"))
LATER = START + timedelta(hours=1)


@pytest.fixture
def log(database: Database) -> ShiftLog:
    return ShiftLog(database, database.write)


def write(log: ShiftLog, text: str, by: ChangedBy = ZHANG, kind: LogKind = "call") -> int:
    return log.write(kind, text, START, by).seq


def texts(log: ShiftLog, limit: int = 50, **query: object) -> list[str]:
    return [one.text for one in log.page(LogQuery(**query), limit)]  # type: ignore[arg-type]


def test_entries_are_found_by_kind_account_words_and_time(log: ShiftLog) -> None:
    first = write(log, '省厅来电询问“kind”:"call"')
    write(log, "大雨 红色预警\n第二行", kind="weather")
    last = write(log, "换 UPS 电池 100%_", replace(LI, at=LATER), "equipment")
    assert texts(log)[0] == "换 UPS 电池 100%_"
    assert len(texts(log)) == 3
    assert texts(log, kind="weather") == ["大雨 红色预警\n第二行"]
    assert texts(log, kind="call") == ['省厅来电询问“kind”:"call"']
    assert texts(log, account="li") == ["换 UPS 电池 100%_"]
    assert texts(log, words="ups") == ["换 UPS 电池 100%_"]
    assert texts(log, words="%_") == ["换 UPS 电池 100%_"]
    assert texts(log, words="预警\n第二") == ["大雨 红色预警\n第二行"]
    assert texts(log, words="happened_at") == []
    assert texts(log, since=LATER) == texts(log, account="li")
    assert len(texts(log, until=LATER)) == 2
    assert len(texts(log, before=last)) == 2
    assert len(texts(log, after=first)) == 2
    assert texts(log, limit=1) == ["换 UPS 电池 100%_"]


def test_pages_go_on_over_what_the_words_leave_out(database: Database) -> None:
    log = ShiftLog(database, database.write, batch=2)
    for number in range(7):
        write(log, f"第 {number} 条" + ("，雨" if number % 3 == 0 else ""))
    assert texts(log, words="雨") == ["第 6 条，雨", "第 3 条，雨", "第 0 条，雨"]
    assert len(texts(log)) == 7


def test_an_entry_is_struck_once_and_stays(log: ShiftLog) -> None:
    seq = write(log, "记错了")
    struck = log.strike(seq, replace(LI, reason="不是本单位的事"))
    assert struck.struck is not None
    assert (struck.struck.account, struck.struck.reason) == ("li", "不是本单位的事")
    assert log.page(LogQuery(), 5) == [struck]
    for number, code in ((seq, "log_entry_struck"), (seq + 1, "log_entry_not_found")):
        with pytest.raises(HandoverRefused) as refused:
            log.strike(number, ZHANG)
        assert refused.value.code == code
