"""The command line, run as a user runs it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.support import forks
from tests.support.server import ZHIBAN


def zhiban(
    folder: Path, *arguments: str, typed: str = "", **env: str
) -> subprocess.CompletedProcess[str]:
    """Run `zhiban ARGUMENTS` in a folder, in Chinese unless told otherwise."""
    everything = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **env}
    # What is said to Python itself is about the start.
    exact = any(name.startswith("PYTHON") for name in env)
    return forks.run([ZHIBAN, *arguments], cwd=folder, env=everything, typed=typed, exact=exact)
