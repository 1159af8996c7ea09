"""Fuzz every described call of a real server, as schemathesis makes requests of the document.

    python -m tests.benchmarks.fuzz_api [SECONDS] [ACCOUNT …]

By default 180 seconds in all, shared by a duty officer and a reporter. An answer of 500, a
status, a media type, a header or a body that the OpenAPI document does not describe is a
failure, with the request to repeat it. The short form runs as a test
(`tests/api/http/openapi/test_fuzzed.py`).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from api.http.openapi.document import FILE as OPENAPI
from tests.api.town import Town, found_town
from tests.support.server import ZHIBAN

SECONDS = 180
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

ENV = {"ZHIBAN_SIGNIN_ATTEMPTS": "100000"}
"""Else all further passwords would be refused unread (429)."""


def fuzz(town: Town, name: str, seconds: int, seed: int = 1) -> subprocess.CompletedProcess[str]:
    """Ask all calls for so many seconds, as this account; the return code is 0 if all is well."""
    command = [
        str(Path(ZHIBAN).with_name("schemathesis")),
        *("run", str(OPENAPI), "--url", town.url),
        *("--header", f"Authorization: Bearer {town.tokens[name]}"),
        *("--checks", ",".join(CHECKS), "--phases", "examples,coverage,fuzzing"),
        *("--max-time", str(seconds), "--seed", str(seed), "--workers", "1"),
        *("--generation-database", "none", "--warnings", "off", "--no-color"),
        *(part for call in LEFT_OUT for part in ("--exclude-name", call)),
    ]
    return subprocess.run(
        command,
        cwd=town.server.log.parent,  # it writes a folder of its own
        check=False,
        capture_output=True,
        text=True,
        timeout=seconds * 3 + 60,
    )


def main() -> int:
    """Fuzz as each account, one after the other; how many found something."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    names = tuple(sys.argv[2:]) or ACCOUNTS
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        town = found_town(Path(folder), env=ENV, names=names)
        try:
            for name in names:
                done = fuzz(town, name, seconds // len(names))
                print(f"{name}:\n{done.stdout}{done.stderr}", flush=True)
                failed += done.returncode != 0
        finally:
            town.server.stop()
    return failed


if __name__ == "__main__":
    sys.exit(main())
