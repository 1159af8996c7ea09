"""Keep a database of a version: `python -m tests.upgrade.make PROGRAM NAME`.

PROGRAM is the `zhiban` of the version (its own `.venv/bin/zhiban`). A server of it gets accounts
and open incidents of all three plans, one of them an exercise, is stopped in good order, and its
database is kept beside this file, with a backup made by the same program and with what the
server said of itself. By hand, once a version; only calls that every version has are used.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import subprocess
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.api.town import eventually
from tests.support.server import ServerProcess, free_port, http_client
from tests.upgrade.kept import (
    ADMIN,
    INCIDENT,
    OFFICER,
    PASSWORD,
    SLOT,
    archive_of,
    database_of,
    told_of,
)

POSTS = {
    "production_safety": ("office_director", "commander", "chief_commander"),
    "coal_mine": ("office_director", "commander", "chief_commander"),
    "grain": ("office_director", "chief_commander"),
}
ROLES = ["duty_officer", *(f"{plan}:{post}" for plan, posts in POSTS.items() for post in posts)]
CODE = r"[0-9a-f]{4}(-[0-9a-f]{4}){2}"


@dataclass(frozen=True)
class Opened:
    """An incident that is opened, and the level of its response."""

    plan: str
    title: str
    facts: dict[str, Any]
    level: str
    exercise: bool = False
    sub_state: str | None = None


INCIDENTS = (
    Opened("production_safety", "化工厂燃爆", {"deaths": 3, "trapped": 2}, "III"),
    Opened("coal_mine", "煤矿透水", {"trapped": 4}, "IV"),
    Opened("grain", "城区粮食抢购", {}, "III", sub_state="urgent"),
    Opened("production_safety", "仓库火灾", {"trapped": 1}, "IV", exercise=True),
)


class Maker:
    """An office on one server."""

    def __init__(self, url: str) -> None:
        self.client = http_client(url)

    def post(self, path: str, body: Any) -> Any:
        """What is answered; ends the program at a refusal."""
        answer = self.client.post(path, json=body)
        if not answer.is_success:
            raise SystemExit(f"{path}: {answer.status_code} {answer.text}")
        return answer.json()

    def get(self, path: str) -> Any:
        """What is answered."""
        answer = self.client.get(path)
        answer.raise_for_status()
        return answer.json()

    def settle(self, code: str) -> None:
        """The first account, the officer, and his sign-in."""
        told = self.post("/api/setup", {"code": code, "name": ADMIN, "password": PASSWORD})
        self.client.headers["Authorization"] = f"Bearer {told['token']}"
        self.post("/api/accounts", {"name": OFFICER, "password": PASSWORD, "roles": ROLES})
        told = self.post("/api/session", {"name": OFFICER, "password": PASSWORD})
        self.client.headers["Authorization"] = f"Bearer {told['token']}"

    def open(self, one: Opened) -> None:
        """An incident with its level, and the first report that it owes sent."""
        now = datetime.now(UTC)
        body = {
            "plan": one.plan,
            "title": one.title,
            "occurred_at": (now - timedelta(minutes=50)).isoformat(),
            "received_at": (now - timedelta(minutes=40)).isoformat(),
            "division": "141021",
            "exercise": one.exercise,
            "facts": one.facts,
        }
        incident = self.post("/api/incidents", body)
        commands = f"/api/incidents/{incident['id']}/commands"
        activation = {"command": "activate_response", "level": one.level, "reason": "达到条件"}
        if one.sub_state:
            activation["sub_state"] = one.sub_state
        self.post(commands, activation)
        self.post(commands, {"command": "add_log_entry", "text": "县里来电：救援队已出发"})
        owed = self.get(f"/api/report-slots?incident={incident['id']}&limit=1")["slots"]
        fields = owed[0].get("required")
        content = dict.fromkeys(fields, "已口头报告") if fields else "已口头报告"
        report = {"command": "submit_report", "slot": owed[0]["id"], "content": content}
        self.post(commands, report)

    def said(self) -> dict[str, Any]:
        """What the server says of its incidents and of what they owe."""
        found = self.get("/api/incidents?limit=100")["incidents"]
        incidents = [{name: one[name] for name in INCIDENT} for one in found]
        slots = self.get("/api/report-slots?limit=500")["slots"]
        return {"incidents": incidents, "slots": [{n: one[n] for n in SLOT} for one in slots]}


def main() -> None:
    """Make a database and keep it."""
    asked = argparse.ArgumentParser()
    asked.add_argument("program", type=Path)
    asked.add_argument("name")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        keep(Path(folder), options.program.absolute(), options.name)


def keep(folder: Path, program: Path, name: str) -> None:
    """Run the office and keep what it leaves."""
    port = free_port()
    command = [str(program), "serve", "--port", str(port)]
    server = ServerProcess(command, port=port, folder=folder, exact=True)
    try:
        server.wait_until_live()
        code = eventually(lambda: re.search(CODE, server.log_tail()))
        office = Maker(server.url)
        office.settle(code[0])
        for one in INCIDENTS:
            office.open(one)
        told = {"at": datetime.now(UTC).isoformat(), **office.said()}
    finally:
        server.stop()
    archive = folder / "kept.backup"
    subprocess.run([program, "backup", archive], cwd=folder, check=True)
    for file, kept in ((folder / "zhiban.db", database_of(name)), (archive, archive_of(name))):
        kept.write_bytes(lzma.compress(file.read_bytes(), preset=9 | lzma.PRESET_EXTREME))
    words = json.dumps(told, ensure_ascii=False, indent=1)
    told_of(name).write_text(words + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
