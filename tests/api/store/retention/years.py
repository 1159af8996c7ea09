"""An office with three years of incidents, written without a server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from api.store.facade import Store
from engine.clock import VirtualClock
from engine.incident.commands import CloseIncident
from engine.memory import CountedIds
from engine.service import Service
from tests.api.store.desk import DIRECTOR, PLANS, Desk

BEGIN = datetime(2022, 11, 20, 15, 30, tzinfo=UTC)
"""Half past eleven in the evening, by the clock of the plans."""
UNTIL_NEW_YEARS_EVE = 41
"""Days; the watch after an end, with what time adds to it, is over before."""


@dataclass(frozen=True, slots=True)
class Years:
    """The ids of the incidents, by what became of them."""

    of_2022: str
    over_new_year: str
    exercise_of_2023: str
    still_open: str
    newest: str


def live_through(url: str) -> Years:
    """Five incidents; two are of 2023, since their last entries are."""
    with Store.open(url, PLANS) as store:
        desk = Desk(store.plans)
        desk.clock = VirtualClock(BEGIN, elapsed=lambda: 0.0)
        desk.service = Service(store.plans, desk.clock, CountedIds("year"))

        def opened(title: str, *, exercise: bool = False) -> str:
            made = store.writer.run(
                lambda journal: desk.open(journal, title=title, exercise=exercise)
            )
            return made.after.id

        def closed(incident: str) -> None:
            store.writer.run(lambda journal: desk.do(journal, incident, CloseIncident(), DIRECTOR))

        def waited(**time: float) -> None:
            store.writer.run(lambda journal: desk.wait(journal, **time))

        old = opened("井下冒顶")
        store.writer.run(lambda journal: desk.log(journal, old, '换行\n引号" 表情😀'))
        closed(old)
        waited(days=UNTIL_NEW_YEARS_EVE)
        over = opened("瓦斯爆炸")
        waited(hours=1)
        closed(over)
        waited(days=3)
        waited(days=40)
        drill = opened("透水演练", exercise=True)
        store.writer.run(lambda journal: desk.log(journal, drill))
        closed(drill)
        waited(days=60)
        still = opened("火灾")
        waited(days=400)
        newest = opened("坍塌")
        closed(newest)
        return Years(old, over, drill, still, newest)
