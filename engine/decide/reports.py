"""Submitting reports, limiting who owes them, moving the anchor of a cadence.

Serves PS/CM 5.1, GR 4.3.1(2), 4.3.3(3), 4.4.4, 4.5 and A10, A12, A14.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from engine.decide.authority import ActingRole, RequiredAuthority, any_post, is_desk
from engine.decide.context import DecisionContext
from engine.decide.plan_rules import asked_of_act
from engine.decide.report_content import check_settles, content_of
from engine.decide.report_corrections import corrected_report
from engine.errors import InvalidInput, NotAllowed, NotFound
from engine.incident.commands import ReanchorCadence, SetReporters, SubmitReport, SubmitReports
from engine.incident.events import Draft, Event
from engine.incident.state import OPEN_SLOT_STATES, Slot
from engine.instants import local_day, local_text, to_text
from engine.messages import MessageKey
from engine.plan.cadences import EveryDays
from engine.plan.model import Plan, ReportObligation
from engine.plan.names import in_both
from engine.plan.nearest import nearest
from engine.reporting.due_instants import base_of, is_periodic
from engine.reporting.obligations import reporters_of

_REGULAR = frozenset({"scheduled", "nil"})

_FARTHEST_ANCHOR = timedelta(days=366)


def submit_report(case: DecisionContext, command: SubmitReport) -> Draft:
    """报送 for a slot, or an extra report that settles none.

    Raises `StateRefuses` for a regular report once the response has ended.
    """
    submitted_at = case.check_past("submitted_at", command.submitted_at)
    case.check_since_receipt("submitted_at", submitted_at)
    slot = _slot(case, command.slot) if command.slot else None
    acting = _submitter(case, command, slot)
    if slot is None:
        case.check_not_over()
        # Ending closes the regular duties (A17); what may still come are changes (A19).
        if case.incident.stage == "ended" and command.kind in _REGULAR:
            raise case.refuse("nothing_regular_owed", kind=MessageKey(f"word.kind.{command.kind}"))
    kind = check_settles(case, command, slot) if slot else command.kind
    corrected = corrected_report(case, command, slot, kind)
    if corrected is not None:
        _check_may_correct(case, acting, corrected)
    return case.draft(
        "report_submitted",
        acting,
        slot.clause if slot else None,
        slot=slot.id if slot else None,
        **_whose(case, slot, corrected),
        due_at=to_text(slot.due_at) if slot else None,
        immediately=slot.immediately if slot else False,
        kind=kind,
        submitted_at=to_text(submitted_at),
        **({"corrects": corrected.seq} if corrected else {}),
        **content_of(command),
    )


def _whose(case: DecisionContext, slot: Slot | None, corrected: Event | None) -> dict[str, Any]:
    """Whose report it is and of which obligation: a correction's are those of what it corrects."""
    if slot is not None:
        return {"obligation": slot.obligation, "reporter": slot.reporter}
    if corrected is not None:
        return {key: corrected.data[key] for key in ("obligation", "reporter")}
    return {"obligation": None, "reporter": case.actor.division or case.actor.unit}


def _check_may_correct(case: DecisionContext, acting: ActingRole, corrected: Event) -> None:
    """A reporter corrects only what was reported for itself; the desk whatever it was told."""
    reporter = corrected.data["reporter"]
    if acting.role == "reporter" and not (reporter and _reports_as(case, reporter)):
        who = case.plan.name_of(reporter) if reporter else MessageKey("word.desk")
        raise NotAllowed("not_own_report", clause=corrected.clause, seq=corrected.seq, who=who)


