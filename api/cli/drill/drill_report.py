"""The evaluation report of a run as a page, as `drill run --out` writes it."""

from __future__ import annotations

from pathlib import Path

from api.cli.configuration import settings_from
from api.documents.html import html_file
from engine.evaluation.evaluation import IncidentEvaluation
from engine.evaluation.records import Records
from engine.evaluation.report import evaluation_report
from engine.plan.companion_files import load_sheets

REPORT = "evaluation.html"


def write_report(folder: Path, evaluation: IncidentEvaluation) -> None:
    """Write the report, in Chinese like every document. Nobody has scored anything yet."""
    sheets = load_sheets(settings_from().plans_dir).values()
    made = html_file(evaluation_report([evaluation], sheets, Records()))
    (folder / REPORT).write_bytes(made)
