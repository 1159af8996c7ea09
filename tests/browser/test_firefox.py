"""The console in Firefox ESR: signing in, opening an incident, an order that arrives by itself.

Driven by puppeteer-core over WebDriver BiDi: playwright knows only a Firefox of its own. Skipped
where there is no Firefox, but never in CI.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.town import PASSWORD, Town, found_town
from tests.support.firefox import find_firefox

SCRIPT = Path(__file__).parent / "firefox" / "smoke.mjs"
MODULES = Path(__file__).parents[2] / "api" / "web" / "node_modules"
TITLE = "乡宁县某煤矿透水事故"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    town = found_town(tmp_path, names=("duty",))
    yield town
    town.server.stop()


def test_the_console_works_in_firefox(town: Town, tmp_path: Path) -> None:
    firefox = find_firefox()
    if firefox is None:
        assert not os.environ.get("CI"), "CI has no Firefox: x.py installs firefox-esr"
        pytest.skip("no Firefox here: install firefox-esr, or name one by ZHIBAN_TEST_FIREFOX")
    command = ["node", str(SCRIPT), town.url, "duty", PASSWORD, firefox, str(MODULES)]
    home = {**os.environ, "HOME": str(tmp_path)}
    seen: dict[str, object] = {}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=home
    ) as driven:
        assert driven.stdout is not None and driven.stderr is not None
        for line in driven.stdout:
            told = json.loads(line)
            seen[told["step"]] = told["seen"]
            if told["step"] == "ready":
                mine = town.open("coal_mine", title=TITLE, facts={"deaths": 3})
            if told["step"] == "opened":
                order = {"on_behalf_of": "commander", "by_means": "phone", "reason": "三人遇难"}
                done = town.command(mine, "activate_response", level="III", **order)
                assert done.status_code == 200, done.text
        trouble = driven.stderr.read()
    assert driven.returncode == 0, trouble
    assert "Firefox/" in str(seen["signed in"])
    assert seen["opened"] == TITLE
    assert "三级" in str(seen["heard"])
    assert seen["errors"] == []
