"""The roster as a spreadsheet, on the command line."""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook, load_workbook

from tests.support.cli import zhiban

TODAY = date.today()  # noqa: DTZ011 - any day will do
HEAD = ("日期", "时间", "带班领导", "值班员")
BOOK = (
    ("单位", "岗位", "姓名", "手机"),
    ("市应急局", "局长", "王建国", 13835700001),
    ("市应急局", "值班室", "张三", 13835700002),
)


def sheet(file: Path, *rows: tuple[object, ...]) -> Path:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append([*row])
    book.save(file)
    return file


def day(number: int) -> str:
    return (TODAY + timedelta(days=number)).isoformat()


def test_a_roster_is_checked_taken_over_and_given_back(tmp_path: Path) -> None:
    zhiban(tmp_path, "contacts", "import", str(sheet(tmp_path / "book.xlsx", *BOOK)))
    unchecked = zhiban(tmp_path, "roster", "check")
    assert (unchecked.returncode, "还没有值班表" in unchecked.stdout) == (0, True)

    rows = [(day(n), "00:00-24:00", "王建国", "张三") for n in range(-1, 3)]
    file = sheet(tmp_path / "roster.xlsx", HEAD, *rows)
    looked = zhiban(tmp_path, "roster", "import", str(file), "--check")
    assert looked.returncode == 0, looked.stderr
    assert "4 班可以读入。什么都没有改" in looked.stdout
    taken = zhiban(tmp_path, "roster", "import", str(file))
    assert "新增 4 班" in taken.stdout, taken.stderr
    manned = zhiban(tmp_path, "roster", "check")
    assert (manned.returncode, "都有带班领导和值班员" in manned.stdout) == (0, True)

    out = tmp_path / "out.xlsx"
    assert zhiban(tmp_path, "roster", "export", str(out), "--from", day(0)).returncode == 0
    page = load_workbook(io.BytesIO(out.read_bytes())).worksheets[0]
    assert [cell.value for cell in page[2]][:2] == [day(0), page["B2"].value]
    assert page.max_row == 4
    again = zhiban(tmp_path, "roster", "import", str(out))
    assert "新增 0 班，改动 0 班，未变 3 班，删除 0 班" in again.stdout
    over = zhiban(tmp_path, "roster", "export", str(out))
    assert (over.returncode, "没有覆盖" in over.stderr) == (2, True)

    gone = sheet(tmp_path / "gone.xlsx", HEAD, *rows[:1], (day(2), "01:00-24:00", "王建国", "张三"))
    replaced = zhiban(tmp_path, "roster", "import", str(gone), "--replace")
    assert "新增 1 班，改动 0 班，未变 1 班，删除 3 班" in replaced.stdout, replaced.stdout
    alarm = zhiban(tmp_path, "roster", "check", ZHIBAN_LANGUAGE="en")
    assert alarm.returncode == 1
    assert "There is no leader on duty" in alarm.stdout
    checked = zhiban(tmp_path, "roster", "check", str(gone))
    assert checked.returncode == 1
    assert "没有带班领导" in checked.stderr


def test_one_wrong_cell_and_nothing_is_changed(tmp_path: Path) -> None:
    zhiban(tmp_path, "contacts", "import", str(sheet(tmp_path / "book.xlsx", *BOOK)))
    rows = [(day(0), "08:00-20:00", "王建军", "张三"), (day(0), "20:00-08:00", "王建国", "李四")]
    done = zhiban(tmp_path, "roster", "import", str(sheet(tmp_path / "r.xlsx", HEAD, *rows)))
    assert done.returncode == 1
    assert "C2  通讯录里没有“王建军”。最接近的是：王建国。" in done.stderr
    assert "D3  通讯录里没有“李四”" in done.stderr
    assert "没有读入" in done.stderr
    out = tmp_path / "out.xlsx"
    zhiban(tmp_path, "roster", "export", str(out))
    assert load_workbook(out).worksheets[0].max_row == 1
    absent = zhiban(tmp_path, "roster", "check", str(tmp_path / "nosuch.xlsx"))
    assert (absent.returncode, "打不开" in absent.stderr) == (2, True)
