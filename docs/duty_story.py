"""What a duty office keeps beside its incidents, as a short story for the examples.

The address book, calls of no incident, channels, hand-overs with the shift log, and the roster.
"""

from __future__ import annotations

from docs.recorder import PASSWORD, Recorder


def contacts(told: Recorder) -> None:
    """The address book: a duty telephone and the holder of a post."""
    desk = {
        "unit": "乡宁县应急管理局",
        "post": "值班室",
        "division": "141029",
        "channels": [{"kind": "landline", "address": "0357-6822110"}],
    }
    wang = {
        "unit": "市应急管理局",
        "post": "局长",
        "person": "王建国",
        "roles": ["coal_mine:commander"],
        "channels": [{"kind": "mobile", "address": "138 3570 0001"}],
        "account": "wang",
        "reason": "新任",
    }
    call = "PUT /api/contacts/{contact}"
    told.ask(call, wang, by="zhang", contact="wang")
    told.ask(call, desk, by="zhang", contact="xiangning-duty")
    told.ask(call, desk | {"division": "999999"}, by="zhang", contact="xiangning-duty")
    told.ask(call, desk, by="xiangning", contact="xiangning-duty")
    told.ask("GET /api/contacts?post=coal_mine:commander", by="zhang")
    told.ask("GET /api/contacts?post=coal_mine:nobody", by="zhang")
    told.ask("GET /api/contacts/gaps", by="zhang")
    cut = {"file": "UEsDBBQAAAAIAA==", "replace": False}
    told.ask("POST /api/contacts/sheet", cut, by="zhang")
    told.ask("POST /api/contacts/sheet", {"file": "通讯录.xlsx"}, by="zhang")
    told.ask("POST /api/contacts/sheet", cut, by="xiangning")
    told.ask("GET /api/contacts/sheet.xlsx", by="xiangning")
    told.ask("DELETE /api/contacts/{contact}", by="zhang", contact="nosuch")
    told.ask("DELETE /api/contacts/{contact}", by="xiangning", contact="wang")


def calls(told: Recorder) -> None:
    """Somebody is called for no incident, and reached by telephone."""
    asked = {"contact": "wang", "reason": "机房断电，请到值班室"}
    call = told.ask("POST /api/calls", asked, by="zhang")["id"]
    told.ask("POST /api/calls", {"reason": "机房断电"}, by="zhang")
    told.ask("GET /api/calls?state=open", by="zhang")
    told.ask("GET /api/calls?state=open", by="xiangning", keep=False)
    reached = {"means": "phone", "note": "半小时内到"}
    told.ask("POST /api/calls/{call}/answer", reached, by="zhang", call=call)
    told.ask("POST /api/calls/{call}/answer", reached, by="zhang", call=call)
    told.ask("POST /api/calls/{call}/answer", reached, by="zhang", call="nosuch")


def channels(told: Recorder) -> None:
    """Channels of a server that nobody has set any up for: the desk is always there."""
    told.ask("GET /api/channels", by="zhang")
    told.ask("GET /api/channels", by="wang")
    call = "POST /api/channels/{channel}/test"
    told.ask(call, {}, by="zhang", channel="desk")
    told.ask(call, {"address": "138 3570 0001"}, by="zhang", channel="sms")
    told.ask(call, {"address": "138 3570 0001"}, by="zhang", channel="desk")
    told.ask(call, {}, by="wang", channel="desk")


