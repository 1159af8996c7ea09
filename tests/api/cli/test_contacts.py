"""The address book as a spreadsheet, on the command line."""

from __future__ import annotations

import io
from pathlib import Path

from openpyxl import Workbook, load_workbook

from tests.support.cli import zhiban


def sheet(file: Path, *rows: tuple[object, ...]) -> Path:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append([*row])
    book.save(file)
    return file


HEAD = ("单位", "岗位", "姓名", "手机", "预案岗位")


def test_a_sheet_is_checked_taken_over_and_given_back(tmp_path: Path) -> None:
    file = sheet(
        tmp_path / "book.xlsx",
        HEAD,
        ("市应急管理局", "局长", "甲", 13835700001, "煤矿生产安全事故：市指挥部指挥长"),
        ("市应急管理局", "副局长", "乙", 13835700002, "值班员"),
    )
    looked = zhiban(tmp_path, "contacts", "import", str(file), "--check")
    assert looked.returncode == 0, looked.stderr
    assert "2 条可以读入。什么都没有改" in looked.stdout
    taken = zhiban(tmp_path, "contacts", "import", str(file))
    assert "新增 2 条" in taken.stdout, taken.stderr

    out = tmp_path / "out.xlsx"
    assert zhiban(tmp_path, "contacts", "export", str(out)).returncode == 0
    page = load_workbook(io.BytesIO(out.read_bytes())).worksheets[0]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert rows[0][0] == "单位"
    assert "煤矿生产安全事故：市指挥部指挥长" in rows[2]
    again = zhiban(tmp_path, "contacts", "import", str(out))
    assert "新增 0 条，改动 0 条，未变 2 条，删除 0 条" in again.stdout
    over = zhiban(tmp_path, "contacts", "export", str(out))
    assert (over.returncode, "没有覆盖" in over.stderr) == (2, True)

    one = sheet(tmp_path / "one.xlsx", HEAD, ("市应急管理局", "局长", "甲", 13835700001, None))
    replaced = zhiban(tmp_path, "contacts", "import", str(one), "--replace")
    assert "改动 1 条，未变 0 条，删除 1 条" in replaced.stdout
    checked = zhiban(tmp_path, "contacts", "check")
    assert checked.returncode == 1
    assert "无人可叫：市指挥部指挥长" in checked.stdout
    english = zhiban(tmp_path, "contacts", "check", ZHIBAN_LANGUAGE="en")
    assert "nobody to ring:" in english.stdout


def test_one_wrong_cell_and_nothing_is_changed(tmp_path: Path) -> None:
    file = sheet(
        tmp_path / "book.xlsx",
        HEAD,
        ("市应急管理局", "局长", "甲", 1383570, None),
        ("市应急管理局", "局长", "乙", 13835700002, "局座"),
        ("市政府", "秘书长", "丙", 13835700002, None),
        ("市政府", "秘书长", "丙", 13835700002, None),
    )
    done = zhiban(tmp_path, "contacts", "import", str(file))
    assert done.returncode == 1
    assert "D2  “1383570”不是手机号" in done.stderr
    assert "E3  没有“局座”这个预案岗位" in done.stderr
    assert "第 4、5 行  “市政府 秘书长 丙”列了两次以上" in done.stderr
    assert "没有读入" in done.stderr
    out = tmp_path / "out.xlsx"
    zhiban(tmp_path, "contacts", "export", str(out))
    assert load_workbook(out).worksheets[0].max_row == 1


def test_what_is_no_sheet_is_said(tmp_path: Path) -> None:
    text = tmp_path / "book.xls"
    text.write_text("单位,岗位", encoding="utf-8")
    done = zhiban(tmp_path, "contacts", "import", str(text))
    assert (done.returncode, ".xlsx" in done.stderr) == (1, True)
    gone = zhiban(tmp_path, "contacts", "import", str(tmp_path / "nosuch.xlsx"))
    assert (gone.returncode, "打不开" in gone.stderr) == (2, True)


def test_plan_check_warns_of_whom_nobody_can_ring(tmp_path: Path) -> None:
    file = sheet(
        tmp_path / "book.xlsx",
        HEAD,
        ("市应急管理局", "局长", "甲", 13835700001, "煤矿生产安全事故：市指挥部指挥长"),
    )
    done = zhiban(tmp_path, "plan", "check", "--contacts", str(file))
    assert done.returncode == 0, done.stderr
    told = [line for line in done.stdout.splitlines() if "没有能打通的电话" in line]
    assert any("煤矿" in line and "乡宁县" in line for line in told)
    assert not any("煤矿" in line and "“市指挥部指挥长”" in line for line in told)
    assert f"{len(told)} 个提醒" in done.stdout
    bad = sheet(tmp_path / "bad.xlsx", HEAD, ("市应急管理局", "局长", "甲", 1383570))
    wrong = zhiban(tmp_path, "plan", "check", "--contacts", str(bad))
    assert (wrong.returncode, "不是手机号" in wrong.stderr) == (1, True)
