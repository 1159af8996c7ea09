"""What a journal lacks is said in a sentence, whatever it is."""

from datetime import UTC, datetime

import pytest

from api.app import Finding
from api.cli.findings import sentence_of

HEAD = {"epoch": "e1", "cursor": 15, "head_at": datetime(2026, 11, 23, 8, tzinfo=UTC)}
UNNUMBERED, BETWEEN = {"sentence": "altered_unnumbered"}, {"sentence": "rewritten_between"}


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (Finding("gap", "i", 3, "", {"number": "CM-1"}), "CM-1（i） 第 3 条：缺了这一条"),
        (Finding("chain", "i", 3, ""), "i 第 3 条：接不上前一条"),
        (Finding("altered", "i", None, "", {**UNNUMBERED, "cursor": 7}), "编号 7"),
        (Finding("cursor", None, None, "", {"count": 4, "least": 1, "most": 6}), "从 1 到 6"),
        (Finding("plan", "i", None, "", {"plan": "grain"}), "i：找不到它所用的那一版预案（grain）"),
        (Finding("incident", "i", None, "seq"), "i：事件的数据与处置记录不一致：seq。"),
        (Finding("incident", "i", None, "", {"sentence": "incident_absent"}), "没有这个事件的数据"),
        (Finding("slot", "i", None, "s1"), "应报时点 s1"),
        (Finding("truncated", None, None, "", {**HEAD, "first": 13, "end": 12}), "编号 13 至 15"),
        (Finding("rewritten", "i", 2, "", HEAD), "到编号 15 为止的记录头"),
        (Finding("rewritten", "i", 2, "", {**HEAD, "backup": "a.backup"}), "备份 a.backup"),
        (
            Finding("rewritten", None, None, "", {**HEAD, **BETWEEN, "first": 3}),
            "编号 3 至 15 之间",
        ),
        (Finding("restored", None, None, "", {**HEAD, "first": "?"}), "编号 ? 至 15"),
        (Finding("other_epoch", None, None, "", HEAD), "纪元 e1"),
    ],
)
def test_each_finding_is_a_sentence_without_holes(found: Finding, told: str) -> None:
    said = sentence_of(found)
    assert told in said
    assert said.endswith(f"〔{found.what}〕")
    assert "—" not in said
    assert "None" not in said
