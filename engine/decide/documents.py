"""Documents: the prose that a person adds, and signing one version (签发).

The server renders a document before it is signed and passes on what stands in it
(`SignedVersion`); it also makes sure that the incident has not moved on since. Signing a report
sends it: the report is entered first, in the same unit of work, and settles its slot.

Who may sign: any post of the plan that acts everywhere; the desk records whose order it was. No
clause says so (our choice): the plans name no signer of reports.
"""

from __future__ import annotations

from engine.decide.authority import RequiredAuthority
from engine.decide.context import DecisionContext
from engine.decide.report_content import NOT_YET_KNOWN, TO_VERIFY
from engine.errors import InvalidInput
from engine.incident.command_parts import Command
from engine.incident.commands import SubmitReport
from engine.incident.document_commands import EditDocument, SignDocument, SignedVersion
from engine.incident.documents import FREE_FIELDS, REPORT_KINDS
from engine.incident.events import Draft
from engine.plan.model import Plan
from engine.plan.nearest import nearest


def edit_document(case: DecisionContext, command: EditDocument) -> Draft:
    """Keep what a person wrote; an empty text takes it back.

    Raises `InvalidInput` for a field that no document of the plan has, and for a figure that is
    typed as prose: figures are recorded with source and instant.
    """
    known = _fields(case.plan)
    for name, words in command.fields.items():
        if name not in known:
            raise InvalidInput(
                "unknown_document_field",
                field=f"fields.{name}",
                label=name,
                hint=nearest(name, known) or "—",
            )
        if name in case.plan.fact_by_id and words not in ("", NOT_YET_KNOWN, TO_VERIFY):
            figure = case.plan.fact_by_id[name].name
            raise InvalidInput("figure_is_no_prose", field=f"fields.{name}", label=figure)
    acting = case.keeping_record(command)
    return case.draft(
        "document_edited",
        acting,
        None,
        document=command.document,
        slot=command.slot,
        fields={
            name: TO_VERIFY if words == NOT_YET_KNOWN else words
            for name, words in command.fields.items()
        },
    )


def _fields(plan: Plan) -> list[str]:
    named = (name for report in plan.reports for name in report.content)
    return [*dict.fromkeys(named), *plan.fact_by_id, *FREE_FIELDS]


def sign_document(case: DecisionContext, command: SignDocument) -> Draft:
    """The signature under one version. Raises `StateRefuses` where nothing was rendered."""
    acting = case.acting(command, signers(case.plan))
    case.check_not_over()
    if not isinstance(command, SignedVersion):
        raise case.refuse("document_not_rendered")
    return case.draft(
        "document_signed",
        acting,
        None,
        document=command.document,
        slot=command.slot,
        sha256=command.sha256,
        content_sha256=command.content_sha256,
        file=command.file,
        size=command.size,
        # The report was entered just before.
        report_seq=case.incident.seq if command.sends else None,
    )


def signers(plan: Plan) -> RequiredAuthority:
    """Who signs documents."""
    posts = tuple(role.id for role in plan.roles if role.scope == "everywhere" and role.signs_in)
    return RequiredAuthority(posts, desk=False, clause=None)


def sending(case: DecisionContext, command: SignedVersion) -> list[Command]:
    """The commands that signing consists of: the report that it sends, then the signature."""
    case.acting(command, signers(case.plan))
    if not command.sends:
        return [command]
    report = SubmitReport(
        slot=command.slot,
        kind=REPORT_KINDS[command.document],
        content=dict(command.content),
        corrects=None if command.slot else command.corrects,
    )
    return [report, command]