def reports_of(case: DecisionContext, command: SubmitReports) -> list[SubmitReport]:
    """One report for each reporter. Raises `InvalidInput` for one that owes none then."""
    fields = command.model_dump(exclude={"command", "obligation", "due_at", "reporters"})
    report = _report(case.plan, command.obligation)
    owing = {
        slot.reporter: slot.id
        for slot in case.incident.slots.values()
        if (slot.obligation, slot.due_at) == (report.id, command.due_at)
        and slot.state in OPEN_SLOT_STATES
    }
    found = []
    for index, reporter in enumerate(command.reporters):
        if reporter not in owing or reporter in command.reporters[:index]:
            raise InvalidInput(
                "reporter_owes_nothing",
                field=f"reporters[{index}]",
                value=case.plan.name_of(reporter),
                obligation=in_both(report),
                due=local_text(command.due_at, case.plan.zone),
            )
        found.append(SubmitReport(**fields, slot=owing[reporter]))
    return found


def set_reporters(case: DecisionContext, command: SetReporters) -> Draft:
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


def reanchor_cadence(case: DecisionContext, command: ReanchorCadence) -> Draft:
    """Count an every-n-days duty from another day (A12).

    Raises `StateRefuses` for an obligation without such a cadence.
    """
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
            "no_such_cadence", asked.clause, obligation=_in_words(plan, command.obligation)
        )
    return case.draft(
        "cadence_reanchored",
        acting,
        asked.clause,
        obligations=wanted,
        anchor=_anchor(case, command.anchor).isoformat(),
        reason=command.reason,
    )


def _slot(case: DecisionContext, id_: str) -> Slot:
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


def _submitter(case: DecisionContext, command: SubmitReport, slot: Slot | None) -> ActingRole:
    """The reporter itself, anybody with a post that is not a county's, or the desk."""
    actor = case.actor
    if command.on_behalf_of is None and _is_reporter(case, slot):
        role = "reporter" if actor.is_a("reporter") else sorted(actor.posts(case.plan.id))[0]
        return ActingRole(role, {})
    posts = tuple(role.id for role in case.plan.roles if role.scope == "everywhere")
    own = actor.posts(case.plan.id)
    if slot is not None and not is_desk(actor, case.incident) and not own & set(posts):
        who = case.plan.name_of(slot.reporter)
        raise NotAllowed("not_the_reporter", clause=slot.clause, who=who)
    asked = any_post(case.plan) if command.on_behalf_of else posts
    return case.acting(
        command, RequiredAuthority(asked, desk=True, clause=slot.clause if slot else None)
    )


def _is_reporter(case: DecisionContext, slot: Slot | None) -> bool:
    """Whether the account reports for its own division, unit or post."""
    actor = case.actor
    if slot is None:
        return actor.is_a("reporter") and bool(actor.division or actor.unit)
    if not actor.is_a("reporter") and not actor.posts(case.plan.id):
        return False
    return _reports_as(case, slot.reporter)


def _reports_as(case: DecisionContext, reporter: str) -> bool:
    """Whether the account's division, unit or post is the reporter."""
    actor, unit = case.actor, case.plan.unit_by_id.get(reporter)
    if reporter in (actor.division, actor.unit):
        return True
    named = unit is not None and actor.unit in (unit.name, *unit.aliases)
    return named or reporter in actor.posts(case.plan.id)


def _report(plan: Plan, id_: str) -> ReportObligation:
    report = plan.report_by_id.get(id_)
    if report is None:
        raise InvalidInput(
            "obligation_not_found",
            field="obligation",
            value=id_,
            accepted="、".join(f"{r.id} {r.name}" for r in plan.reports),
        )
    return report


def _in_words(plan: Plan, id_: str | None) -> str:
    """An obligation, or all of every n days, as people call it."""
    return MessageKey("word.reports_of_days") if id_ is None else in_both(plan.report_by_id[id_])


def _limited(case: DecisionContext, obligation: str | None) -> list[ReportObligation]:
    """The named obligation, or every periodic one that all divisions owe."""
    if obligation is not None:
        return [_report(case.plan, obligation)]
    found = [r for r in case.plan.reports if r.reporters.divisions == "all" and is_periodic(r)]
    if not found:
        raise case.refuse("no_such_cadence", obligation=MessageKey("word.reports_of_all"))
    return found


def _check_reporters(
    case: DecisionContext, reports: list[ReportObligation], reporters: Sequence[str]
) -> None:
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


def _anchor(case: DecisionContext, words: str) -> date:
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
