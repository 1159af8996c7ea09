"""Submitting reports, limiting who owes them, moving the anchor of a cadence.

Serves PS/CM 5.1, GR 4.3.1(2), 4.3.3(3), 4.4.4, 4.5 and A10, A12, A14.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from engine.authority import Acting, Asked, any_post, is_desk
from engine.commands import ReanchorCadence, SetReporters, SubmitReport
from engine.decisions.acts import asked_of_act
from engine.decisions.case import Case
from engine.errors import InvalidInput, NotAllowed, NotFound
from engine.events import Draft
from engine.instants import local_day, local_text, to_text
from engine.messages import MessageKey
from engine.plan.cadences import EveryDays
from engine.plan.model import Plan, Report
from engine.plan.spelling import nearest
from engine.reporting.cadence import base_of, is_periodic
from engine.reporting.owing import reporters_of
from engine.state import OPEN_SLOT_STATES, Slot

_REGULAR = frozenset({"scheduled", "nil"})

_FARTHEST_ANCHOR = timedelta(days=366)


def submit_report(case: Case, command: SubmitReport) -> Draft:
    """报送 for a slot, or an extra report that settles none."""
    submitted_at = case.check_past("submitted_at", command.submitted_at)
    if submitted_at < case.incident.received_at:
        raise InvalidInput(
            "instants_reversed",
            field="submitted_at",
            value=local_text(submitted_at, case.plan.zone),
            other="received_at",
            limit=local_text(case.incident.received_at, case.plan.zone),
        )
    slot = _slot(case, command.slot) if command.slot else None
    acting = _submitter(case, command, slot)
    if slot is None:
        case.check_not_over()
        # Ending closes the regular duties (A17); what may still come are changes (A19).
        if case.incident.stage == "ended" and command.kind in _REGULAR:
            raise case.refuse("nothing_regular_owed", kind=MessageKey(f"word.kind.{command.kind}"))
    return case.draft(
        "report_submitted",
        acting,
        slot.clause if slot else None,
        slot=slot.id if slot else None,
        obligation=slot.obligation if slot else None,
        reporter=slot.reporter if slot else (case.actor.division or case.actor.unit),
        due_at=to_text(slot.due_at) if slot else None,
        immediately=slot.immediately if slot else False,
        kind=command.kind,
        content=command.content,
        submitted_at=to_text(submitted_at),
    )


def set_reporters(case: Case, command: SetReporters) -> Draft:
    """Limit who owes a duty, or lift the limit (A14)."""
    asked = asked_of_act(case, command.command)
    acting = case.acting(command, asked)
    reports = _limited(case, command.obligation)
    if command.reporters is not None:
        _check_reporters(case, reports, command.reporters)
    return case.draft(
        "reporters_set",
        acting,
        asked.clause,
        obligations=[report.id for report in reports],
        reporters=None if command.reporters is None else list(command.reporters),
        reason=command.reason,
    )


def reanchor_cadence(case: Case, command: ReanchorCadence) -> Draft:
    """Count an every-n-days duty from another day (A12)."""
    asked = asked_of_act(case, command.command)
    acting = case.acting(command, asked)
    plan, duties = case.plan, case.incident.duties
    wanted = [
        id_
        for id_ in duties
        if isinstance(base_of(plan, plan.report_by_id[id_]).cadence, EveryDays)
    ]
    if command.obligation is not None:
        base = base_of(plan, _report(plan, command.obligation)).id
        wanted = [id_ for id_ in wanted if base_of(plan, plan.report_by_id[id_]).id == base]
    if not wanted:
        raise case.refuse(
            "no_such_cadence", asked.clause, obligation=command.obligation or "every_days"
        )
    return case.draft(
        "cadence_reanchored",
        acting,
        asked.clause,
        obligations=wanted,
        anchor=_anchor(case, command.anchor).isoformat(),
        reason=command.reason,
    )


def _slot(case: Case, id_: str) -> Slot:
    slot = case.incident.slots.get(id_)
    if slot is None:
        known = id_.startswith(f"{case.incident.id}.") and id_.count(".") == _DOTS
        if known:
            raise case.refuse("slot_settled")
        raise NotFound("slot_not_found", slot=id_)
    if slot.state not in OPEN_SLOT_STATES:
        raise case.refuse("slot_settled", slot.clause)
    if slot.state == "owed" and slot.opens_at > case.now:
        raise case.refuse(
            "slot_not_open", slot.clause, opens_at=local_text(slot.opens_at, case.plan.zone)
        )
    return slot


_DOTS = 3
"""incident . obligation . reporter . instant"""


def _submitter(case: Case, command: SubmitReport, slot: Slot | None) -> Acting:
    """The reporter itself, anybody with a post that is not a county's, or the desk."""
    actor = case.actor
    if command.on_behalf_of is None and _is_reporter(case, slot):
        role = "reporter" if actor.is_a("reporter") else sorted(actor.posts(case.plan.id))[0]
        return Acting(role, {})
    posts = tuple(role.id for role in case.plan.roles if role.scope == "everywhere")
    own = actor.posts(case.plan.id)
    if slot is not None and not is_desk(actor, case.incident) and not own & set(posts):
        who = case.plan.name_of(slot.reporter)
        raise NotAllowed("not_the_reporter", clause=slot.clause, who=who)
    asked = any_post(case.plan) if command.on_behalf_of else posts
    return case.acting(command, Asked(asked, desk=True, clause=slot.clause if slot else None))


