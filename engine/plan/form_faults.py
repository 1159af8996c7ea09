"""Every validation error of a file as a fault with its line, its cause and a remedy.

Plan files and scenario files share this. `engine.plan.typing_mistakes` names the slip of the
keyboard behind a wrong value; `engine.plan.validation_messages` chooses the sentence for all other
causes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from engine.errors import PlanFileError
from engine.messages import CATALOGUES
from engine.plan.pydantic_errors import LONGEST_VALUE
from engine.plan.typing_mistakes import mistyped
from engine.plan.validation_messages import causes, explain, steps_of
from engine.plan.yaml_tree import Mapped, Path, path_text, place_of, plain, written

Form = TypeVar("Form", bound=BaseModel)


def of_form(
    form: type[Form], tree: Mapped, file: str, digest: str, faults: Iterable[PlanFileError] = ()
) -> Form:
    """What a tree says, in its form and with its `digest`; `faults` were found when it was read.

    Raises `PlanFileError` with every wrong line.
    """
    found = list(faults)
    if "digest" in tree:
        found.append(PlanFileError("plan_digest", file=file, line=tree.lines["digest"]))
    values = {key: value for key, value in plain(tree).items() if key != "digest"}
    made = None
    try:
        made = form.model_validate({**values, "digest": digest})
    except ValidationError as wrong:
        found += form_faults(wrong, form, tree, file, found)
    if made is None or found:
        raise PlanFileError.of_all(found)
    return made


def form_faults(
    wrong: ValidationError,
    root: type[BaseModel],
    tree: Mapped,
    file: str,
    known: Iterable[PlanFileError] = (),
) -> list[PlanFileError]:
    """The validation errors, one fault each, with line, cause and remedy.

    An error on a line that has a `known` fault only follows from that fault and is left out.
    """
    lines = {(fault.file, fault.line) for fault in known}
    found: dict[tuple[str, int, str, str], PlanFileError] = {}
    errors = causes(wrong.errors(include_url=False))
    paths = [tuple(error["loc"]) for error in errors]
    for error in errors:
        own = tuple(error["loc"])
        if error["type"] == "too_short" and any(p[: len(own)] == own != p for p in paths):
            continue
        steps = steps_of(error["loc"], tree)
        where, line = place_of(tree, steps)
        code, facts = (
            _own_sentence(error, steps)
            or mistyped(error, steps, tree)
            or explain(error, root, tree=tree, written=written(tree, steps))
        )
        if code and (where or file, line) not in lines:
            fault = PlanFileError(code, file=where or file, line=line, **facts)
            found.setdefault((fault.file, line, code, str(facts.get("place"))), fault)
    return sorted(found.values(), key=lambda fault: (fault.file, fault.line))


def _own_sentence(error: Mapping[str, Any], steps: Path) -> tuple[str, dict[str, Any]] | None:
    """The error of a validator of ours that is named after its sentence."""
    if f"error.{error['type']}" not in CATALOGUES["zh"]:
        return None
    value = str(error.get("input"))[:LONGEST_VALUE]
    return str(error["type"]), {"place": path_text(steps), "value": value}
