"""The Zabbix template, from a short table of its items: `docs/deploy/zabbix/zhiban.yaml`.

In the format of Zabbix 6.0, which later versions import. One request for `/metrics` each half
minute feeds all items, and one for readiness says whether the server is there at all.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FILE = Path("deploy") / "zabbix" / "zhiban.yaml"
TEMPLATE, GROUP = "Zhiban", "Templates/Applications"
URL = "{$ZHIBAN.URL}"
METRICS = "zhiban.metrics"
READY = "zhiban.ready"


@dataclass(frozen=True, slots=True)
class Item:
    """A figure of `/metrics`: its pattern there, and when it is an alarm.

    `trigger` is a condition on `{last}`, the item's last value. A `severity` is Zabbix's.
    """

    key: str
    name: str
    pattern: str
    trigger: str = ""
    alarm: str = ""
    severity: str = "HIGH"


ITEMS = (
    Item("open", "未办结事件 Open incidents", 'zhiban_incidents_open{exercise="false"}'),
    Item("exercises", "演练 Exercises", 'zhiban_incidents_open{exercise="true"}'),
    Item("owed", "待报 Reports owed", 'zhiban_reports_owed{exercise="false"}'),
    Item(
        "overdue",
        "逾期报告 Reports overdue",
        'zhiban_reports_overdue{exercise="false"}',
        "{last}>0",
        "有报告逾期未报 Reports are overdue",
    ),
    Item(
        "store",
        "存得下 Stores",
        "zhiban_store_well",
        "{last}=0",
        "存不下任何东西 Nothing can be stored",
        "DISASTER",
    ),
    Item(
        "lag",
        "到期未记的秒数 Seconds due and not recorded",
        "zhiban_due_lag_seconds",
        "{last}>60",
        "到期的提醒没有按时记入 What is due is recorded late",
    ),
    Item(
        "differences",
        "台账不一致 Ledger differences",
        "zhiban_watchdog_differences",
        "{last}>0",
        "台账核对有不一致 The ledger differs",
    ),
    Item(
        "silent",
        "台账核对停了 Watchdog silent",
        "zhiban_watchdog_silent",
        "{last}=1",
        "台账核对停了 The watchdog is silent",
        "WARNING",
    ),
    Item(
        "clock",
        "时钟可信 Clock trusted",
        "zhiban_clock_trusted",
        "{last}=0",
        "机器的时间不可信 The clock is not trusted",
    ),
    Item(
        "unanswered",
        "无人应答的叫应 Calls unanswered",
        'zhiban_calls_unanswered{exercise="false"}',
        "{last}>0",
        "叫应叫完了没有人应答 A call was answered by nobody",
    ),
    Item(
        "backup",
        "最近的备份 Newest backup",
        "zhiban_last_backup_timestamp_seconds",
        "now()-{last}>26h",
        "昨夜没有备份 There was no backup last night",
        "WARNING",
    ),
    Item("head", "最近的记录头 Newest head", "zhiban_last_head_timestamp_seconds"),
    Item("screens", "画面 Screens", "zhiban_live_clients"),
)


def text() -> str:
    """The file."""
    made: str = yaml.safe_dump(template(), allow_unicode=True, sort_keys=False, width=1000)
    return made


def template() -> dict[str, Any]:
    """What Zabbix imports."""
    here = {
        "uuid": _id("template"),
        "template": TEMPLATE,
        "name": "值班 Zhiban",
        "description": "按 HTTP 检查值班系统；把宏 {$ZHIBAN.URL} 改成服务器自己的端口。",
        "groups": [{"name": GROUP}],
        "items": [*_masters(), *map(_dependent, ITEMS)],
        "macros": [{"macro": URL, "value": "http://127.0.0.1:8000"}],
    }
    groups = [{"uuid": _id("group"), "name": GROUP}]
    return {"zabbix_export": {"version": "6.0", "groups": groups, "templates": [here]}}


def _masters() -> Iterator[dict[str, Any]]:
    shared = {"type": "HTTP_AGENT", "delay": "30s", "trends": "0", "timeout": "10s"}
    yield {
        "uuid": _id(READY),
        "name": "就绪 Ready",
        "key": READY,
        **shared,
        "history": "7d",
        "value_type": "UNSIGNED",
        "url": f"{URL}/api/health/ready",
        "status_codes": "200,503",
        "preprocessing": [
            {
                "type": "JSONPATH",
                "parameters": ["$.ready"],
                "error_handler": "CUSTOM_VALUE",
                "error_handler_params": "false",
            },
            {"type": "BOOL_TO_DECIMAL", "parameters": [""]},
        ],
        "triggers": [
            _trigger(READY, f"max(/{TEMPLATE}/{READY},1m)=0", "没有就绪 Not ready", "DISASTER"),
            _trigger(
                f"{READY}.nodata",
                f"nodata(/{TEMPLATE}/{READY},2m)=1",
                "没有回答 No answer",
                "DISASTER",
            ),
        ],
    }
    yield {
        "uuid": _id(METRICS),
        "name": "全部指标 All figures",
        "key": METRICS,
        **shared,
        "history": "0",
        "value_type": "TEXT",
        "url": f"{URL}/metrics",
    }


def _dependent(item: Item) -> dict[str, Any]:
    key = f"zhiban.{item.key}"
    made: dict[str, Any] = {
        "uuid": _id(key),
        "name": item.name,
        "type": "DEPENDENT",
        "key": key,
        "delay": "0",
        "value_type": "FLOAT",
        "preprocessing": [
            {"type": "PROMETHEUS_PATTERN", "parameters": [item.pattern, "value", ""]}
        ],
        "master_item": {"key": METRICS},
    }
    if item.trigger:
        expression = item.trigger.replace("{last}", f"last(/{TEMPLATE}/{key})")
        made["triggers"] = [_trigger(key, expression, item.alarm, item.severity)]
    return made


def _trigger(key: str, expression: str, name: str, severity: str) -> dict[str, Any]:
    return {
        "uuid": _id(f"trigger {key}"),
        "expression": expression,
        "name": name,
        "priority": severity,
    }


def _id(name: str) -> str:
    """The same id for the same name: Zabbix wants the form of a random one (version 4)."""
    made = uuid.uuid5(uuid.NAMESPACE_URL, f"urn:zhiban:zabbix:{name}")
    return uuid.UUID(bytes=made.bytes, version=4).hex
