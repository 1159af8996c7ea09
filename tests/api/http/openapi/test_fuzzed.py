"""Requests that schemathesis makes of the document: no 500, and nothing that it does not say.

Each as a duty officer and as a reporter, on a real server. How long says `ZHIBAN_TEST_FUZZ_S`;
`tests.benchmarks.fuzz_api` takes three minutes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.api.town import Town, found_town, sign_in
from tests.benchmarks.fuzz_api import ACCOUNTS, ENV, asked, fuzz

SECONDS = int(os.environ.get("ZHIBAN_TEST_FUZZ_S", "180"))
LEAST_CASES = 200
"""Of both accounts together; on an idle machine many thousands."""

TIMES_LONGER = 8
"""At most so much longer than asked for, on a machine too busy for `LEAST_CASES`."""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    found = found_town(tmp_path_factory.mktemp("fuzzed"), env=ENV, names=ACCOUNTS)
    yield found
    assert found.server.stop() == 0, found.server.log_tail()


def test_no_answer_is_a_500_or_undocumented(town: Town) -> None:
    for one in ACCOUNTS:  # requests made before may have ended the sign-ins
        sign_in(town, one)
    town.open("grain")
    before, seconds = asked(town), SECONDS
    longest = seconds * TIMES_LONGER
    while seconds <= longest and asked(town) - before < LEAST_CASES:
        done = fuzz(town, ACCOUNTS, seconds)
        assert done.returncode == 0, done.stdout + done.stderr
        seconds *= 2
    assert asked(town) - before >= LEAST_CASES
    assert "Traceback" not in town.server.log_tail()
