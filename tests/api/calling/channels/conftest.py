from collections.abc import Iterator

import pytest

from tests.api.calling.channels.listener import Listener, listening


@pytest.fixture(scope="session")
def platform() -> Iterator[Listener]:
    """One listener for all tests; each says first what it answers."""
    with listening() as listener:
        yield listener
