"""A small plan made wrong in one place, and what the checker finds."""

from __future__ import annotations

from engine.plan_checks import PlanFinding, check
from tests.support.plan_files import small_source

II_WHEN = "{fact: deaths, at_least: 1, below: 10}"
I_WHEN = "{fact: deaths, at_least: 10}"
DAILY = 'cadence: {daily: ["15:00"]}'


def found(*changes: tuple[str, str]) -> list[PlanFinding]:
    return check(*small_source(*changes))


def codes(*changes: tuple[str, str]) -> list[str]:
    return [finding.code for finding in found(*changes)]
