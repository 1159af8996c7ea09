"""One real server for all tests of the API; tests that need their own start one."""

from collections.abc import Iterator

import pytest

from tests.api.town import ACCOUNTS, Town, found_town


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A server with accounts; every test opens its own incidents."""
    folder = tmp_path_factory.mktemp("town")
    found = found_town(folder, env={"ZHIBAN_HEARTBEAT_S": "0.5"}, names=tuple(ACCOUNTS))
    yield found
    assert found.server.stop() == 0, found.server.log_tail()
