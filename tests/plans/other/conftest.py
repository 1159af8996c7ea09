"""The plans of this folder, and stories under them that are checked when they are told."""

from pathlib import Path

import pytest

from engine.plan.loader import load_plans
from engine.plan.model import Plan
from tests.engine.conftest import tell

__all__ = ["tell"]


@pytest.fixture(scope="session")
def others() -> dict[str, Plan]:
    """All plans of this folder, by id."""
    return load_plans(Path(__file__).parent)


@pytest.fixture
def relief(others: dict[str, Plan]) -> Plan:
    """The State Council's plan for natural disaster relief: four levels."""
    return others["natural_disaster_relief"]


@pytest.fixture
def fire(others: dict[str, Plan]) -> Plan:
    """A made-up company's fire plan: three levels."""
    return others["enterprise_fire"]


@pytest.fixture
def five(others: dict[str, Plan]) -> Plan:
    """A made-up plan of five levels, two of them with sub-states."""
    return others["five_levels"]


@pytest.fixture
def flood(others: dict[str, Plan]) -> Plan:
    """A made-up province's flood plan: cities with counties of their own."""
    return others["flood"]
