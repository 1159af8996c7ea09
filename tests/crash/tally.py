"""How often what was done to a database, and what came of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

NOT_KILLS = ("connections_cut", "postgres_killed")
"""Points at which the database suffers, not a server."""


MOST_LATE = 30.0
"""Real seconds. A server that is busy, or waits for its database, is some of them late; one
that forgot something comes to it at its next look or its next start."""


@dataclass
class Row:
    """One point on one database. `late` is in real seconds, the worst of all."""

    times: int = 0
    lost: int = 0
    doubled: int = 0
    late: float = 0.0


@dataclass
class Tally:
    """The table that a run prints. `kills` counts deaths by SIGKILL, other rows disturbances."""

    rows: dict[tuple[str, str], Row] = field(default_factory=lambda: defaultdict(Row))
    wrong: list[str] = field(default_factory=list)
    commands: int = 0
    retried: int = 0
    events: int = 0
    slots: int = 0
    reminders: int = 0
    resumed: int = 0

    @property
    def kills(self) -> int:
        """How many servers were killed."""
        return sum(row.times for (_, point), row in self.rows.items() if point not in NOT_KILLS)

    @property
    def clean(self) -> bool:
        """Nothing lost, nothing doubled, nothing late, nothing else wrong."""
        rows = self.rows.values()
        on_time = all(row.late <= MOST_LATE for row in rows)
        return on_time and not self.wrong and not any(row.lost or row.doubled for row in rows)

    def add(self, other: Tally) -> None:
        """Take over what another run has counted."""
        for key, row in other.rows.items():
            mine = self.rows[key]
            mine.times += row.times
            mine.lost += row.lost
            mine.doubled += row.doubled
            mine.late = max(mine.late, row.late)
        self.wrong += other.wrong
        for name in ("commands", "retried", "events", "slots", "reminders", "resumed"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def lines(self) -> Iterator[str]:
        """The table in words."""
        form = "{:<12} {:<16} {:>6} {:>6} {:>8} {:>8}"
        yield form.format("database", "point", "times", "lost", "doubled", "late")
        for (database, point), row in sorted(self.rows.items()):
            late = f"{row.late:.2f} s"
            yield form.format(database, point, row.times, row.lost, row.doubled, late)
        yield (
            f"{self.kills} kills; {self.commands} commands acknowledged, {self.retried} sent again,"
            f" {self.events} entries, {self.slots} slots, {self.reminders} reminders, "
            f"{self.resumed} times a screen came back"
        )
        yield from self.wrong[:20]
