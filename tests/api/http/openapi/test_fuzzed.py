"""Requests that schemathesis makes of the document: no 500, and nothing that it does not say.

Each as a duty officer and as a reporter, on a real server: of every call the document's examples
and ten cases, the same in each run. `python -m tests.benchmarks.fuzz_api` looks for what is new.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

import pytest

from api.http.openapi.document import FILE
from tests.api.town import Town, found_town, sign_in
from tests.benchmarks.fuzz_api import ACCOUNTS, ENV, LEFT_OUT, asked, fuzz_each

CASES = int(os.environ.get("ZHIBAN_TEST_FUZZ_CASES", "10"))
"""Of each call, for each of the two accounts."""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    found = found_town(tmp_path_factory.mktemp("fuzzed"), env=ENV, names=ACCOUNTS)
    yield found
    assert found.server.stop() == 0, found.server.log_tail()


def test_no_answer_is_a_500_or_undocumented(town: Town) -> None:
    for one in ACCOUNTS:  # requests made before may have ended the sign-ins
        sign_in(town, one)
    town.open("grain")
    before = asked(town)
    done = fuzz_each(town, ACCOUNTS, CASES)
    assert done.returncode == 0, done.stdout + done.stderr
    described = {
        f"{method.upper()} {path}"
        for path, operations in json.loads(FILE.read_bytes())["paths"].items()
        for method in operations
    }
    asked_since = asked(town) - before
    assert described - set(LEFT_OUT) - set(asked_since) == set()
    assert asked_since.total() >= CASES * len(described)
    assert "Traceback" not in town.server.log_tail()
