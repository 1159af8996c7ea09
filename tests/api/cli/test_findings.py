"""What a journal lacks is said in a sentence, whatever it is."""

from datetime import UTC, datetime

import pytest

from api.cli.findings import sentence_of
from api.store.integrity.finding import IntegrityFinding

HEAD = {"epoch": "e1", "cursor": 15, "head_at": datetime(2026, 11, 23, 8, tzinfo=UTC)}
CUT, FORGED, GONE = ({"sentence": one} for one in ("chain_cut", "head_forged", "trigger_gone"))
UNNUMBERED, BETWEEN = {"sentence": "altered_unnumbered"}, {"sentence": "rewritten_between"}


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (IntegrityFinding("gap", "i", 3, "", {"number": "CM-1"}), "CM-1（i） 第 3 条：缺了这一条"),
        (IntegrityFinding("chain", "i", 3, ""), "i 第 3 条：接不上前一条"),
        (IntegrityFinding("altered", "i", None, "", {**UNNUMBERED, "cursor": 7}), "编号 7"),
        (
            IntegrityFinding("cursor", None, None, "", {"count": 4, "least": 1, "most": 6}),
            "从 1 到 6",
        ),
        (
            IntegrityFinding("plan", "i", None, "", {"plan": "grain"}),
            "i：找不到它所用的那一版预案（grain）",
        ),
        (IntegrityFinding("incident", "i", None, "seq"), "i：事件的数据与处置记录不一致：seq。"),
        (
            IntegrityFinding("incident", "i", None, "", {"sentence": "incident_absent"}),
            "没有这个事件的数据",
        ),
        (IntegrityFinding("slot", "i", None, "s1"), "应报时点 s1"),
        (
            IntegrityFinding("truncated", None, None, "", {**HEAD, "first": 13, "end": 12}),
            "编号 13 至 15",
        ),
        (IntegrityFinding("rewritten", "i", 2, "", HEAD), "到编号 15 为止的记录头"),
        (
            IntegrityFinding("rewritten", "i", 2, "", {**HEAD, "backup": "a.backup"}),
            "备份 a.backup",
        ),
        (
            IntegrityFinding("rewritten", None, None, "", {**HEAD, **BETWEEN, "first": 3}),
            "编号 3 至 15 之间",
        ),
        (IntegrityFinding("restored", None, None, "", {**HEAD, "first": "?"}), "编号 ? 至 15"),
        (IntegrityFinding("other_epoch", None, None, "", HEAD), "纪元 e1"),
        (
            IntegrityFinding("moved", "i", 3, "", {"cursor": 7, "now": 9}),
            "i 第 3 条：这一条的全局序号原为 7，现为 9",
        ),
        (IntegrityFinding("removed", "i", 1, "", {"cursor": 7, "count": 4}), "少了 4 条"),
        (
            IntegrityFinding("link", None, None, "", {**HEAD, **CUT, "position": 5}),
            "总链没有第 5 环，2026-11-23T08:00:00Z 公布、到编号 15 为止的记录头里却有",
        ),
        (IntegrityFinding("head", None, None, "", {**HEAD, **FORGED}), "记录头的签名不对"),
        (
            IntegrityFinding("trigger", None, None, "", {**GONE, "name": "event_no_update"}),
            "触发器 event_no_update 没有了",
        ),
    ],
)
def test_each_finding_is_a_sentence_without_holes(found: IntegrityFinding, told: str) -> None:
    said = sentence_of(found)
    assert told in said
    assert said.endswith(f"〔{found.what}〕")
    assert "—" not in said
    assert "None" not in said
