"""The searches of which CI runs a short form, in their long form.

    python -m tests.benchmarks.long_searches [--examples 300] [--kills 300]

Random lives of incidents under every plan, for the invariants and for the auditor; mangled plan
files; requests of any kind; subscribers that come and go; a wall after random changes; and servers
that are killed again and again. CI tries the same few examples each time, so that it fails for what
was changed only; here each run tries others. Hypothesis keeps what failed in `.hypothesis`, and a
campaign of kills prints its seed.
Exits with 1 if anything failed. Not collected by pytest.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SEARCHES = (
    "tests/model/test_invariants.py",
    "tests/api/documents/test_lives.py",
    "tests/plans/other/test_lives.py",
    "tests/engine/ledger_audit/test_lives.py",
    "tests/engine/ledger_audit/test_examination.py",
    "tests/engine/handover/test_sheet.py",
    "tests/engine/drill/test_exercise_service.py",
    "tests/engine/plan/test_fuzz.py",
    "tests/api/live/test_hub.py",
    "tests/api/http/test_anything_sent.py",
    "tests/browser/test_wall_layout.py",
)


def succeeds(*arguments: str, **env: str) -> bool:
    """Whether a Python program at the root ends with 0."""
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **env}, check=False).returncode == 0


def main() -> None:
    """Run the searches, then the kills; say by the exit code whether all was well."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.long_searches")
    parser.add_argument("--examples", type=int, default=300)
    parser.add_argument("--kills", type=int, default=300)
    given = parser.parse_args()
    more = {
        "ZHIBAN_MODEL_EXAMPLES": str(given.examples),
        "ZHIBAN_MODEL_STEPS": "50",
        "ZHIBAN_MODEL_SEEDS": str(given.examples),
        "ZHIBAN_DOCUMENT_LIVES": str(given.examples // 10),
        "ZHIBAN_TEST_DRILL_SEQUENCES": str(given.examples),
        "ZHIBAN_FUZZ": str(given.examples * 10),
        "ZHIBAN_TEST_WALL_CHANGES": str(given.examples * 10),
    }
    found = succeeds("pytest", "-n", "logical", *SEARCHES, **more)
    killed = succeeds("tests.crash", "--kills", str(given.kills)) if given.kills else True
    sys.exit(0 if found and killed else 1)


if __name__ == "__main__":
    main()
