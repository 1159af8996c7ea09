"""What the forms offer: the parts of every plan, and commands with what each of them needs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, get_args

from api.scenarios.command_fields import ORDER, WORDS_OF_OPTIONS, entry_keys, kind_of, options_of
from api.scenarios.shapes import (
    CommandChoice,
    CommandField,
    EntryKey,
    EventChoice,
    FactChoice,
    LevelChoice,
    NamedChoice,
    PlanChoices,
    ReportChoice,
    ScenarioChoices,
)
from engine.drill.scenario import MEANS
from engine.incident.actors import GENERAL_ROLES
from engine.incident.command_parts import Command, ReportKind
from engine.incident.commands import COMMANDS
from engine.incident.events import EVENT_TYPES
from engine.messages import CATALOGUES, command_word, text
from engine.plan.model import STAGES, Plan
from engine.plan.names import named, place_name, unit_name

OFFERED = (
    *("record_facts", "issue_warning", "lift_warning", "recommend_activation"),
    *("approve_activation", "refuse_activation", "activate_response", "adjust_response"),
    *("assume_command", "hand_over_command", "return_command", "form_group"),
    *("complete_measure", "waive_measure", "confirm_end_condition", "recommend_end"),
    *("approve_end", "refuse_end", "end_response", "close_incident", "add_log_entry"),
    *("change_group", "set_reporters", "reanchor_cadence", "delegate_role", "record_absence"),
    *("link_incidents", "unlink_incidents", "void_incident"),
)
"""Commands that need nothing which is known only while the drill runs: they can be added."""

REFUSALS = (
    *("role_required", "outside_division", "read_only", "ordered_by_another", "by_means_missing"),
    *("transition_not_possible", "already_at", "approval_missing", "approval_not_asked"),
    *("already_approved", "already_signed", "predecessor_present", "recommendation_missing"),
    *("recommendation_not_asked", "recommendation_pending", "nothing_pending"),
    *("superior_commands", "command_unchanged", "command_not_theirs", "condition_confirmed"),
    *("condition_contradicted", "end_conditions_open", "not_here", "sub_state_missing"),
    *("sub_state_unexpected", "grade_missing", "grade_unexpected", "group_not_formed"),
    *("group_formed", "measure_settled", "measure_not_asked", "slot_settled", "nil_not_allowed"),
    *("no_such_cadence", "cannot_strike", "already_struck", "already_linked", "not_linked"),
    *("linked_to_itself", "closed_not_voided", "voided_already", "watch_over", "closed"),
    *("delegate_unknown", "delegated_in_return", "delegated_to_recorder", "past_instant"),
    *("corrected_by_another", "nothing_to_correct", "not_recorded_order", "not_the_holder"),
)
"""Refusals that a step may be there to provoke."""

_FACT = re.compile(r"\{[^}]*\}")


def choices(plans: Iterable[Plan], language: str) -> ScenarioChoices:
    """Everything that can be chosen under these plans."""
    return {
        "roles": [_choice(role, text(f"word.post.{role}", language)) for role in GENERAL_ROLES],
        "plans": [_plan(plan, language) for plan in plans],
        "commands": [_command(name, language) for name in (*OFFERED, *_others())],
        "means": [_choice(one, text(f"drill.means.{one}", language)) for one in MEANS],
        "events": [_event_choice(one, language) for one in EVENT_TYPES],
        "refusals": [_choice(one, _refusal(one, language)) for one in REFUSALS],
        "report_kinds": _worded("kind", get_args(ReportKind), language),
    }


def _choice(id_: str, name: str) -> NamedChoice:
    return {"id": id_, "name": name}


def _event(type_: str, language: str) -> str:
    """A kind of entry in words: its headline, with … for what is different each time."""
    return _FACT.sub("…", CATALOGUES[language][f"event.{type_}.headline"])


def _event_choice(type_: str, language: str) -> EventChoice:
    keys: list[EntryKey] = [{"id": key, "kind": kind} for key, kind in entry_keys(type_).items()]
    return {"id": type_, "name": _event(type_, language), "keys": keys}


def _refusal(code: str, language: str) -> str:
    return _FACT.sub("…", CATALOGUES[language][f"error.{code}"])


def _worded(field: str, values: Iterable[str], language: str) -> list[NamedChoice]:
    subject = WORDS_OF_OPTIONS[field]
    return [_choice(one, text(f"{subject}.{one}", language)) for one in values]


def _others() -> list[str]:
    """Commands that a file may hold and no form offers: they are shown in words."""
    return [name for name in COMMANDS if name not in OFFERED]


def _command(name: str, language: str) -> CommandChoice:
    kind = COMMANDS[name]
    return {
        "id": name,
        "name": text(command_word(name), language),
        "offered": name in OFFERED,
        "fields": [
            _field(kind, key, language) for key in (*_own(kind), *ORDER) if key != "command"
        ],
    }


def _own(kind: type[Command]) -> Iterable[str]:
    return (key for key in kind.model_fields if key not in ORDER)


def _field(kind: type[Command], key: str, language: str) -> CommandField:
    shown = kind_of(kind.model_fields["command"].default, key)
    options = options_of(kind, key) if shown == "option" else ()
    return {
        "id": key,
        "kind": shown,
        "required": kind.model_fields[key].is_required(),
        "options": _worded(key, options, language) if options else [],
    }


def _plan(plan: Plan, language: str) -> PlanChoices:
    english = language == "en"
    areas: list[Any] = [plan.jurisdiction, *plan.jurisdiction.divisions]
    places = [*STAGES, *(one for one in plan.places if one not in STAGES)]
    laws = {law.id: named(law, language) for law in plan.laws}
    cited = {one for rule in _rules(plan) for one in rule.clause if ":" in one}
    clauses = [_choice(c.number, f"{c.number} {c.heading}".strip()) for c in plan.clauses]
    for one in sorted(cited):
        law, _, article = one.partition(":")
        clauses.append(_choice(one, f"{laws.get(law, law)} {article}"))
    return {
        "id": plan.id,
        "name": (plan.title_en if english else None) or plan.title,
        "kinds": _named(plan.kinds, language),
        "divisions": [_choice(one.code, named(one, language)) for one in areas],
        "units": _named(plan.units, language),
        "posts": [_choice(f"{plan.id}:{r.id}", named(r, language)) for r in plan.roles],
        "facts": [_fact(one, language) for one in plan.facts],
        "reports": [_report(plan, one, language) for one in plan.reports],
        "measures": [_choice(one.id, _words(one, language)) for one in plan.measures],
        "groups": _named(plan.groups, language),
        "levels": [_level(one, language) for one in plan.levels],
        "places": [_choice(one, place_name(plan, one, language)) for one in places],
        "end_conditions": [_choice(one.id, _words(one, language)) for one in plan.end_conditions],
        "grades": _named(plan.warnings, language),
        "holders": _named(plan.command.holders, language),
        "clauses": clauses,
    }


def _report(plan: Plan, report: Any, language: str) -> ReportChoice:
    english = {one.name: one.name_en for one in plan.content_fields if language == "en"}
    fields = [_choice(one, english.get(one) or one) for one in report.content]
    return {"id": report.id, "name": named(report, language), "content": fields}


def _rules(plan: Plan) -> Iterable[Any]:
    return (*plan.reports, *plan.measures, *plan.groups, *plan.acts, *plan.end_conditions)


def _named(parts: Iterable[Any], language: str) -> list[NamedChoice]:
    return [_choice(one.id, named(one, language)) for one in parts]


def _words(part: Any, language: str) -> str:
    return str((part.text_en if language == "en" else None) or part.text)


def _level(level: Any, language: str) -> LevelChoice:
    return {
        "id": level.id,
        "name": named(level, language),
        "sub_states": _named(level.sub_states, language),
    }


def _fact(fact: Any, language: str) -> FactChoice:
    return {
        "id": fact.id,
        "name": named(fact, language),
        "kind": fact.kind,
        "unit": unit_name(fact.unit, language),
        "options": [_choice(one.id, named(one, language)) for one in fact.choices],
    }