def _is_reporter(case: Case, slot: Slot | None) -> bool:
    """Whether the account reports for its own division, unit or post."""
    actor, posts = case.actor, case.actor.posts(case.plan.id)
    if not (actor.is_a("reporter") or posts):
        return False
    if slot is None:
        return actor.is_a("reporter") and bool(actor.division or actor.unit)
    unit = case.plan.unit_by_id.get(slot.reporter)
    names = {slot.reporter} | ({unit.name, *unit.aliases} if unit else set())
    return actor.division == slot.reporter or actor.unit in names or slot.reporter in posts


def _report(plan: Plan, id_: str) -> Report:
    report = plan.report_by_id.get(id_)
    if report is None:
        raise InvalidInput(
            "obligation_not_found",
            field="obligation",
            value=id_,
            accepted="、".join(f"{r.id} {r.name}" for r in plan.reports),
        )
    return report


def _limited(case: Case, obligation: str | None) -> list[Report]:
    """The named obligation, or every periodic one that all divisions owe."""
    if obligation is not None:
        return [_report(case.plan, obligation)]
    found = [r for r in case.plan.reports if r.reporters.divisions == "all" and is_periodic(r)]
    if not found:
        raise case.refuse("no_such_cadence", obligation="divisions: all")
    return found


def _check_reporters(case: Case, reports: list[Report], reporters: Sequence[str]) -> None:
    unlimited = replace(case.incident, reporter_limits={})
    known = {r for report in reports for r in reporters_of(case.plan, unlimited, report)}
    for index, reporter in enumerate(reporters):
        if reporter not in known:
            raise InvalidInput(
                "unknown_choice",
                field=f"reporters[{index}]",
                value=reporter,
                accepted="、".join(f"{r} {case.plan.name_of(r)}" for r in sorted(known)),
                hint=nearest(reporter, known) or "—",
            )
    if not reporters:
        raise InvalidInput(
            "bad_value", field="reporters", value="[]", accepted=MessageKey("word.one_or_null")
        )


def _anchor(case: Case, words: str) -> date:
    today = local_day(case.now, case.plan.zone)
    try:
        anchor = date.fromisoformat(words)
    except ValueError:
        anchor = date.min
    if not today <= anchor <= today + _FARTHEST_ANCHOR:
        raise InvalidInput(
            "bad_value",
            field="anchor",
            value=words,
            accepted=f"{today.isoformat()} … {(today + _FARTHEST_ANCHOR).isoformat()}",
        )
    return anchor
