"""Runs on both databases: which points, in which order, on how many servers."""

from __future__ import annotations

import contextlib
import random
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from api.fault_injection import POINTS
from tests.crash.campaign import RANDOM, Campaign
from tests.crash.tally import NOT_KILLS, Tally
from tests.crash.tomorrow import DEATHS
from tests.crash.upgrades import POINT as IN_UPGRADE
from tests.crash.upgrades import copied_file
from tests.support.postgres import PostgresServer, running_postgres

TWO_NODES_SPEED = 60.0
"""Virtual seconds a second where two servers share a database: their clocks differ by as
much as they were started apart."""


def points(kills: int, seed: int, more: tuple[str, ...] = ()) -> list[str]:
    """The first migration, then each named point and random kills in turn, shuffled.

    Somewhere among them, if there are that many, the migration to another schema, which is
    `DEATHS` kills and two at random in between.
    """
    named = [point for point in POINTS if point != "in_migration"]
    rest = [*more, *(named * kills)[: kills // 2]]
    several = kills >= 2 * DEATHS
    randomly = kills - 1 - len(rest) + len(more) - (DEATHS + 2 if several else 0)
    rest += [RANDOM] * max(0, randomly) + [IN_UPGRADE] * several
    random.Random(seed).shuffle(rest)  # noqa: S311
    return ["in_migration", *rest]


async def on_sqlite(folder: Path, kills: int, seed: int, *, exact: bool = False) -> Tally:
    """One server on a file."""
    file = folder / "zhiban.db"
    copied = partial(copied_file, file)
    campaign = Campaign(folder, f"sqlite:///{file}", copied, seed=seed, exact=exact)
    return await campaign.run(points(kills, seed))


async def on_postgres(
    server: PostgresServer, folder: Path, kills: int, seed: int, *, exact: bool = False
) -> Tally:
    """Two servers on one PostgreSQL, which is killed and cut off as well."""
    database = server.clone()

    def cut() -> None:
        with server.connect("postgres") as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                [database],
            )

    def crash() -> None:
        server.kill()
        server.start()

    @contextlib.contextmanager
    def copied() -> Iterator[str]:
        cut()
        copy = server.clone(database)
        yield server.url(copy)
        server.drop(copy)

    disturb = dict(zip(sorted(NOT_KILLS), (cut, crash), strict=True))
    campaign = Campaign(
        folder,
        server.url(database),
        copied,
        seed=seed,
        several=2,
        speed=TWO_NODES_SPEED,
        exact=exact,
        disturb=disturb,
    )
    try:
        return await campaign.run(points(kills, seed, tuple(disturb)))
    finally:
        server.drop(database)


@contextlib.contextmanager
def short_folder() -> Iterator[Path]:
    """A folder for one campaign, kept when it fails."""
    folder = Path(tempfile.mkdtemp(prefix="zhiban-crash-"))
    yield folder
    for file in sorted(folder.rglob("*"), reverse=True):
        file.unlink() if file.is_file() else file.rmdir()
    folder.rmdir()


__all__ = ["on_postgres", "on_sqlite", "running_postgres", "short_folder"]
