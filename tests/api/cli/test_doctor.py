"""`zhiban doctor` as it is run: what it prints, in which language, and how it ends."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.cli import zhiban

APART = ["unshare", "--map-root-user", "--mount"]


def test_a_new_folder_is_told_what_is_missing(tmp_path: Path) -> None:
    done = zhiban(tmp_path, "doctor")
    assert done.returncode == 1, done.stderr
    assert "不行  数据库：找不到数据库 zhiban.db" in done.stdout
    assert "怎么办：" in done.stdout
    assert re.search(r"正常 \d+ 项，注意 \d+ 项，不行 1 项。$", done.stdout.rstrip())
    assert list(tmp_path.iterdir()) == []


def test_machines_read_it_as_json_in_english(tmp_path: Path) -> None:
    assert zhiban(tmp_path, "db", "upgrade").returncode == 0
    done = zhiban(tmp_path, "doctor", "--json", ZHIBAN_LANGUAGE="en")
    assert done.returncode == 0, done.stdout
    told = json.loads(done.stdout)
    assert told["fail"] == 0
    assert told["warn"] == sum(row["state"] == "warn" for row in told["rows"])
    by_code = {row["code"]: row for row in told["rows"]}
    assert by_code["database_without_accounts"]["remedy"].startswith("Use the setup code")
    assert by_code["plans_well"]["remedy"] is None
    assert not re.search(r"[一-鿿]", done.stdout)


@pytest.mark.parametrize(
    ("name", "content", "code", "said"),
    [
        ("ZHIBAN_PORT", "eight", "settings_wrong", "ZHIBAN_PORT"),
        (".env", "ZHIBAN_NODE=值班".encode("gbk"), "settings_unreadable", "UTF-8"),
    ],
)
def test_settings_that_nobody_can_read_are_the_only_row(
    tmp_path: Path, name: str, content: str | bytes, code: str, said: str
) -> None:
    env = {}
    if isinstance(content, bytes):
        (tmp_path / name).write_bytes(content)
    else:
        env[name] = content
    done = zhiban(tmp_path, "doctor", "--json", **env)
    assert done.returncode == 1
    (row,) = json.loads(done.stdout)["rows"]
    assert (row["code"], row["state"]) == (code, "fail")
    assert said in row["message"]
    assert row["remedy"]


def can_mount() -> bool:
    """Whether this machine lets us mount things for a process of our own."""
    if not shutil.which("unshare"):
        return False
    tried = subprocess.run(
        [*APART, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False
    )
    return tried.returncode == 0


@pytest.mark.skipif(
    not can_mount() and not os.environ.get("CI"), reason="this machine lets nobody mount"
)
def test_a_full_disk_missing_fonts_and_missing_zones_are_found(tmp_path: Path) -> None:
    for folder in ("heads", "backups", "home"):
        (tmp_path / folder).mkdir()
    (tmp_path / "program.py").write_text(
        "import sys; sys.modules['tzdata'] = None\nfrom api.cli import main\nmain()\n"
    )
    script = f"""
        mount -t tmpfs -o size=1m none {tmp_path}/heads &&
        mount -t tmpfs -o size=1g none {tmp_path}/backups &&
        for folder in /usr/share/fonts /usr/local/share/fonts; do
            [ ! -d $folder ] || mount -t tmpfs none $folder
        done &&
        exec {sys.executable} program.py doctor --json
    """
    env = {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "HOME": str(tmp_path / "home"),
        "PYTHONTZPATH": "",
        "ZHIBAN_HEAD_FILE": "heads/heads.jsonl",
        "ZHIBAN_BACKUP_FOLDER": "backups",
    }
    done = subprocess.run(
        [*APART, "sh", "-c", script],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    found = {row["code"]: row["state"] for row in json.loads(done.stdout)["rows"]}
    assert found["disk_full"] == found["fonts_missing"] == found["clock_no_zones"] == "fail"
    assert found["disk_scarce"] == "warn"
