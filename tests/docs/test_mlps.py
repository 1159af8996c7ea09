"""The self-assessment by the multi-level protection scheme counts right and names real tests."""

from __future__ import annotations

import re
from collections import Counter

from tests.docs.pages import ROOT
from tests.docs.test_asvs import NAMED, defined_tests

PAGE = ROOT / "docs" / "explanation" / "mlps.md"
VERDICTS = ("满足", "部分", "不满足", "使用单位", "不适用")
ROW = re.compile(rf"^\| ([^|]+) \| ([^|]+) \| ({'|'.join(VERDICTS)}) \| ([^|]+) \|$", re.MULTILINE)
COUNTED = re.compile(r"^\| 满足 \| 部分 .*\n.*\n\|(.*)\|$", re.MULTILINE)


def test_each_row_has_a_verdict_with_a_reason_and_they_are_counted_right() -> None:
    words = PAGE.read_text("utf-8")
    rows = ROW.findall(words)
    assert len({row[0] for row in rows}) == len(rows)
    assert all(len(row[3]) > 1 for row in rows)
    verdicts = Counter(row[2] for row in rows)
    shown = [int(one) for one in COUNTED.search(words)[1].split("|")]  # type: ignore[index]
    assert shown == [verdicts[one] for one in VERDICTS]


def test_each_test_that_is_named_exists() -> None:
    assert set(NAMED.findall(PAGE.read_text("utf-8"))) - defined_tests() == set()
