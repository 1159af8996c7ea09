"""The only module that imports `transitions`.

One machine per plan, one scratch model per step: the model gets the incident's place, one
event fires, the new place is read. The machine keeps no state, so threads may share it.
The library's silent failures are excluded here. Each trigger carries its target in its
name, so at most one transition is enabled. There are no `to_X` shortcuts, guards,
callbacks, queues, timeouts or threads. A trigger that does not fit raises.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from transitions import Machine, MachineError

from engine.errors import PlanProblem


class _Scratch:
    """The model that the library moves; it holds nothing between two events."""

    state: str


class Adapter:
    """A table of (command, source, target), run by `transitions.Machine`."""

    def __init__(self, places: Sequence[str], steps: Iterable[tuple[str, str, str]]) -> None:
        self._machine = Machine(
            model=None,
            states=list(places),
            initial=places[0],
            auto_transitions=False,
            send_event=False,
            queued=False,
        )
        for command, source, target in dict.fromkeys(steps):
            self._machine.add_transition(_trigger(command, target), source, target)

    def fire(self, command: str, source: str, target: str) -> str:
        """Take one step. Raises `PlanProblem` if the table has none."""
        event = self._machine.events.get(_trigger(command, target))
        model = _Scratch()
        self._machine.set_state(source, model)
        try:
            moved = event is not None and event.trigger(model)
        except MachineError:
            moved = False
        if not moved:
            raise PlanProblem("no_such_step", command=command, source=source, target=target)
        return str(model.state)


def _trigger(command: str, target: str) -> str:
    return f"{command} -> {target}"
