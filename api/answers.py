"""What the OpenAPI document says about answers: an example of each, and the problems.

For readers of the document only. Views are sent as the engine made them.
"""

from __future__ import annotations

from typing import Any

from api.problems import MEDIA_TYPE

VIEW = {
    "id": "k3v9x2",
    "number": "CM-2026-0001",
    "plan": {"id": "coal_mine", "version": "2021", "title": "临汾市煤矿生产安全事故应急预案"},
    "title": "某煤矿顶板事故",
    "exercise": False,
    "stage": "responding",
    "level": "III",
    "sub_state": None,
    "place_name": "三级响应",
    "command": {"held_by": "city", "name": "市指挥部", "superior": False},
    "facts": {"deaths": 3, "trapped": 2},
    "recommendation": {"level": "III", "sub_state": None, "criteria": []},
    "pending": None,
    "groups": [],
    "measures": [],
    "next_slots": [],
    "casualty_watch_until": "2026-12-23T16:00:00Z",
    "version": 12,
}

EVENT = {
    "seq": 12,
    "id": "k3v9x2.12",
    "type": "response_activated",
    "incident": "k3v9x2",
    "occurred_at": "2026-11-23T00:15:00Z",
    "recorded_at": "2026-11-23T00:15:20Z",
    "actor": "zhang",
    "role": "commander",
    "clause": "5.3.2",
    "data": {"level": "III"},
    "prev_hash": "9f…",
    "hash": "3c…",
}

SLOT = {
    "id": "k3v9x2:daily:141029:2026-11-23T09:00",
    "incident": "k3v9x2",
    "obligation": "daily",
    "reporter": "141029",
    "recipients": ["city_office"],
    "due_at": "2026-11-23T09:00:00Z",
    "state": "owed",
    "submitted_at": None,
    "report_seq": None,
    "clause": "3.2.1",
}

REFUSAL = {
    "type": "urn:zhiban:problem:role_required",
    "title": "没有权限",
    "status": 403,
    "detail": "按照5.3.2，这一步由指挥长作出，当前账号没有这个岗位。值班员可代录其命令。",
    "code": "role_required",
    "clause": "5.3.2",
    "allowed": [{"command": "record_facts", "roles": [], "desk": True, "clause": None}],
}

Responses = dict[int | str, dict[str, Any]]


def _shown(example: Any, text: str, status: int = 200) -> Responses:
    schema: dict[str, Any] = {"type": "object"}
    content = {"application/json": {"schema": schema, "example": example}}
    return {status: {"description": text, "content": content}}


def _problems(**reasons: str) -> Responses:
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": REFUSAL}}
    return {
        int(status.removeprefix("s")): {"description": text, "content": content}
        for status, text in reasons.items()
    }


SIGNED_OUT = _problems(s401="not signed in")
WRITING = SIGNED_OUT | _problems(
    s403="the account lacks the role that the plan asks for",
    s409="the plan or the state refuses",
    s412="the incident has moved on since `If-Match`",
    s413="the body is too large",
    s422="the request is malformed",
    s503="the store does not answer",
)
READING = SIGNED_OUT | _problems(s404="there is no such thing", s422="a parameter is malformed")

OPENED = _shown(VIEW, "opened; `Location` is the incident", 201) | WRITING
COMMANDED = (
    _shown({"events": [EVENT], "incident": VIEW}, "carried out")
    | WRITING
    | _problems(s404="there is no such incident, slot or entry")
)
INCIDENT = _shown(VIEW, "the view; its version is the `ETag`") | READING
INCIDENTS = _shown({"incidents": [VIEW], "next": None}, "a page") | READING
EVENTS = _shown({"events": [EVENT], "next": None}, "a page of the journal") | READING
SLOTS = _shown({"slots": [SLOT], "next": None}, "a page of the ledger") | READING
WATCHDOG = (
    _shown(
        {
            "well": False,
            "silent": False,
            "differences": 1,
            "found": [
                {
                    "incident": "k3v9x2",
                    "number": "CM-2026-0001",
                    "kind": "missing",
                    "obligation": "daily",
                    "reporter": "141029",
                    "due_at": "2026-11-23T09:00:00Z",
                    "found_at": "2026-11-23T08:10:00Z",
                    "sentence": "台账缺少一项：日报，乡宁县，应于 11月23日17:00，应为“待报”",
                }
            ],
        },
        "what was found",
    )
    | SIGNED_OUT
    | _problems(s403="not for reporters")
)
READY = _shown(
    {
        "ready": True,
        "cursor": 42,
        "published": 42,
        "listening": True,
        "degraded": False,
    },
    "reads and writes",
) | _problems(s503="starting, stopping, or the database does not answer; `ready` is false")
PLANS = _shown({"plans": [{"id": "coal_mine", "version": "2021"}]}, "all plans") | SIGNED_OUT
PLAN = _shown({"id": "coal_mine", "levels": [], "criteria": []}, "the plan") | READING
DRAWN: Responses = {
    200: {
        "description": "the lifecycle as a picture",
        "content": {"image/svg+xml": {"example": "<svg>…</svg>"}},
    }
}
DIAGRAM = DRAWN | READING
DIVISIONS = (
    _shown({"divisions": [{"code": "141000", "name": "临汾市", "under": None}]}, "by code")
    | SIGNED_OUT
)
SESSION = _shown(
    {
        "name": "zhang",
        "roles": ["duty_officer"],
        "division": None,
        "unit": None,
        "setup_required": False,
        "server_time": "2026-11-23T00:15:20Z",
        "virtual_clock": False,
        "clock_speed": 1.0,
        "exercises_only": False,
    },
    "who is signed in (`name` is null for nobody), and the server's clock",
)
SIGNED_IN = (
    _shown({"token": "…", "name": "zhang", "roles": ["duty_officer"]}, "signed in")
    | SIGNED_OUT
    | _problems(s422="the request is malformed", s429="too many failed attempts")
)
SET_UP = (
    _shown({"token": "…", "name": "zhang", "roles": ["admin", "duty_officer"]}, "made", 201)
    | _problems(s403="the code is wrong", s409="there are accounts already")
    | _problems(s422="the request is malformed", s429="too many failed attempts")
)
ACCOUNT = {"name": "zhang", "roles": ["duty_officer"], "division": None, "disabled": False}
ACCOUNTS = _shown({"accounts": [ACCOUNT]}, "all accounts") | SIGNED_OUT
NEW_ACCOUNT = _shown(ACCOUNT, "made", 201) | WRITING
CHANGED_ACCOUNT = _shown(ACCOUNT, "as it is now") | WRITING

PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457. `code` is stable; `title` and `detail` are for people.",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "clause": {"type": "string", "description": "the plan's rule that refused"},
        "field": {"type": "string", "description": "a path such as `facts.deaths`"},
        "accepted": {"type": "string"},
        "nearest": {"type": "string"},
        "allowed": {
            "type": "array",
            "description": "the commands possible now, and by which role",
            "items": {"type": "object"},
        },
        "errors": {
            "type": "array",
            "description": "all that is wrong, when a body is malformed",
            "items": {"type": "object"},
        },
    },
}
