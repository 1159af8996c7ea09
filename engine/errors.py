"""The error tree. Every error has a stable code, facts as attributes and a remedy.

    ZhibanError
    ├── PlanFileError        a plan file is wrong: file, line, what would be right
    ├── PlanProblem          a rule is applied to a plan that cannot hold it (a defect of ours)
    ├── InvalidInput         the request is malformed: field, value, accepted forms   (422)
    ├── NotFound             no such incident, plan, entry, slot                       (404)
    ├── NotAllowed           the account lacks the role the plan asks for              (403)
    ├── StateRefuses         the plan or the incident's present state forbids it       (409)
    └── StaleVersion         the incident has moved on since the client read it        (412)

The sentences that people read are in `engine.messages`, keyed by `code`; an error
carries only the code and the facts that the sentence needs. The numbers above are the
HTTP answers that `api.problems` gives; the engine itself knows nothing about HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

from typing_extensions import override

from engine.messages import MessageKey, text

_OURS = MessageKey("word.our_rule")
"""What a sentence cites where no clause decides."""


class ZhibanError(Exception):
    """Base of all errors that a person may see.

    `code` is stable and English; `facts` fill the sentence; `clause` is the plan's
    clause or the law's article that decides, where there is one. `cited` is the clause in
    words, where it names a law.
    """

    def __init__(self, code: str, /, *, clause: str | None = None, **facts: Any) -> None:
        self.code = code
        self.clause = clause
        self.cited: str | None = None
        self.facts: Mapping[str, Any] = facts
        super().__init__(self.sentence())

    @override
    def __reduce__(self) -> tuple[Any, ...]:
        # By itself an exception is made again from its sentence, without code and facts.
        return _made_again, (type(self), self.args, self.__dict__)

    def sentence(self, language: str = "zh") -> str:
        """The whole sentence in `language` ("zh" or "en")."""
        cited = self.cited or self.clause or _OURS
        return text(f"error.{self.code}", language, clause=cited, **self.facts)

    def citing(self, words: str | None) -> Self:
        """This error, whose sentence cites the clause in these words."""
        self.cited = words
        self.args = (self.sentence(),)
        return self


def _made_again(kind: type[ZhibanError], args: tuple[Any, ...], facts: Any) -> ZhibanError:
    """An error that comes from another process."""
    error = kind.__new__(kind, *args)
    error.__dict__.update(facts)
    return error


class PlanFileError(ZhibanError):
    """A plan file cannot be used. `file` and `line` (from 1) say where.

    `further` are the other faults of the same file, so that all can be mended at once.
    """

    def __init__(self, code: str, *, file: str, line: int, **facts: Any) -> None:
        self.file = file
        self.line = line
        self.further: tuple[PlanFileError, ...] = ()
        super().__init__(code, file=file, line=line, **facts)

    @classmethod
    def of_all(cls, faults: Sequence[PlanFileError]) -> PlanFileError:
        """The first of some faults (at least one), with the others as `further`."""
        first, *others = faults
        first.further = tuple(others)
        return first

    @property
    def every(self) -> tuple[PlanFileError, ...]:
        """This fault and all further ones."""
        return (self, *self.further)


class PlanProblem(ZhibanError):
    """The plan, though well formed, contradicts itself where a rule was applied."""


class InvalidInput(ZhibanError):
    """A request is malformed. `field` is a path such as `facts.deaths`."""

    def __init__(self, code: str, *, field: str, clause: str | None = None, **facts: Any) -> None:
        self.field = field
        super().__init__(code, clause=clause, field=field, **facts)


class NotFound(ZhibanError):
    """There is no such thing."""


class Refused(ZhibanError):
    """Base of refusals that list what is possible now.

    `allowed` is a sequence of `{command, level?, sub_state?, roles}`.
    """

    def __init__(
        self,
        code: str,
        *,
        clause: str | None = None,
        allowed: Sequence[Mapping[str, Any]] = (),
        **facts: Any,
    ) -> None:
        self.allowed = tuple(allowed)
        super().__init__(code, clause=clause, **facts)


class NotAllowed(Refused):
    """The account does not hold a role that the plan asks for."""


class StateRefuses(Refused):
    """The plan or the incident's state forbids the command now."""


class StaleVersion(Refused):
    """The client's `If-Match` is not the incident's version any more."""
