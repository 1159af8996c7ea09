"""The Grafana dashboard, from a short table of its panels: `docs/deploy/grafana/zhiban.json`.

Grafana's own format takes a page for each panel. What differs between them stands here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path("deploy") / "grafana" / "zhiban.json"
COLUMNS = 24
SCHEMA = 38
"""The version of the dashboard format: that of Grafana 10, which newer ones read."""
SOURCE = {"type": "prometheus", "uid": "${source}"}
WINDOW = "$__rate_interval"
RED_FROM_ONE = ((None, "green"), (1.0, "red"))
RED_AT_ZERO = ((None, "red"), (1.0, "green"))


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel: `queries` are pairs of a legend and a PromQL expression.

    `steps` are the values from which on it has a colour.
    """

    title: str
    kind: str
    queries: Sequence[tuple[str, str]]
    width: int
    height: int = 7
    unit: str = "short"
    steps: Sequence[tuple[float | None, str]] = ((None, "green"),)


def _stat(title: str, query: str, steps: Sequence[tuple[float | None, str]], **more: Any) -> Panel:
    return Panel(title, "stat", [("", query)], more.pop("width", 4), 4, steps=steps, **more)


def _node(title: str, query: str, steps: Sequence[tuple[float | None, str]]) -> Panel:
    return Panel(title, "stat", [("{{instance}}", query)], 6, 4, steps=steps)


def _lines(title: str, *queries: tuple[str, str], unit: str = "short", width: int = 8) -> Panel:
    return Panel(title, "timeseries", queries, width, unit=unit)


def _slowest(metric: str, share: float, by: str = "") -> str:
    labels = f"le, {by}" if by else "le"
    return f"histogram_quantile({share}, sum by ({labels}) (rate({metric}_bucket[{WINDOW}])))"


GREY: Sequence[tuple[float | None, str]] = ((None, "blue"),)
PANELS: Sequence[Panel] = (
    _stat("未办结事件 Open incidents", 'max(zhiban_incidents_open{exercise="false"})', GREY),
    _stat("演练 Exercises", 'max(zhiban_incidents_open{exercise="true"})', GREY),
    _stat(
        "逾期报告 Reports overdue",
        'max(zhiban_reports_overdue{exercise="false"})',
        RED_FROM_ONE,
    ),
    _stat("待报 Reports owed", 'max(zhiban_reports_owed{exercise="false"})', GREY),
    _stat("等应答的叫应 Calls open", "max(zhiban_calls_open)", GREY),
    _stat(
        "无人应答 Calls unanswered", 'max(zhiban_calls_unanswered{exercise="false"})', RED_FROM_ONE
    ),
    _node("在运行 Up", 'up{job="zhiban"}', RED_AT_ZERO),
    _node("存得下 Stores", "zhiban_store_well", RED_AT_ZERO),
    _node("时钟可信 Clock trusted", "zhiban_clock_trusted", RED_AT_ZERO),
    _node("台账不一致 Ledger differences", "zhiban_watchdog_differences", RED_FROM_ONE),
    _stat(
        "最近的备份 Newest backup",
        "time() - max(zhiban_last_backup_timestamp_seconds)",
        ((None, "green"), (93_600.0, "red")),
        unit="s",
    ),
    _stat(
        "最近的记录头 Newest head",
        "time() - max(zhiban_last_head_timestamp_seconds)",
        ((None, "green"), (10_800.0, "red")),
        unit="s",
    ),
    _stat(
        "快到期的令牌 Tokens ending", "max(zhiban_tokens_ending)", ((None, "green"), (1, "orange"))
    ),
    _stat("丢的日志行 Log lines lost", "sum(zhiban_log_lines_lost)", RED_FROM_ONE),
    Panel(
        "版本 Versions",
        "stat",
        [("{{version}}", "count by (version) (zhiban_build_info)")],
        8,
        4,
        steps=GREY,
    ),
    _lines(
        "到期多久才记入 Recorded late by",
        ("99 %", _slowest("zhiban_due_recorded_seconds", 0.99)),
        ("现在等着 waiting {{instance}}", "zhiban_due_lag_seconds"),
        unit="s",
    ),
    _lines(
        "写一批要多久 Commit takes",
        ("50 %", _slowest("zhiban_writer_batch_seconds", 0.5)),
        ("99 %", _slowest("zhiban_writer_batch_seconds", 0.99)),
        unit="s",
    ),
    _lines(
        "等着写的 Jobs waiting",
        ("{{instance}}", "zhiban_writer_waiting"),
    ),
    _lines(
        "请求 Requests a second",
        ("{{status}}", f"sum by (status) (rate(zhiban_http_requests_total[{WINDOW}]))"),
        unit="reqps",
    ),
    _lines(
        "请求要多久 Request takes",
        ("50 %", _slowest("zhiban_http_request_seconds", 0.5)),
        ("99 %", _slowest("zhiban_http_request_seconds", 0.99)),
        unit="s",
    ),
    _lines(
        "登录和拒绝 Sign-ins, refusals",
        ("登录 {{result}}", f"sum by (result) (rate(zhiban_sign_ins_total[{WINDOW}]))"),
        ("拒绝 {{code}}", f"sum by (code) (rate(zhiban_guests_refused_total[{WINDOW}]))"),
    ),
    _lines(
        "画面 Screens",
        ("{{instance}}", "zhiban_live_clients"),
        ("跟不上 slow {{instance}}", "zhiban_live_slow"),
    ),
    _lines(
        "记录 Entries",
        ("{{type}}", f"sum by (type) (increase(zhiban_events_total[{WINDOW}]))"),
    ),
    _lines(
        "叫应 Messages of calls",
        (
            "{{channel}} {{result}}",
            f"sum by (channel, result) (increase(zhiban_call_attempts_total[{WINDOW}]))",
        ),
    ),
)


