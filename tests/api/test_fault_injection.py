"""The places at which a test lets a server die; that it does die is `tests/crash`."""

from __future__ import annotations

import subprocess
import sys
from signal import SIGKILL

import pytest
from pydantic import ValidationError

from api import fault_injection
from api.settings import Settings

PROGRAM = """
from api import fault_injection
fault_injection.arm({fault!r})
for point in {points!r}:
    print(point, flush=True)
    fault_injection.reached(point)
"""


def lived_to_say(fault: str | None, points: list[str]) -> tuple[int, list[str]]:
    """The exit code of a program that reaches the points, and which it came to."""
    program = PROGRAM.format(fault=fault, points=points)
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    return ended.returncode, ended.stdout.split()


def test_it_dies_at_the_point_and_nowhere_else() -> None:
    points = ["before_commit", "after_commit", "before_push"]
    assert lived_to_say("after_commit", points) == (-SIGKILL, points[:2])
    assert lived_to_say("in_wake", points) == (0, points)
    assert lived_to_say(None, points) == (0, points)


def test_it_counts() -> None:
    points = ["after_commit", "before_commit", "after_commit", "after_commit"]
    assert lived_to_say("after_commit:2", points) == (-SIGKILL, points[:3])
    assert lived_to_say("after_commit:9", points) == (0, points)


@pytest.mark.parametrize("fault", [*fault_injection.POINTS, "in_wake:12"])
def test_the_setting_takes_points(fault: str) -> None:
    assert Settings(_env_file=None, fault=fault).fault == fault


def test_an_empty_setting_is_none() -> None:
    assert Settings(_env_file=None, fault="").fault is None


@pytest.mark.parametrize("fault", ["nowhere", "in_wake:0", "in_wake:", "in_wake:-1", "IN_WAKE"])
def test_the_setting_takes_nothing_else(fault: str) -> None:
    with pytest.raises(ValidationError):
        Settings(_env_file=None, fault=fault)