def handovers(told: Recorder) -> None:
    """A call that belongs to no incident, a hand-over, and one that takes it."""
    log, night = "/api/shift-log", "xiao-sun"
    account = {"name": night, "password": PASSWORD, "roles": ["duty_officer"]}
    told.ask("POST /api/accounts", account, by="zhang", keep=False)
    signing = {"name": night, "password": PASSWORD}
    told.tokens[night] = told.ask("POST /api/session", signing, keep=False)["token"]
    told.ask(f"POST {log}", {"kind": "call", "text": "省厅来电，询问降雨情况"}, by="zhang")
    told.ask(f"POST {log}", {"text": ""}, by="zhang")
    told.ask(f"POST {log}", {"text": "雨"}, by="wang")
    told.ask(f"GET {log}?kind=call", by="zhang")
    told.ask(f"GET {log}?kind=rain", by="zhang")
    seq = told.ask(f"POST {log}", {"kind": "weather", "text": "小雨"}, by="zhang")["seq"]
    strike = f"POST {log}/{{entry}}/strike"
    for _ in range(2):
        told.ask(strike, {"reason": "记错了"}, by="zhang", entry=str(seq))
    told.ask(strike, {"reason": "记错了"}, by="zhang", entry="99999")
    told.ask("GET /api/handovers/current", by="zhang")
    told.ask("GET /api/handovers/current", by="wang")
    made = {"notes": "一号井继续抽水，每小时报一次水位"}
    told.ask("POST /api/handovers", made, by="zhang")
    told.ask("POST /api/handovers", made, by="wang")
    sign = "POST /api/handovers/{handover}/sign"
    told.ask(sign, {"side": "taker"}, by="zhang", handover="1")
    told.ask(sign, {"side": "taker"}, by=night, handover="1")
    told.ask(sign, {"side": "taker"}, by=night, handover="9")
    told.ask("GET /api/handovers", by="zhang")
    told.ask("GET /api/handovers/{handover}", by="zhang", handover="1")
    told.ask("GET /api/handovers/{handover}", by="zhang", handover="9")


def roster(told: Recorder) -> None:
    """The roster: a day and a night, a swap, a sheet that is none, a calendar's address."""
    for id_, name in {"zhang": "张三", "li-4": "李四"}.items():
        person = {"unit": "市应急管理局", "post": "值班室", "person": name, "account": id_[:5]}
        told.ask("PUT /api/contacts/{contact}", person, by="zhang", keep=False, contact=id_)
    day = {
        "starts_at": "2026-11-23T00:00:00Z",
        "ends_at": "2026-11-23T10:00:00Z",
        "name": "白班",
        "leader": ["li-4"],
        "duty_officers": ["zhang"],
        "reason": "十一月排班",
    }
    night = {"starts_at": "2026-11-23T10:00:00Z", "ends_at": "2026-11-24T00:00:00Z"}
    call = "PUT /api/roster/{shift}"
    told.ask(call, day, by="zhang", shift="day-23")
    told.ask(call, day | night | {"name": "夜班"}, by="zhang", shift="night-23")
    told.ask(call, day | {"leader": ["nosuch"]}, by="zhang", shift="day-23")
    told.ask(call, day, by="xiangning", shift="day-23")
    falls = {"duty_officers": ["xiangning-duty"], "reason": "夜里接值班电话"}
    told.ask("PUT /api/roster/defaults", falls, by="zhang")
    told.ask("GET /api/roster?from=2026-11-23T00:00:00Z&to=2026-11-25T00:00:00Z", by="zhang")
    told.ask("GET /api/roster/now", by="zhang")
    told.ask("POST /api/roster/sheet", {"content": "5LiN5piv6KGo5qC8"}, by="zhang")
    wish = {"shift": "day-23", "post": "duty_officers", "taker": "wang", "note": "看病"}
    told.ask("POST /api/roster/swaps", wish, by="wang")
    swap = told.ask("POST /api/roster/swaps", wish, by="zhang")["id"]
    told.ask("POST /api/roster/swaps/{swap}/consent", by="zhang", swap=swap)
    told.ask("POST /api/roster/swaps/{swap}/consent", by="wang", swap=swap)
    told.ask("POST /api/roster/swaps/{swap}/refuse", by="wang", swap=swap)
    for answer, name in (("refuse", "wang"), ("withdraw", "zhang")):
        again = wish | {"shift": "night-23"}
        swap = told.ask("POST /api/roster/swaps", again, by="zhang", keep=False)["id"]
        told.ask(f"POST /api/roster/swaps/{{swap}}/{answer}", by=name, swap=swap)
    told.ask("POST /api/roster/feed", by="zhang")
    told.ask("GET /api/roster/feed", by="zhang")
    told.ask("DELETE /api/roster/feed", by="zhang")
    told.ask("DELETE /api/roster/{shift}", by="xiangning", shift="day-23")
    told.ask("DELETE /api/roster/{shift}", by="zhang", shift="nosuch")
