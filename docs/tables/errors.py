"""Every error code with its sentence and what HTTP answers, read from the source itself.

A code is looked up where the source raises it: the class that stands around it decides
the status, as `api.problems` maps classes. Codes that are made in a table of their own
(wrong plan files, malformed bodies, database trouble) go by the file they stand in.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from api import app, problems
from api.documents.errors import CannotRender
from api.store import errors as store
from docs.tables.markdown import code, table
from docs.tables.plans import ROOT
from engine import errors as engine
from engine import messages
from engine.errors import ZhibanError
from engine.messages import CATALOGUES

PREFIX = "error."

CLASSES: Mapping[str, type[ZhibanError]] = {
    kind.__name__: kind
    for kind in (
        engine.InvalidInput,
        engine.NotFound,
        engine.NotAllowed,
        engine.StateRefuses,
        engine.StaleVersion,
        engine.PlanFileError,
        engine.PlanProblem,
        store.StoreUnavailable,
        store.UrlWrong,
        store.KeyReused,
        store.AccountRefused,
        store.BackupRefused,
        CannotRender,
    )
} | {"refuse": engine.StateRefuses}
"""Who raises → the error; `refuse` is `engine.decide.context.DecisionContext.refuse`."""

FILES: dict[str, type[ZhibanError]] = {
    "engine/plan/": engine.PlanFileError,
    "api/http/validation_problems.py": engine.InvalidInput,
    "api/store/": store.StoreUnavailable,
}
"""Where codes stand in tables or tuples → the error they become."""

COMPOSED = {
    "plan_not_a_condition": engine.PlanFileError,
    "plan_not_a_cadence": engine.PlanFileError,
}
"""Codes that the source puts together, so that no search finds them."""

SITUATIONS = {
    "BackupRefused": "command line: the program exits with 1",
    "PlanFileError": "plan files: the program exits with 1, the server does not start",
    "UrlWrong": "command line: the program exits with 2",
    "frame": "websocket: an `error` frame",
}


def requests() -> str:
    """The codes of the program's catalogue, without those of the store."""
    storage_keys = _in_storage()
    return _codes(
        [key for key in CATALOGUES["zh"] if key.startswith(PREFIX) and key not in storage_keys]
    )


def storage() -> str:
    """The codes of the store."""
    return _codes(_in_storage())


def _in_storage() -> list[str]:
    file = Path(messages.__file__).parent / "error" / "storage.toml"
    return [f"{PREFIX}{name}" for name in tomllib.loads(file.read_text(encoding="utf-8"))["error"]]


def _codes(keys: list[str]) -> str:
    rows = []
    for key in keys:
        name = key.removeprefix(PREFIX)
        rows.append((code(name), _statuses(name), CATALOGUES["zh"][key], CATALOGUES["en"][key]))
    return table(("code", "HTTP", "中文", "English"), rows)


def classes() -> str:
    """The classes of errors and their HTTP status."""
    _ = app.create_app  # importing the application has added the store's classes
    rows = [
        (code(kind.__name__), status, (kind.__doc__ or "").strip().splitlines()[0])
        for kind, status in problems.STATUS.items()
    ]
    return table(("error", "HTTP", "meaning"), rows)


def _statuses(name: str) -> str:
    found = sorted(uses().get(name, ()))
    return ", ".join(SITUATIONS.get(one, one) for one in found) or "not raised at present"


@lru_cache(maxsize=1)
def uses() -> dict[str, set[str]]:
    """By code, how it is answered: an HTTP status or a key of `SITUATIONS`."""
    known = {k.removeprefix(PREFIX) for k in CATALOGUES["zh"] if k.startswith(PREFIX)}
    found = {name: {_answer(kind)} for name, kind in COMPOSED.items()}
    for folder in ("engine", "api"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            place = file.relative_to(ROOT).as_posix()
            for name, how in _uses_in(file, place):
                if name in known:
                    found.setdefault(name, set()).add(how)
    return found


def _uses_in(file: Path, place: str) -> Iterator[tuple[str, str]]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    called: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _called(node, called)
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in called
        ):
            for start, kind in FILES.items():
                if place.startswith(start):
                    yield node.value, _answer(kind)


def _called(call: ast.Call, called: set[int]) -> Iterator[tuple[str, str]]:
    """The code that a call raises with; the constants seen go into `called`."""
    func = call.func
    name = func.id if isinstance(func, ast.Name) else getattr(func, "attr", "")
    values = [a.value if isinstance(a, ast.Constant) else None for a in call.args]
    called |= {id(argument) for argument in call.args if isinstance(argument, ast.Constant)}
    if name == "HttpError" and len(values) > 1 and isinstance(values[1], str):
        yield values[1], str(values[0]) if values[0] else "as the cause"
    elif name == "BadFrame" and values and isinstance(values[0], str):
        yield values[0], "frame"
    elif name in CLASSES and values and isinstance(values[0], str):
        yield values[0], _answer(CLASSES[name])
    elif name == "unavailable" and isinstance(values[-1], str):
        yield values[-1], _answer(store.StoreUnavailable)


def _answer(kind: type[ZhibanError]) -> str:
    if kind in (engine.PlanFileError, store.BackupRefused, store.UrlWrong):
        return kind.__name__
    status = next((problems.STATUS[k] for k in kind.__mro__ if k in problems.STATUS), 500)
    return str(status)


def plan_checks() -> str:
    """What the plan checker may find, in the order of its catalogue."""
    prefix = "check."
    rows = [
        (code(key.removeprefix(prefix)), sentence, CATALOGUES["en"][key])
        for key, sentence in CATALOGUES["zh"].items()
        if key.startswith(prefix) and "{file}" in sentence
    ]
    return table(("code", "中文", "English"), rows)
