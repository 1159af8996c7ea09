"""The files that make up a plan: their names, their bytes and the digest over them.

A plan is a `plan.yaml`. Two parts of it may stand in files of their own: the clause
catalogue in a `clauses.yaml` beside it, and the area in `jurisdictions/WORD.yaml`.
What the files say is not known here: `engine.plan.loader` joins and builds them.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from engine.errors import PlanFileError
from engine.messages import MessageKey
from engine.plan.nearest import nearest

MAX_BYTES = 500_000
PLAN_FILE = "plan.yaml"
CLAUSE_FILE = "clauses.yaml"
JURISDICTIONS = "jurisdictions"

_WORD = re.compile(r"[A-Za-z0-9_]{1,63}")


@dataclass(frozen=True, slots=True)
class PlanText:
    """The bytes of one file, and the name that errors call it by."""

    file: str
    content: bytes


@dataclass(frozen=True, slots=True)
class PlanFiles:
    """All files of one plan, as they were read."""

    plan: PlanText
    clauses: PlanText | None = None
    jurisdiction: PlanText | None = None

    @property
    def digest(self) -> str:
        """The sha256 that pins the plan, over the bytes of all its files.

        A NUL stands before and after the clauses: no file may hold one, so bytes cannot
        pass from one file to the other unnoticed. Plans of one file keep their digests.
        """
        digest = hashlib.sha256(self.plan.content)
        if self.clauses is not None:
            digest.update(b"\0" + self.clauses.content + b"\0")
        if self.jurisdiction is not None:
            digest.update(self.jurisdiction.content)
        return digest.hexdigest()


def clause_file(file: Path) -> PlanText | None:
    """The `clauses.yaml` beside a `plan.yaml`, where there is one.

    Raises `PlanFileError` when it is too large or cannot be read.
    """
    beside = file.with_name(CLAUSE_FILE)
    if file.name != PLAN_FILE or not beside.exists():
        return None
    return PlanText(str(beside), read(beside))


def jurisdiction_file(file: Path, word: str, line: int) -> PlanText:
    """The shared file of the jurisdiction that `file` names in `line` by a plain word.

    Raises `PlanFileError` when there is none of that name, or it cannot be read.
    """
    above = file.parent.parent if len(file.parts) > 2 else file.absolute().parent.parent
    folder = above / JURISDICTIONS
    known = sorted(shared.stem for shared in folder.glob("*.yaml"))
    if not _WORD.fullmatch(word) or word not in known:
        raise PlanFileError(
            "plan_no_jurisdiction",
            file=str(file),
            line=line,
            value=word[:80],
            folder=folder,
            accepted="、".join(known) or "—",
            hint=nearest(word[:80], known) or "—",
        )
    shared = folder / f"{word}.yaml"
    return PlanText(str(shared), read(shared))


def read(file: Path) -> bytes:
    """The file's content, or `PlanFileError` when it is too large or cannot be read."""
    try:
        if file.exists() and not file.is_file():
            why = MessageKey("word.not_a_file")
            raise PlanFileError("plan_unreadable", file=str(file), line=1, why=why)
        with file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise PlanFileError("plan_missing", file=str(file), line=1, folder=file.parent) from None
    except (OSError, ValueError) as wrong:
        why_not = getattr(wrong, "strerror", None) or str(wrong)
        raise PlanFileError("plan_unreadable", file=str(file), line=1, why=why_not) from None
    if len(content) > MAX_BYTES:
        raise PlanFileError("plan_too_large", file=str(file), line=1, limit=f"{MAX_BYTES:,}")
    return content
