"""The worker of webhooks: retries that grow, and what becomes of results."""

from __future__ import annotations

import pytest

from api.calling.ports import Outcome
from api.webhooks.worker import BACK_OFF_S, retry_s

FAILED = Outcome("failed", "no_connection")


def test_waits_grow_and_end_after_some_days() -> None:
    waits = [retry_s(FAILED, tries) for tries in range(1, len(BACK_OFF_S) + 2)]
    assert waits[:-1] == list(BACK_OFF_S) == sorted(BACK_OFF_S)
    assert waits[-1] is None
    assert 24 * 3600 < sum(BACK_OFF_S) < 72 * 3600


def test_what_was_taken_is_not_sent_again() -> None:
    assert retry_s(Outcome("sent", "taken"), 1) is None


@pytest.mark.parametrize("result", ["failed", "unknown", "refused", "limited"])
def test_everything_else_is(result: str) -> None:
    assert retry_s(Outcome(result, "x"), 1) == BACK_OFF_S[0]  # type: ignore[arg-type]


def test_the_other_side_may_ask_for_more_time() -> None:
    assert retry_s(Outcome("limited", "too_many", 90.0), 1) == 90.0
    assert retry_s(Outcome("limited", "too_many", 1.0), 2) == BACK_OFF_S[1]
