"""The wheel runs where nothing of the checkout is: pages, plans and sentences are inside."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tests.install.wheels import build, look_at, with_uv


def test_the_wheel_is_a_whole_program(tmp_path: Path) -> None:
    wheel = build()
    with zipfile.ZipFile(wheel) as content:
        names = set(content.namelist())
    for needed in (
        "api/web/dist/index.html",
        "plans/calling.yaml",
        "engine/messages/doctor.toml",
        "api/store/migrations/versions/__init__.py",
    ):
        assert needed in names
    assert not any(name.startswith(("tests/", "api/web/src/")) for name in names)
    found = look_at(with_uv(wheel, tmp_path), tmp_path)
    assert found["database_without_accounts"] == "warn"
    assert found["plans_well"] == "ok"
    # A machine may lack fonts or room, and says so; nothing of the program may be missing.
    faults = {code for code, state in found.items() if state == "fail"}
    assert faults <= {"fonts_missing", "disk_full"}
