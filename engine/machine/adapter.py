"""The only module that knows `transitions`.

One machine per plan and a scratch model per step: the incident's place is set on the
model, one event is fired, the new place is read; the machine itself keeps no state, so
threads may share it. What would go wrong silently in the library is
ruled out here: triggers carry their target in their name, so at most one transition can
be enabled; no `to_X` shortcuts; no guards, callbacks, queue, timeouts or threads in the
library; a trigger that does not fit raises instead of returning False.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from transitions import Machine, MachineError

from engine.errors import PlanProblem


class _Scratch:
    """The model that the library moves about; holds nothing between two firings."""

    state: str


class Adapter:
    """A table of (command, source, target) run by `transitions.Machine`."""

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
        """Take one step; raises `PlanProblem` when the table has none."""
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
