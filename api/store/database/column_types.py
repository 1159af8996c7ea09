"""The types of columns: instants and large whole numbers, the same on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, String
from sqlalchemy.types import TypeDecorator, TypeEngine
from typing_extensions import override

INSTANT_CHARACTERS = len("2026-11-23T05:45:58.000000Z")


@lru_cache(maxsize=4096)
def instant_text(instant: datetime) -> str:
    """An aware instant as text of fixed width, in UTC: as SQLite keeps it.

    Remembered, because what falls due together is written with the same few instants.
    """
    utc = instant if instant.tzinfo is UTC else instant.astimezone(UTC)
    return utc.isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


class Instant(TypeDecorator[datetime]):
    """An aware instant, stored in UTC and given back in UTC on both databases.

    SQLite has no type for instants and loses offsets; there it is text of fixed width,
    which sorts like the instants it stands for. A naive value raises `ValueError`.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(INSTANT_CHARACTERS))
        return dialect.type_descriptor(DateTime(timezone=True))

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a naive instant cannot be stored: {value!r}")
        return instant_text(value) if dialect.name == "sqlite" else value.astimezone(UTC)

    @override
    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        instant = datetime.fromisoformat(value) if isinstance(value, str) else value
        return cast(datetime, instant).astimezone(UTC)


class Big(TypeDecorator[int]):
    """A 64-bit whole number; on SQLite INTEGER, so that a key of it is the row's own."""

    impl = BigInteger
    cache_ok = True

    @override
    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        kind = Integer() if dialect.name == "sqlite" else BigInteger()
        return dialect.type_descriptor(kind)
