"""Fuzz every described call of a real server, as schemathesis makes requests of the document.

    python -m tests.benchmarks.fuzz_api [SECONDS] [ACCOUNT …]

By default 180 seconds, as a duty officer and as a reporter; an hour, such as 3600, reaches more
cases of every call, because the phases of schemathesis come one after the other. Each case that was
made is sent as both, since making one costs more than sending it (`tests.benchmarks.fuzz_hooks`).
An answer of 500, a status, a media type, a header or a body that the OpenAPI document does not
describe is a failure, with the request to repeat it. The short form runs as a test: a few cases of
every call, the same each time (`tests/api/http/openapi/test_fuzzed.py`).
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from api.http.openapi.document import FILE as OPENAPI
from tests.api.town import Town, found_town
from tests.support.server import ZHIBAN

ROOT = Path(__file__).parents[2]
SECONDS = 180
LONGEST_S = 1800
ACCOUNTS = ("duty", "reporter")

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)

LEFT_OUT = ("GET /api/live/events", "DELETE /api/session", "DELETE /api/sessions")
"""A stream without an end, and the calls that end the sign-in that sends them: each has tests."""

COUNTED = re.compile(r'zhiban_http_requests_total\{method="(\w+)",route="([^"]+)".*\} (.+)')

ENV = {"ZHIBAN_SIGNIN_ATTEMPTS": "30", "ZHIBAN_LOG_LEVEL": "warning"}
"""Some passwords are read; the rest is refused unread (429), since each takes a tenth of a second
of processor time, a quarter of what the server had to do for all calls together."""


def fuzz(town: Town, names: Sequence[str], seconds: int) -> subprocess.CompletedProcess[str]:
    """Ask all calls for so many seconds, as these accounts; the return code is 0 if all is well."""
    phases = ("--phases", "examples,coverage,fuzzing", "--max-time", str(seconds))
    return _run(town, names, phases, seconds * 3 + 60)


def fuzz_each(town: Town, names: Sequence[str], cases: int) -> subprocess.CompletedProcess[str]:
    """Ask each call with its examples and this many other cases, the same in every run."""
    phases = ("--phases", "examples,fuzzing", "--max-examples", str(cases))
    return _run(town, names, phases, LONGEST_S)


def _run(
    town: Town, names: Sequence[str], phases: Sequence[str], longest_s: int
) -> subprocess.CompletedProcess[str]:
    first, *others = (town.tokens[name] for name in names)
    hooks = {
        "SCHEMATHESIS_HOOKS": "tests.benchmarks.fuzz_hooks",
        "PYTHONPATH": str(ROOT),
        "ZHIBAN_FUZZ_URL": town.url,
        "ZHIBAN_FUZZ_TOKENS": ",".join(others),
    }
    command = [
        str(Path(ZHIBAN).with_name("schemathesis")),
        *("run", str(OPENAPI), "--url", town.url),
        *("--header", f"Authorization: Bearer {first}"),
        *("--checks", ",".join(CHECKS), *phases, "--seed", "1", "--workers", "1"),
        *("--generation-database", "none", "--warnings", "off", "--no-color"),
        *(part for call in LEFT_OUT for part in ("--exclude-name", call)),
    ]
    return subprocess.run(
        command,
        env={**os.environ, **(hooks if others else {})},
        cwd=town.server.log.parent,  # it writes a folder of its own
        check=False,
        capture_output=True,
        text=True,
        timeout=longest_s,
    )


def asked(town: Town) -> Counter[str]:
    """How many requests the server has answered, by call as the document writes it."""
    found = Counter[str]()
    for line in town.get("/metrics", None).text.splitlines():
        if counted := COUNTED.match(line):
            method, route, number = counted.groups()
            found[f"{method} {route.replace(':path}', '}')}"] += int(float(number))
    return found


def main() -> int:
    """Fuzz as these accounts; 1 if something was found."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    names = tuple(sys.argv[2:]) or ACCOUNTS
    with tempfile.TemporaryDirectory() as folder:
        town = found_town(Path(folder), env=ENV, names=names)
        try:
            done = fuzz(town, names, seconds)
            print(f"{', '.join(names)}:\n{done.stdout}{done.stderr}")
            print(f"{asked(town).total()} requests answered")
        finally:
            town.server.stop()
    return int(done.returncode != 0)


if __name__ == "__main__":
    sys.exit(main())
