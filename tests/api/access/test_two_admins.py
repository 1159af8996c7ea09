"""Which changes of accounts wait for a second administrator."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from api.access.two_admins import TwoAdministrators, deciding_posts
from api.server_journal.account import Account
from api.server_journal.changed_by import ChangedBy
from engine.memory import FixedPlans
from engine.plan.loader import load_plan
from tests.api.store.desk import PLANS

LIBRARY = FixedPlans({"grain": load_plan(PLANS / "grain")})
BY = ChangedBy("anna", "page", datetime(2026, 11, 29, 14, tzinfo=UTC))
POST = "grain:chief_commander"


def named(name: str, *roles: str) -> Account:
    return Account(name, frozenset(roles), None, None, False, BY.at)


def with_roles(*roles: str) -> Account:
    return named("zhang", *roles)


ADMINS = [named(name, "admin") for name in ("anna", "ben")]
DESK, HOLDER = with_roles("duty_officer"), with_roles(POST)
OFF = replace(HOLDER, disabled=True)
RULE = TwoAdministrators(LIBRARY, wanted=True)


def waits(before: Account | None, after: Account, *, password: bool = False) -> bool:
    return RULE(before, after, ADMINS, password, False, BY)


def test_the_posts_of_the_lifecycle_decide_and_others_do_not() -> None:
    found = deciding_posts(LIBRARY)
    assert {POST, "grain:office_director", "grain:county_headquarters"} <= found
    assert "duty_officer" not in found


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, HOLDER),
        (DESK, with_roles("duty_officer", POST)),
        (DESK, with_roles("duty_officer", "admin")),
        (OFF, HOLDER),
        (HOLDER, replace(HOLDER, division="141021")),
    ],
    ids=["new", "post given", "admin given", "enabled again", "moved"],
)
def test_what_gives_power_to_decide_waits(before: Account | None, after: Account) -> None:
    assert waits(before, after)
    one = ADMINS[:1]
    assert not RULE(before, after, one, False, False, BY)
    assert RULE(before, after, one, False, True, BY), "one of two has just been disabled"
    assert not TwoAdministrators(LIBRARY, wanted=False)(before, after, ADMINS, False, False, BY)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, DESK),
        (HOLDER, with_roles("viewer")),
        (HOLDER, OFF),
        (DESK, replace(DESK, division="141021")),
        (HOLDER, HOLDER),
        (OFF, replace(OFF, division="141021")),
    ],
    ids=["new officer", "post taken", "disabled", "officer moved", "same", "moved while off"],
)
def test_taking_power_away_never_waits(before: Account | None, after: Account) -> None:
    assert not waits(before, after)


def test_the_password_of_who_decides_takes_two_unless_it_is_ones_own() -> None:
    assert waits(HOLDER, HOLDER, password=True)
    assert not waits(DESK, DESK, password=True)
    own = replace(BY, actor=HOLDER.name)
    assert not RULE(HOLDER, HOLDER, ADMINS, True, False, own)
