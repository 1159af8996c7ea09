"""What rules of calling cost a command that triggers none of them.

    python -m tests.benchmarks.calling_cost [--times N]

Two services on one clock carry out the same commands on incidents like each other, one without
calling, one with the shipped rules and an address book, command by command in turns so that a
busy moment of the machine hits both. Printed: the processor time of a command in microseconds
(medians, and the mean of the faster three quarters), and the ratio. An incident of a mine and
one of grain with 17 reports owed, with settled calls in their states. Not collected by pytest.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import time
from collections.abc import Callable

from engine.incident.command_parts import Command
from engine.incident.commands import COMMANDS
from engine.ports import CallingBook
from tests.engine.calling.books import book, shipped
from tests.engine.stories import Story

GRAIN = "price_rise_percent"


def mine(calling: CallingBook | None) -> Story:
    """An incident at a mine with a response."""
    story = Story("coal_mine", calling=calling)
    story.desk.opens(deaths=1)
    story.director.activates("IV")
    return settled(story)


def grain(calling: CallingBook | None) -> Story:
    """A grain incident with the counties' reports owed, before anybody is called for them."""
    story = Story("grain", calling=calling)
    story.desk.opens(price_rise_percent=35)
    story.director.recommends("III", "tense")
    story.chief.activates("III", "tense")
    return settled(story)


def settled(story: Story) -> Story:
    """Nobody is being called any more."""
    for call in list(story.incident.calls):
        story.desk.does("answer_call", call=call)
    return story


def commands(story: Story) -> list[Command]:
    """A line in the log, and figures that change to and fro."""
    figure, values = ("deaths", (1, 2)) if story.plan.id == "coal_mine" else (GRAIN, (35, 36))
    log = COMMANDS["add_log_entry"](text="记一笔")  # type: ignore[call-arg]
    facts = [COMMANDS["record_facts"](facts={figure: v}) for v in values]  # type: ignore[call-arg]
    return [log, facts[0], log, facts[1]]


def timed(story: Story, command: Command) -> float:
    """Processor time of one command, in microseconds."""
    began = time.process_time_ns()
    story.service.execute(story.journal, story.incident_id, command, story.desk.actor)
    return (time.process_time_ns() - began) / 1000


def compare(name: str, make: Callable[[CallingBook | None], Story], times: int) -> None:
    """Print the times without and with calling."""
    pair = make(None), make(book(shipped()))
    spent: tuple[list[float], list[float]] = ([], [])
    given = commands(pair[0])
    gc.collect()
    gc.disable()
    for number in range(times):
        # Which goes first changes, so that neither always finds the caches warm.
        for which in (0, 1) if number // len(given) % 2 else (1, 0):
            spent[which].append(timed(pair[which], given[number % len(given)]))
    gc.enable()
    kinds = {"log entry": slice(0, None, 2), "figures": slice(1, None, 2)}
    for kind, part in kinds.items():
        plain, called = (statistics.median(one[part]) for one in spent)
        ratio = called / plain
        print(f"{name:6} {kind:10} without {plain:6.1f} µs  with {called:6.1f} µs  {ratio:.3f}")
    plain, called = (statistics.mean(sorted(one)[: times * 3 // 4]) for one in spent)
    print(
        f"{name:6} both       without {plain:6.1f} µs  with {called:6.1f} µs  {called / plain:.3f}"
    )


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=2000)
    times = parser.parse_args().times
    compare("mine", mine, times)
    compare("grain", grain, times)


if __name__ == "__main__":
    main()
