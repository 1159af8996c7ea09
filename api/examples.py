"""An example of every body, for the OpenAPI document. Tests check that each is accepted."""

from __future__ import annotations

from typing import Any


def shown(summary: str, **value: Any) -> dict[str, Any]:
    """One example as OpenAPI wants it."""
    return {"summary": summary, "value": value}


AT = "2026-11-23T08:00:00+08:00"

COMMAND_EXAMPLES: dict[str, dict[str, Any]] = {
    "record_facts": shown(
        "新的情况", facts={"deaths": 3, "trapped": 2}, source="市应急局值班室", as_of=AT
    ),
    "issue_warning": shown("预警", reason="监测到瓦斯浓度异常"),
    "lift_warning": shown("解除预警", reason="浓度恢复正常"),
    "recommend_activation": shown("建议启动", level="III", reason="已有 3 人死亡"),
    "approve_activation": shown("批准", reason="同意"),
    "refuse_activation": shown("不批准", reason="情况尚未核实"),
    "activate_response": shown(
        "值班员代录电话命令", level="III", on_behalf_of="commander", by_means="phone", ordered_at=AT
    ),
    "adjust_response": shown("调整", level="IV", reason="险情缓解"),
    "assume_command": shown("接管指挥权", reason="市指挥部到场"),
    "hand_over_command": shown("移交指挥权", to="province", reason="省级响应启动"),
    "return_command": shown("收回指挥权", reason="省级响应终止"),
    "form_group": shown("成立工作组", group="rescue"),
    "change_group": shown("调整工作组", group="rescue", members=["消防救援支队"]),
    "complete_measure": shown("完成措施", measure="dispatch_rescue", note="已出动 3 车 18 人"),
    "waive_measure": shown("不需要的措施", measure="evacuate", note="周边无居民"),
    "submit_report": shown("零报告", kind="nil", content={"summary": "无新情况"}),
    "set_reporters": shown("只由两县报告", reporters=["141021", "141022"], reason="其他县平稳"),
    "reanchor_cadence": shown("重新起算", anchor="2026-11-23", reason="与省局一致"),
    "confirm_end_condition": shown("确认结束条件", condition="rescue_completed"),
    "end_response": shown("响应结束", reason="搜救完毕"),
    "close_incident": shown("办结", reason="评估报告已归档"),
    "strike_entry": shown("划去误录", seq=7, reason="录错事件"),
    "confirm_recorded_order": shown("确认代录命令", seq=5),
    "delegate_role": shown(
        "委托", role="commander", to="wang", until="2026-11-24T08:00:00+08:00", reason="出差"
    ),
    "record_absence": shown(
        "不在岗", role="commander", until="2026-11-24T08:00:00+08:00", reason="在省里开会"
    ),
    "link_incidents": shown("关联另一起事件", other="m7q2w4", note="同一场洪水引发"),
    "unlink_incidents": shown("解除关联", other="m7q2w4", note="两起已分开处置"),
    "add_log_entry": shown("值班日志", text="与煤矿调度室核对人数"),
}
"""One example of each command, without the command's name."""

for _name, _one in COMMAND_EXAMPLES.items():
    _one["value"] = {"command": _name, **_one["value"]}

OPEN_EXAMPLE = shown(
    "煤矿事故",
    plan="coal_mine",
    title="某煤矿顶板事故",
    occurred_at="2026-11-23T06:10:00+08:00",
    received_at="2026-11-23T06:25:00+08:00",
    division="141034",
    exercise=False,
    facts={"trapped": 2, "deaths": 1},
    source="煤矿调度室",
)

LONG_WORDS = "滚滚长江东逝水浪花淘尽英雄"

SIGN_IN_EXAMPLE = shown("值班员", name="zhang", password=LONG_WORDS)

SET_UP_EXAMPLE = shown("第一个账号", code="8k2m-q7rt", name="zhang", password=LONG_WORDS)

NEW_ACCOUNT_EXAMPLE = shown(
    "县级报告员", name="xiangning", password=LONG_WORDS, roles=["reporter"], division="141029"
)

ACCOUNT_CHANGE_EXAMPLE = shown("停用", disabled=True)
