"""Records of evaluations: entries of the server journal; nothing is kept beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from api.server_journal.changed_by import ChangedBy
from api.server_journal.evaluation_data import (
    EVALUATION,
    EvaluationGraded,
    EvaluationRemarked,
    EvaluationScored,
    ImprovementSaved,
    ImprovementSettled,
)
from api.server_journal.events import Change
from api.store.database.records import DatabaseRecords
from api.store.database.rows import to_json
from api.store.server_journal.journal import SERVER_EVENT, entries_of, record
from engine.evaluation.records import GradeGiven, Improvement, Records, Remark, Score, Settled
from engine.frozen import replace
from engine.instants import from_text


class EvaluationRecords(DatabaseRecords):
    """What people have written. Thread-safe; every call may block."""

    def of(self, subject: str) -> Records:
        """Everything about one subject, and the improvements out of others."""
        with self._database.asking() as connection:
            return records_of(subject, entries_of(connection, EVALUATION))

    def remark(self, told: EvaluationRemarked, by: ChangedBy) -> None:
        """Keep a remark; one with a known key is kept already, so that a retry is harmless."""

        def work(connection: Connection) -> None:
            # No text can hold this: in it the quotation marks are escaped.
            held = to_json({"key": told["key"]})[1:-1]
            known = select(SERVER_EVENT.c.seq).where(
                SERVER_EVENT.c.type == "evaluation_remarked",
                SERVER_EVENT.c.data.contains(held, autoescape=True),
            )
            if connection.execute(known.limit(1)).first() is None:
                record(connection, by, Change("evaluation_remarked", told))

        self._write(work)

    def score(self, told: EvaluationScored, by: ChangedBy) -> None:
        """Keep a score; the one before it stays in the journal."""
        self._write(lambda connection: record(connection, by, Change("evaluation_scored", told)))

    def grade(self, told: EvaluationGraded, by: ChangedBy) -> None:
        """Keep the overall grade; `by` holds the reason."""
        self._write(lambda connection: record(connection, by, Change("evaluation_graded", told)))

    def improvements(self) -> tuple[Improvement, ...]:
        """Every improvement, in the order in which they were listed."""
        with self._database.asking() as connection:
            wanted = entries_of(connection, ("improvement_saved", "improvement_settled"))
            return tuple(improvements_of(wanted).values())

    def settle(self, told: ImprovementSettled, by: ChangedBy) -> None:
        """Keep that an improvement is done, or not done after all."""
        self._write(lambda connection: record(connection, by, Change("improvement_settled", told)))

    def improve(self, told: ImprovementSaved, by: ChangedBy) -> None:
        """Keep something that has to get better, or what became of it."""
        self._write(lambda connection: record(connection, by, Change("improvement_saved", told)))


def records_of(subject: str, entries: Iterator[dict[str, Any]]) -> Records:
    """The records of one subject out of all entries about evaluations, in order."""
    remarks: list[Remark] = []
    scores: dict[tuple[str, str], Score] = {}
    grade: GradeGiven | None = None
    kept = list(entries)
    improvements = improvements_of(kept)
    for entry in kept:
        data = entry["data"]
        if entry["type"].startswith("improvement_") or data["subject"] != subject:
            continue
        elif entry["type"] == "evaluation_remarked":
            remarks.append(_remark(data, entry))
        elif entry["type"] == "evaluation_scored":
            scores[data["sheet"], data["number"]] = _score(data, entry)
        else:
            at = from_text(entry["at"])
            grade = GradeGiven(data["grade"], entry["reason"] or "", entry["actor"], at)
    own = tuple(one for one in improvements.values() if one.subject == subject)
    first = min((_since(one) for one in own), default=None)
    earlier = tuple(
        one
        for one in improvements.values()
        if one.subject != subject and (first is None or _since(one) < first)
    )
    return Records(tuple(sorted(remarks, key=lambda one: one.at)), scores, grade, own, earlier)


def improvements_of(entries: Iterable[Mapping[str, Any]]) -> dict[str, Improvement]:
    """The improvements by key, each as it was saved and settled last."""
    found: dict[str, Improvement] = {}
    for entry in entries:
        data = entry["data"]
        known = found.get(data.get("key"))
        if entry["type"] == "improvement_saved":
            found[data["key"]] = _improvement(data, entry, known)
        elif entry["type"] == "improvement_settled" and known is not None:
            at = from_text(entry["at"])
            settled = Settled(entry["actor"], at, data["note"]) if data["done"] else None
            found[data["key"]] = replace(known, done=data["done"], settled=settled)
    return found


def _since(one: Improvement) -> datetime:
    return one.since or one.written_at


def _remark(data: Mapping[str, Any], entry: Mapping[str, Any]) -> Remark:
    return Remark(
        data["key"],
        from_text(data["seen_at"]),
        data["text"],
        data["number"],
        data["entry"],
        entry["actor"],
        from_text(entry["at"]),
    )


def _score(data: Mapping[str, Any], entry: Mapping[str, Any]) -> Score:
    return Score(
        data["sheet"],
        data["number"],
        data["points"],
        data["note"],
        entry["actor"],
        from_text(entry["at"]),
    )


def _improvement(
    data: Mapping[str, Any], entry: Mapping[str, Any], known: Improvement | None
) -> Improvement:
    at = from_text(entry["at"])
    settled = known.settled if known is not None and data["done"] else None
    return Improvement(
        key=data["key"],
        subject=data["subject"],
        plan=data["plan"],
        about=data["about"],
        finding=data["finding"],
        action=data["action"],
        owner=data["owner"],
        due=date.fromisoformat(data["due"]),
        done=data["done"],
        by=entry["actor"],
        written_at=at,
        since=known.since if known is not None else at,
        settled=settled,
    )
