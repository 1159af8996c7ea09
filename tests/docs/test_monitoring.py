"""The rules, the dashboard and the template for monitors: everything they ask for is there.

Their own tool, promtool, checks the rules where it is installed (`apt-get install prometheus`).
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from docs.tables import dashboard, zabbix
from tests.api.town import Town
from tests.docs.pages import ROOT
from tests.support.server import start_zhiban

DEPLOY = ROOT / "docs" / "deploy"
RULES = DEPLOY / "prometheus" / "zhiban.rules.yml"
RULE_TESTS = RULES.with_name("zhiban.tests.yml")
MONITORING = ROOT / "docs" / "how-to" / "monitoring.md"
OTHERS = {"up"}
"""What Prometheus itself knows of everything that it asks."""
ASKED = re.compile(r"\b(zhiban_\w+|up)\b(?:\{([^}]*)\})?")
CHINESE = re.compile(r"[一-鿿]")
LONGEST_S = 60


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The figures of a real server that publishes heads and knows its backups."""
    folder = tmp_path_factory.mktemp("town")
    env = {"ZHIBAN_HEAD_FILE": "heads.jsonl", "ZHIBAN_BACKUP_FOLDER": "."}
    server = start_zhiban(folder, env=env)
    try:
        yield Town(server).get("/metrics", None).text
    finally:
        assert server.stop() == 0


@pytest.fixture(scope="module")
def known(page: str) -> set[str]:
    """Every name that a query may ask for."""
    names = set(OTHERS)
    for name, kind in re.findall(r"^# TYPE (\S+) (\w+)$", page, re.MULTILINE):
        names |= {name} if kind != "histogram" else {f"{name}_bucket", f"{name}_count"}
    return names


def rules() -> list[dict[str, Any]]:
    (group,) = yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]
    found: list[dict[str, Any]] = group["rules"]
    return found


def panels() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = dashboard.dashboard()["panels"]
    return found


def queries() -> Iterator[str]:
    """Every expression of rules, dashboard and template."""
    yield from (rule["expr"] for rule in rules())
    yield from (target["expr"] for panel in panels() for target in panel["targets"])
    yield from (item.pattern for item in zabbix.ITEMS)


def test_every_figure_that_is_asked_for_exists_with_its_labels(page: str, known: set[str]) -> None:
    asked = [found for query in queries() for found in ASKED.findall(query)]
    assert {name for name, _ in asked} <= known
    for name, labels in asked:
        if labels and name not in OTHERS and f"\n{name}{{" in page:
            for label in re.findall(r'(\w+)="', labels):
                assert re.search(rf'^{name}{{[^}}]*{label}="', page, re.MULTILINE), (name, label)
    # What matters most is asked for by all three.
    for name in ("zhiban_store_well", "zhiban_clock_trusted", "zhiban_reports_overdue"):
        assert sum(name in query for query in queries()) >= 3


def test_each_rule_says_what_is_wrong_and_what_to_do() -> None:
    names = [rule["alert"] for rule in rules()]
    assert len(set(names)) == len(names) >= 15
    for rule in rules():
        assert rule["labels"]["severity"] in ("critical", "warning", "info")
        words = rule["annotations"]
        assert CHINESE.search(words["summary"])
        assert CHINESE.search(words["remedy"])
        assert not CHINESE.search(words["summary_en"])
        assert words["remedy_en"] and not CHINESE.search(words["remedy_en"])
        assert rule["expr"].count("(") == rule["expr"].count(")")
        assert f"`{rule['alert']}`" in MONITORING.read_text(encoding="utf-8")


def test_panels_stand_beside_one_another() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in panels():
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= dashboard.COLUMNS
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & taken, panel["title"]
        taken |= cells
    assert len({panel["id"] for panel in panels()}) == len(panels())


def test_the_template_has_the_parts_that_zabbix_asks_for() -> None:
    (template,) = zabbix.template()["zabbix_export"]["templates"]
    items = {item["key"]: item for item in template["items"]}
    for item in items.values():
        assert item["type"] in ("HTTP_AGENT", "DEPENDENT")
        if item["type"] == "DEPENDENT":
            assert items[item["master_item"]["key"]]["type"] == "HTTP_AGENT"
        for trigger in item.get("triggers", ()):
            assert f"/{template['template']}/{item['key']}" in trigger["expression"]
            assert trigger["priority"] in ("WARNING", "HIGH", "DISASTER")
    ids = re.findall(r"uuid: (\w+)", zabbix.text())
    assert len(set(ids)) == len(ids) > 20
    # Zabbix refuses what is no UUID of version 4.
    assert all(re.fullmatch(r"[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}", one) for one in ids)


def promtool(*arguments: str, folder: Path) -> None:
    """Run it where it is installed."""
    found = shutil.which("promtool")
    if found is None:
        return
    done = subprocess.run(
        [found, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_prometheus_takes_rules_and_queries(tmp_path: Path) -> None:
    tested = yaml.safe_load(RULE_TESTS.read_text(encoding="utf-8"))["tests"]
    raised = {one["alertname"] for test in tested for one in test["alert_rule_test"]}
    assert raised <= {rule["alert"] for rule in rules()}
    promtool("check", "rules", RULES.name, folder=RULES.parent)
    promtool("test", "rules", RULE_TESTS.name, folder=RULES.parent)
    recorded = [
        {"record": f"panel:{number}", "expr": query.replace(dashboard.WINDOW, "1m")}
        for number, query in enumerate(queries())
    ]
    file = tmp_path / "queries.yml"
    file.write_text(yaml.safe_dump({"groups": [{"name": "queries", "rules": recorded}]}))
    promtool("check", "rules", file.name, folder=tmp_path)


def test_the_words_that_the_page_on_logs_explains_are_said_somewhere() -> None:
    page = (ROOT / "docs" / "how-to" / "logs.md").read_text(encoding="utf-8")
    cells = re.findall(r"^\| (`[^|]+) \| (?:info|warning|error) \|", page, re.MULTILINE)
    words = {word for cell in cells for word in re.findall(r"`(\w+)`", cell)}
    source = "\n".join(
        file.read_text(encoding="utf-8")
        for file in (ROOT / "api").rglob("*.py")
        if "node_modules" not in file.parts
    )
    composed = {"store_fails_no_more": "store_fails", "clock_distrusted": "distrusted"}
    composed["clock_jumped"] = "jumped"
    assert len(words) > 10
    for word in words:
        assert f'"{composed.get(word, word)}"' in source, word
