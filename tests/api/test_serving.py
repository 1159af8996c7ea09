"""What `zhiban serve` asks of the machine before it serves."""

from __future__ import annotations

import resource
from collections.abc import Iterator

import pytest

from api.cli.serving import make_room
from api.live.delivery.cohorts import FILES_BESIDE, most_members


@pytest.fixture
def few_files() -> Iterator[int]:
    """A process that may open few files, though it could have more; the most it could have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (600, hard))
    yield hard
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def open_files() -> int:
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def test_every_client_that_is_allowed_gets_a_file_and_a_duplicate(few_files: int) -> None:
    make_room(200)
    assert open_files() == 2 * 200 + FILES_BESIDE
    assert most_members() == 200


def test_more_than_the_machine_allows_is_not_asked_for(few_files: int) -> None:
    make_room(10**9)
    assert open_files() == few_files


def test_what_is_allowed_already_stays(few_files: int) -> None:
    make_room(1)
    assert open_files() == 600
