"""The actions that a scenario expects: those of injects that were given, for the evaluation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.drill.injects import InjectEntry
from engine.drill.scenario import Scenario
from engine.evaluation.planned import PlannedAction


def planned_actions(
    scenario: Scenario, log: Iterable[InjectEntry], key: str
) -> Iterator[PlannedAction]:
    """What the injects of `log` that were given expect of the incident `key`, in order."""
    by_id = {one.id: one for one in scenario.injects}
    for entry in log:
        inject = by_id.get(entry.id)
        if entry.action != "given" or inject is None:
            continue
        if (inject.incident or scenario.first_incident) != key:
            continue
        for number, one in enumerate(inject.expected, start=1):
            person = scenario.people.get(one.by or "")
            yield PlannedAction(
                id=f"{inject.id}-{number}",
                words=one.action,
                words_en=one.action_en,
                given_at=entry.at,
                within_minutes=one.within_minutes,
                command=one.command,
                by=_roles(person.roles) if person else (),
                clause=one.clause,
                asks={} if one.do is None else one.do,
            )


def _roles(roles: Iterable[str]) -> tuple[str, ...]:
    """The roles as entries name them: posts without their plan."""
    return tuple(role.rpartition(":")[2] for role in roles)
