"""Stories that are checked once more when they have been told."""

from tests.engine.conftest import tell

__all__ = ["tell"]
