"""The command line, run as a user runs it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.support.server import ZHIBAN


def zhiban(
    folder: Path, *arguments: str, typed: str = "", **env: str
) -> subprocess.CompletedProcess[str]:
    """Run `zhiban ARGUMENTS` in a folder, in Chinese unless told otherwise."""
    return subprocess.run(
        [ZHIBAN, *arguments],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **env},
        input=typed,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
