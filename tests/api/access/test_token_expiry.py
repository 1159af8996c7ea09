"""Tokens of wall screens last; the others end, and are told of before."""

from datetime import UTC, datetime, timedelta

import pytest

from api.access.token_expiry import LASTS, WARNED_BEFORE, ends_soon, lifetime

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("roles", "read_only", "lasts"),
    [
        ({"viewer"}, True, None),
        ({"viewer"}, False, LASTS),
        ({"viewer", "duty_officer"}, True, LASTS),
        ({"reporter"}, True, LASTS),
    ],
)
def test_only_a_wall_screens_token_lasts(
    roles: set[str], read_only: bool, lasts: timedelta | None
) -> None:
    assert lifetime(roles, read_only=read_only) == lasts


def test_the_end_is_told_two_weeks_before() -> None:
    assert not ends_soon(None, NOW)
    assert not ends_soon(NOW + WARNED_BEFORE + timedelta(seconds=1), NOW)
    assert ends_soon(NOW + WARNED_BEFORE, NOW)
    assert ends_soon(NOW + timedelta(hours=1), NOW)
