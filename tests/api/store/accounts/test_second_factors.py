"""Second factors on both databases: in force once confirmed, each code once, also for two nodes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pyotp
import pytest

from api.store.accounts.accounts import Accounts
from api.store.accounts.second_factors import SecondFactors
from api.store.database.connections import Database
from tests.api.store.backing import CHEAP
from tests.api.store.desk import START

STEP = timedelta(seconds=30)


@pytest.fixture
def factors(database: Database) -> SecondFactors:
    accounts = Accounts(database, database.write, CHEAP)
    for name in ("zhang", "li"):
        accounts.create(name, None, ["viewer"], START)
    return SecondFactors(database, database.write)


def confirmed(factors: SecondFactors, name: str = "zhang") -> tuple[pyotp.TOTP, list[str]]:
    """A telephone that is in force, and its recovery codes."""
    secret = factors.begin(name)
    assert secret is not None
    telephone = pyotp.TOTP(s=secret)
    codes = factors.confirm(name, telephone.at(for_time=START), START)
    assert codes is not None
    return telephone, [*codes]


def test_it_is_in_force_only_once_a_code_has_confirmed_it(factors: SecondFactors) -> None:
    assert factors.of("zhang") is None
    first = factors.begin("zhang")
    assert factors.of("zhang") is None
    assert factors.confirm("zhang", "000000", START) is None
    assert not factors.use("zhang", pyotp.TOTP(s=str(first)).at(for_time=START), START)
    # Begun again, the secret before is worth nothing.
    confirmed(factors)
    found = factors.of("zhang")
    assert found is not None
    assert (found.since, found.recovery_left) == (START, 10)
    assert factors.begin("zhang") is None
    assert factors.of("li") is None


def test_a_code_is_good_once_and_none_before_it(factors: SecondFactors) -> None:
    telephone, _ = confirmed(factors)
    assert not factors.use("zhang", telephone.at(for_time=START), START)
    later = START + 10 * STEP
    code, before = telephone.at(for_time=later), telephone.at(for_time=later - STEP)
    assert not factors.use("li", code, later)
    assert factors.use("zhang", code, later)
    assert not factors.use("zhang", code, later)
    assert not factors.use("zhang", before, later)
    assert factors.use("zhang", telephone.at(for_time=later + STEP), later)


def test_of_two_nodes_with_the_same_code_one_takes_it(factors: SecondFactors) -> None:
    telephone, codes = confirmed(factors)
    later = START + 10 * STEP
    for code in (telephone.at(for_time=later), codes[0]):
        with ThreadPoolExecutor(4) as pool:
            took = list(pool.map(lambda one: factors.use("zhang", one, later), [code] * 4))
        assert sorted(took) == [False, False, False, True]


def test_a_recovery_code_is_good_once(factors: SecondFactors) -> None:
    _, codes = confirmed(factors)
    assert factors.use("zhang", codes[3].upper(), START)
    assert not factors.use("zhang", codes[3], START)
    assert not factors.use("li", codes[4], START)
    found = factors.of("zhang")
    assert found is not None
    assert found.recovery_left == 9


def test_it_is_dropped_with_its_recovery_codes(factors: SecondFactors) -> None:
    telephone, codes = confirmed(factors)
    assert factors.drop("zhang")
    assert factors.of("zhang") is None
    later = START + 10 * STEP
    assert not factors.use("zhang", telephone.at(for_time=later), later)
    assert not factors.use("zhang", codes[0], later)
    assert not factors.drop("zhang")
