"""A story in which the server accepts every command once: three incidents, to their ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from docs.recorder import PASSWORD, Recorder

POSTS = {
    "zhao": ["coal_mine:commander", "coal_mine:office_director", "coal_mine:chief_commander"],
    "qian": ["production_safety:commander", "production_safety:chief_commander"],
    "sun": ["grain:office_director", "grain:chief_commander"],
}


def every_command(told: Recorder) -> None:
    """Send each command, and each other body that a client may send. Raises `ValueError`."""
    for name, roles in POSTS.items():
        account = {"name": name, "password": PASSWORD, "roles": roles}
        told.ask("POST /api/accounts", account, by="zhang", keep=False)
        signing = {"name": name, "password": PASSWORD}
        told.tokens[name] = told.ask("POST /api/session", signing, keep=False)["token"]
    _mine(told, _opened(told, "coal_mine", "某煤矿顶板冒落", "141033", {"trapped": 5}))
    _plant(told, _opened(told, "production_safety", "某化工厂爆炸", "141024", {"deaths": 11}))
    _grain(told, _opened(told, "grain", "侯马市粮食抢购", "141081", {}))


def _opened(told: Recorder, plan: str, title: str, division: str, facts: dict[str, Any]) -> str:
    """The id of a new incident."""
    now = told.clock.now.isoformat()
    body = {
        "plan": plan,
        "title": title,
        "occurred_at": now,
        "received_at": now,
        "division": division,
        "facts": facts,
        "source": "现场电话",
    }
    return str(told.ask("POST /api/incidents", body, by="zhang", keep=False)["id"])


def _mine(told: Recorder, mine: str) -> None:
    now = told.clock.now.isoformat()
    figures = {"facts": {"deaths": 3, "trapped": 2}, "source": "市应急局值班室", "as_of": now}
    told.accepted(mine, "zhang", "record_facts", **figures)
    told.accepted(mine, "zhao", "recommend_activation", level="III", reason="已有 3 人死亡")
    told.accepted(mine, "zhao", "refuse_activation", reason="情况尚未核实")
    order = {"on_behalf_of": "commander", "by_means": "phone", "ordered_at": now}
    done = told.accepted(
        mine, "zhang", "activate_response", level="III", reason="已有 3 人死亡", **order
    )
    told.accepted(mine, "zhao", "confirm_recorded_order", seq=own_entry(done)["seq"])
    told.accepted(mine, "zhao", "assume_command", reason="市指挥部到场")
    told.accepted(mine, "zhao", "form_group", group="rescue")
    told.accepted(mine, "zhao", "change_group", group="rescue", members=["消防救援支队"])
    told.accepted(mine, "zhang", "complete_measure", measure="iii_notify", note="已逐一通知")
    told.accepted(mine, "zhao", "waive_measure", measure="iii_restore_systems", note="系统未受损")
    until = (told.clock.now + timedelta(days=1)).isoformat()
    told.accepted(
        mine, "zhao", "delegate_role", role="commander", to="wang", until=until, reason="出差"
    )
    told.accepted(
        mine, "zhang", "record_absence", role="commander", until=until, reason="在省里开会"
    )
    _report(told, mine)
    _documents(told, mine)
    _attachments(told, mine)
    _calls(told, mine)
    line = told.accepted(mine, "zhang", "add_log_entry", text="与煤矿调度室核对人数")
    told.accepted(mine, "zhang", "strike_entry", seq=own_entry(line)["seq"], reason="录错事件")
    told.accepted(mine, "zhao", "hand_over_command", to="province", reason="省级响应启动")
    told.accepted(mine, "zhao", "return_command", to="city", reason="省级响应终止")
    told.accepted(mine, "zhang", "record_facts", facts={"trapped": 0}, source="现场指挥部")
    told.accepted(mine, "zhao", "adjust_response", level="IV", reason="险情缓解")
    for condition in ("all_found", "threat_removed"):
        told.accepted(mine, "zhao", "confirm_end_condition", condition=condition)
    told.accepted(mine, "zhao", "end_response", reason="搜救完毕")
    told.accepted(mine, "zhao", "close_incident", reason="评估报告已归档")


def _documents(told: Recorder, incident: str) -> None:
    """A document is looked at, written into and signed."""
    told.ask("GET /api/incidents/{incident}/documents", by="zhang", incident=incident)
    call = "GET /api/incidents/{incident}/documents/{kind}"
    told.ask(call, by="zhang", incident=incident, kind="first_report")
    told.ask(call, by="zhang", incident=incident, kind="end_notice")
    words = {"document.free.duration": "三天"}
    told.accepted(incident, "zhang", "edit_document", document="activation_notice", fields=words)
    headers = {"authorization": f"Bearer {told.tokens['zhao']}"}
    log = f"/api/incidents/{incident}/documents/incident_log.docx"
    sha256 = told.client.get(log, headers=headers).headers["etag"].strip('"')
    told.accepted(incident, "zhao", "sign_document", document="incident_log", sha256=sha256)


def _attachments(told: Recorder, incident: str) -> None:
    """A scan is attached, a program is refused, and the scan is destroyed by order."""
    call = "POST /api/incidents/{incident}/attachments"
    scan, program = b"%PDF-1.4\n%%EOF\n", b"MZ\x90\0"
    about = {"note": "罐笼签字单", "belongs_to": "1"}
    sent = told.send_file(call, "签字单.pdf", scan, by="zhang", incident=incident, **about)
    told.send_file(call, "现场.jpg", program, by="zhang", incident=incident)
    told.send_file(call, "签字单.pdf", scan, by="zhang", incident=incident, **about)
    told.ask("GET /api/incidents/{incident}/attachments", by="zhang", incident=incident)
    order = {"order_number": "临应急〔2026〕8号", "reason": "误传他人证件"}
    seq = own_entry(sent)["seq"]
    told.accepted(incident, "zhao", "destroy_attachment", attachment=seq, **order)


def _calls(told: Recorder, incident: str) -> None:
    """Somebody is called by hand, and reached by the desk."""
    told.accepted(incident, "zhang", "start_call", on_duty="leader", reason="请到值班室")
    call = "GET /api/incidents/{incident}"
    view = told.ask(call, by="zhang", keep=False, incident=incident)
    told.accepted(
        incident, "zhang", "answer_call", call=view["calls"][0]["id"], means="phone", note="马上到"
    )


def _report(told: Recorder, incident: str) -> None:
    """A report by telephone in which one field is not yet known."""
    page = told.ask(f"GET /api/report-slots?incident={incident}", by="zhang", keep=False)
    owed = next(slot for slot in page["slots"] if slot["state"] in ("owed", "overdue"))
    content = dict.fromkeys(owed["content"], "待续报") | {owed["content"][-1]: "not_yet_known"}
    caller = {"name": "李某", "post": "曲沃县值班员", "phone": "见通讯录"}
    told.accepted(
        incident, "zhang", "submit_report", slot=owed["id"], content=content, told_by=caller
    )


def _plant(told: Recorder, plant: str) -> None:
    told.accepted(plant, "qian", "recommend_activation", level="II", reason="十一人死亡")
    told.accepted(plant, "qian", "approve_activation", reason="同意")


def _grain(told: Recorder, grain: str) -> None:
    told.accepted(grain, "sun", "issue_warning", reason="抢购苗头")
    told.accepted(grain, "sun", "lift_warning", reason="已平息")
    told.accepted(grain, "sun", "activate_response", level="III", sub_state="tense", reason="同意")
    told.accepted(
        grain, "sun", "set_reporters", reporters=["141021", "141022"], reason="其他县平稳"
    )
    told.accepted(grain, "sun", "adjust_response", level="IV", reason="市场平稳")
    told.accepted(grain, "sun", "reanchor_cadence", anchor="2026-11-23", reason="与省局一致")
    other = _opened(told, "grain", "曲沃县粮食抢购", "141021", {})
    told.accepted(grain, "zhang", "link_incidents", other=other, note="同一轮抢购")
    told.accepted(grain, "zhang", "unlink_incidents", other=other, note="两起已分开处置")
    why = {"reason": "同一轮抢购，重复开立", "duplicate_of": grain}
    told.accepted(other, "zhang", "void_incident", **why)


def approved_end(told: Recorder) -> None:
    """Send the commands of an end that has to be approved, under a plan that asks for it."""
    account = {"name": "li", "password": PASSWORD, "roles": ["flood:director", "flood:chief"]}
    told.ask("POST /api/accounts", account, by="zhang", keep=False)
    signing = {"name": "li", "password": PASSWORD}
    told.tokens["li"] = told.ask("POST /api/session", signing, keep=False)["token"]
    flood = _opened(told, "flood", "河口县堤防险情", "990421", {"moved": 20})
    told.accepted(flood, "li", "activate_response", level="II", reason="已转移 20 人")
    told.accepted(flood, "li", "recommend_end", reason="险情已排除")
    order = {"on_behalf_of": "governor", "by_means": "phone"}
    told.accepted(flood, "zhang", "refuse_end", reason="仍有人员未找到", **order)
    told.accepted(flood, "li", "recommend_end", reason="人员已全部找到")
    told.accepted(flood, "zhang", "approve_end", reason="同意", **order)


def own_entry(done: dict[str, Any]) -> dict[str, Any]:
    """The entry that a command made; behind it there may be calls that it started."""
    entries = [one for one in done["events"] if not one["type"].startswith("call_")]
    found: dict[str, Any] = entries[-1]
    return found


def _improvements_and_comparisons(told: Recorder, drill: str, body: dict[str, Any]) -> None:
    """An improvement is done, and the same exercise is played again and put beside the first."""
    told.ask("GET /api/drill/improvements", by="he")
    done = {"note": "值班手册第三页已改"}
    call = "POST /api/drill/improvements/{key}/done"
    told.ask(call, done, by="zhang", key="9b1d77e2")
    told.ask(call, done, by="he", key="9b1d77e2")
    told.ask(call, done, by="zhang", key="nosuch00")
    again = str(told.ask("POST /api/incidents", body, by="zhang", keep=False)["id"])
    beside = "/api/incidents/{incident}/comparison.json"
    told.ask(f"GET {beside}?with={drill}", by="he", incident=again)
    token = {"authorization": f"Bearer {told.tokens['he']}"}
    run = told.client.get(f"/api/incidents/{drill}/evaluation.json", headers=token).content
    told.send_file(f"POST {beside}", "evaluation.json", run, by="he", incident=again)
    told.send_file(f"POST {beside}", "ledger.tsv", b"no run", by="he", incident=again)
    told.sent["POST /api/incidents/{incident}/comparison.{form}"] = {
        "example": {"file": "evaluation.json"}
    }


def evaluations(told: Recorder) -> None:
    """An exercise is assessed: a remark, a score, the grade, and what has to get better."""
    name = "he"
    account = {"name": name, "password": PASSWORD, "roles": ["evaluator"]}
    told.ask("POST /api/accounts", account, by="zhang", keep=False)
    signing = {"name": name, "password": PASSWORD}
    told.tokens[name] = told.ask("POST /api/session", signing, keep=False)["token"]
    now = told.clock.now.isoformat()
    body = {
        "plan": "coal_mine",
        "title": "某煤矿冒顶演练",
        "occurred_at": now,
        "received_at": now,
        "division": "141033",
        "facts": {"trapped": 2},
        "exercise": True,
    }
    drill = str(told.ask("POST /api/incidents", body, by="zhang", keep=False)["id"])
    remark = {"key": "3f6c2a10", "at": now, "text": "值班员复述了人数"}
    told.ask("POST /api/drill/remarks", remark, by="he")
    told.ask("POST /api/drill/remarks", remark, by="zhang")
    told.ask("POST /api/drill/remarks", remark | {"incident": "nosuch"}, by="he")
    told.ask("POST /api/drill/remarks", remark | {"text": ""}, by="he")
    score = {"sheet": "aqt9009_a2", "number": "3", "points": 5, "note": "研判及时"}
    told.ask("POST /api/drill/scores", score, by="he")
    told.ask("POST /api/drill/scores", score | {"points": 4}, by="he")
    told.ask("POST /api/drill/grade", {"grade": "good", "reason": "报告及时"}, by="he")
    better = {
        "key": "9b1d77e2",
        "about": "level:IV",
        "finding": "四级响应启动晚",
        "action": "值班手册写明先启动",
        "owner": "市应急管理局",
        "due": "2026-12-31",
    }
    told.ask("POST /api/drill/improvements", better, by="he")
    told.ask("GET /api/drill/evaluation.json", by="he")
    call = "GET /api/incidents/{incident}/evaluation.json"
    told.ask(call, by="he", incident=drill)
    told.ask(call, by="he", incident="nosuch")
    told.ask("GET /api/incidents/{incident}/glances", by="he", incident=drill)
    _improvements_and_comparisons(told, drill, body)
