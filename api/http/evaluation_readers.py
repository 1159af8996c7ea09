"""Who reads evaluations and what people wrote beside them: whoever sees all of an incident."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from api.access.evaluation_sight import reads_drill
from api.access.identity import SignedIn
from api.evaluation.ports import DRILL
from api.problems import HttpError
from api.runtime.app_state import AppState
from api.store.queries.reader import Reader
from engine.evaluation.records import Improvement
from engine.incident.state import Incident

Sees = Callable[[str, Incident | None], bool]
"""Whether an account sees all of a subject: an incident, None where it is not here any more."""


def readable(reader: Reader, improvements: Iterable[Improvement], sees: Sees) -> frozenset[str]:
    """The subjects of improvements that an account may read. Blocks."""
    subjects = {one.subject for one in improvements}
    found = {one: None if one == DRILL else reader.incident(one) for one in subjects}
    return frozenset(one for one, state in found.items() if sees(one, state))


def whole_only() -> HttpError:
    """The refusal to an account that does not see the whole incident."""
    return HttpError(403, "evaluation_whole_only")


def sees_all(desk: AppState, who: SignedIn) -> Sees:
    """What the account sees all of. Of what is not here any more nobody knows whether it was real,
    so those who see exercises only do not read it."""
    sight = desk.sight(who)

    def sees(subject: str, state: Incident | None) -> bool:
        if state is not None:
            return sight.whole(desk.pinned(state), state)
        return reads_drill(who.actor) and (subject == DRILL or not who.actor.is_a("evaluator"))

    return sees