def text() -> str:
    """The file."""
    return json.dumps(dashboard(), ensure_ascii=False, indent=1) + "\n"


def dashboard() -> dict[str, Any]:
    """The dashboard as Grafana imports it; it asks for the Prometheus to use."""
    return {
        "title": "值班 Zhiban",
        "uid": "zhiban",
        "tags": ["zhiban"],
        "schemaVersion": SCHEMA,
        "version": 1,
        "editable": True,
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "timezone": "Asia/Shanghai",
        "templating": {
            "list": [
                {
                    "name": "source",
                    "label": "Prometheus",
                    "type": "datasource",
                    "query": "prometheus",
                    "refresh": 1,
                }
            ]
        },
        "annotations": {"list": []},
        "panels": list(_placed(PANELS)),
    }


def _placed(panels: Sequence[Panel]) -> Iterator[dict[str, Any]]:
    """The panels side by side, in rows of one height."""
    x = y = height = 0
    for number, panel in enumerate(panels, start=1):
        if x + panel.width > COLUMNS:
            x, y = 0, y + height
        height = panel.height
        yield _panel(number, panel, {"x": x, "y": y, "w": panel.width, "h": panel.height})
        x += panel.width


def _panel(number: int, panel: Panel, place: dict[str, int]) -> dict[str, Any]:
    targets = [
        {"refId": chr(ord("A") + n), "datasource": SOURCE, "expr": query, "legendFormat": legend}
        for n, (legend, query) in enumerate(panel.queries)
    ]
    steps = [{"value": value, "color": colour} for value, colour in panel.steps]
    return {
        "id": number,
        "title": panel.title,
        "type": panel.kind,
        "datasource": SOURCE,
        "gridPos": place,
        "targets": targets,
        "fieldConfig": {
            "defaults": {
                "unit": panel.unit,
                "thresholds": {"mode": "absolute", "steps": steps},
                "color": {"mode": "thresholds" if panel.kind == "stat" else "palette-classic"},
            },
            "overrides": [],
        },
        "options": _options(panel.kind),
    }


def _options(kind: str) -> dict[str, Any]:
    if kind != "stat":
        return {"legend": {"displayMode": "list", "placement": "bottom", "showLegend": True}}
    return {
        "colorMode": "background",
        "graphMode": "none",
        "textMode": "auto",
        "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False},
    }
