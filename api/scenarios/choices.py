"""What the forms offer: the parts of every plan, and commands with what each of them needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from api.scenarios.shapes import (
    CommandChoice,
    FactChoice,
    LevelChoice,
    NamedChoice,
    PlanChoices,
    ScenarioChoices,
)
from engine.drill.scenario import MEANS
from engine.incident.actors import GENERAL_ROLES
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
)
"""Commands that need nothing which is known only while the drill runs."""

KINDS: Mapping[str, str] = {
    "level": "level",
    "sub_state": "sub_state",
    "measure": "measure",
    "group": "group",
    "condition": "end_condition",
    "grade": "grade",
    "obligation": "report",
    "to": "holder",
    "facts": "facts",
    "reason": "text",
    "note": "text",
    "source": "text",
    "text": "text",
    "correction": "flag",
}
"""What a field of a command is chosen from; others are not offered."""

_FACT = re.compile(r"\{[^}]*\}")


def choices(plans: Iterable[Plan], language: str) -> ScenarioChoices:
    """Everything that can be chosen under these plans."""
    return {
        "roles": [_choice(role, text(f"word.post.{role}", language)) for role in GENERAL_ROLES],
        "plans": [_plan(plan, language) for plan in plans],
        "commands": [_command(name, language) for name in (*OFFERED, *_others())],
        "means": [_choice(one, text(f"drill.means.{one}", language)) for one in MEANS],
        "events": [_choice(one, _event(one, language)) for one in EVENT_TYPES],
    }


def _choice(id_: str, name: str) -> NamedChoice:
    return {"id": id_, "name": name}


def _event(type_: str, language: str) -> str:
    """A kind of entry in words: its headline, with … for what is different each time."""
    return _FACT.sub("…", CATALOGUES[language][f"event.{type_}.headline"])


def _others() -> list[str]:
    """Commands that a file may hold and no form offers: they are shown in words."""
    return [name for name in COMMANDS if name not in OFFERED]


def _command(name: str, language: str) -> CommandChoice:
    fields = COMMANDS[name].model_fields
    return {
        "id": name,
        "name": text(command_word(name), language),
        "offered": name in OFFERED,
        "fields": [
            {"id": key, "kind": KINDS[key], "required": field.is_required()}
            for key, field in fields.items()
            if key in KINDS
        ],
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
        "reports": _named(plan.reports, language),
        "measures": [_choice(one.id, _words(one, language)) for one in plan.measures],
        "groups": _named(plan.groups, language),
        "levels": [_level(one, language) for one in plan.levels],
        "places": [_choice(one, place_name(plan, one, language)) for one in places],
        "end_conditions": [_choice(one.id, _words(one, language)) for one in plan.end_conditions],
        "grades": _named(plan.warnings, language),
        "holders": _named(plan.command.holders, language),
        "clauses": clauses,
    }


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
