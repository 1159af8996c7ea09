"""What the advisory services know about the locked packages: `python3 x.py audit`.

Exit code 0 if nothing is known, 1 if something is, 2 if a service gave no answer: then nothing
is known of its packages.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("runtime", "test")
PAGES = ("api/web", "tests/oidc")
NOTHING, SOMETHING, NO_ANSWER = 0, 1, 2
PIP_AUDIT = ("--require-hashes", "--disable-pip", "--progress-spinner", "off", "--timeout", "30")


def main() -> int:
    """Ask about every lock. Without an answer nothing is known: 2."""
    answers = [of_python(lock) for lock in LOCKS] + [of_npm(folder) for folder in PAGES]
    return SOMETHING if SOMETHING in answers else max(answers)


def of_python(lock: str) -> int:
    """pip-audit on one lock."""
    file = f"requirements/{lock}.txt"
    print(f"pip-audit: {file}", flush=True)
    program = Path(sys.executable).with_name("pip-audit")
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "found.json"
        told = ("--format", "json", "--output", str(found))
        command = [str(program), *PIP_AUDIT, *told, "-r", file]
        done = subprocess.run(command, cwd=ROOT, check=False)  # noqa: S603 — no word from outside
        # It fails alike when something is found and when nobody answers; only then without a file.
        if not found.is_file():
            return unanswered(file)
        for line in lines_of_python(json.loads(found.read_text())):
            print(line)
    return NOTHING if done.returncode == 0 else SOMETHING


def lines_of_python(told: dict[str, Any]) -> list[str]:
    """One line for each known vulnerability in pip-audit's answer."""
    return [
        f"{one['name']} {one['version']}: {known['id']}, "
        f"fixed in {', '.join(known['fix_versions']) or '-'}"
        for one in told["dependencies"]
        for known in one.get("vulns", ())
    ]


def of_npm(folder: str) -> int:
    """`npm audit` on one lock."""
    print(f"npm audit: {folder}", flush=True)
    command = ["npm", "audit", "--json", "--package-lock-only", "--prefix", folder]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    try:
        told = json.loads(done.stdout)
    except ValueError:
        told = {}
    if "vulnerabilities" not in told:
        return unanswered(folder)
    for name, known in told["vulnerabilities"].items():
        print(f"{name} {known['range']}: {known['severity']}")
    return SOMETHING if told["vulnerabilities"] else NOTHING


def unanswered(what: str) -> int:
    """Say that nobody answered."""
    print(f"{what}: the advisory service could not be asked")
    return NO_ANSWER


if __name__ == "__main__":
    sys.exit(main())
