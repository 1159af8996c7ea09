"""Sentences about who decides what: the lifecycle, other acts, command, the end."""

from __future__ import annotations

from collections.abc import Iterator

from engine.messages import text
from engine.plan.model import Act, CommandStructure, EndCondition, Role, Transition
from engine.plan_paper.words import Words

VERBS = {
    "issue_warning": "issue",
    "lift_warning": "lift",
    "activate_response": "activate",
    "adjust_response": "adjust",
    "end_response": "end",
    "close_incident": "close",
}


def transition(w: Words, row: Transition) -> str:
    """At which places who may do which step, after whose word."""
    who, verbs = deciders(w, row), verbs_of(w, row)
    key = "paper.step_proposed" if proposes_itself(row) else "paper.step"
    approver = w.parties(row.approved_by)
    said = w.say(key, at=w.places(row.from_), who=who, verbs=verbs, approver=approver)
    return "".join((said, *before(w, row)))


def proposes_itself(row: Transition) -> bool:
    """Whether one post recommends the step, has it approved by another and then takes it.

    Said like any other row, such a post would have to wait for its own word.
    """
    same = len(row.by) == 1 and row.recommended_by == row.by
    return same and row.recommendation_required and len(row.approved_by) == 1


def verbs_of(w: Words, row: Transition) -> str:
    """What the row lets somebody do: `启动三级响应`."""
    target = w.either(map(w.place, row.to))
    if {*row.on} == {"activate_response", "adjust_response"}:
        return w.say("paper.verb.activate_or_adjust", to=target)
    return w.either(w.say(f"paper.verb.{VERBS[one]}", to=target) for one in row.on)


def deciders(w: Words, row: Transition) -> str:
    """Who may take the step, the desk too where it may."""
    if not row.by:
        return text("word.desk", w.language)
    if len(row.by) > 1 and row.signatures == "all":
        who = w.say("paper.who.all", who=w.parties(row.by))
    elif len(row.by) > 1 and row.signatures == "succession":
        who = w.say(
            "paper.who.succession", who=w.say("paper.then").join(w.parties([one]) for one in row.by)
        )
    else:
        who = w.either(w.parties([one]) for one in row.by)
    return w.say("paper.who.desk", who=who) if row.desk else who


def before(w: Words, row: Transition) -> Iterator[str]:
    """What has to come before the step, a sentence each."""
    itself = proposes_itself(row)
    if row.recommended_by and not itself:
        by = w.either(w.parties([one]) for one in row.recommended_by)
        key = "needed" if row.recommendation_required else "usual"
        yield w.say(f"paper.recommended.{key}", who=by)
    if row.approved_by and not itself:
        how = row.approvals if len(row.approved_by) > 1 else "one"
        yield w.say(f"paper.approved.{how}", who=w.parties(row.approved_by))
    if row.requires_end_conditions:
        yield w.say("paper.end_conditions_first")


def act(w: Words, row: Act) -> str:
    """Who may do something that changes no level, and where."""
    who = w.either(w.parties([one]) for one in row.by) or text("word.desk", w.language)
    if row.by and row.desk:
        who = w.say("paper.who.desk", who=who)
    return w.say("paper.act", at=w.places(row.at), who=who, verbs=w.commands(row.on))


def role(w: Words, post: Role) -> str:
    """Who holds a post, and where it acts."""
    name = w.named(post)
    holders = w.listed(post.holders)
    # A post that is its own holder says no more than one without any.
    unsaid = not holders or post.holders == (post.name,)
    key = "none" if unsaid else "several" if len(post.holders) > 1 else "one"
    said = w.say(f"paper.role.{key}", name=name, holders=holders)
    if post.scope == "division":
        said += w.say("paper.role.division")
    return said + ("" if post.signs_in else w.say("paper.role.no_sign_in"))


def command(w: Words, part: CommandStructure) -> str:
    """Who holds command at first, and what a superior's command forbids."""
    names = {one.id: w.named(one) for one in part.holders}
    said = w.say("paper.command.first", who=names.get(part.initial, part.initial))
    others = [name for id_, name in names.items() if id_ != part.initial]
    if others:
        said += w.say("paper.command.others", who=w.listed(others))
    above = w.listed(w.named(one) for one in part.holders if one.superior)
    if above and part.blocked_while_superior_holds:
        verbs = w.commands(part.blocked_while_superior_holds)
        return said + w.say("paper.command.blocked", who=above, verbs=verbs)
    return said + (w.say("paper.command.superior", who=above) if above else "")


def end_condition(w: Words, part: EndCondition) -> str:
    """What has to be confirmed before the end, by whom, and what contradicts it."""
    said = w.say("paper.end.confirm", at=w.places(part.at), text=w.worded(part))
    if part.confirmed_by:
        said += w.say("paper.end.by", who=w.either(w.parties([one]) for one in part.confirmed_by))
    if part.contradicted_by:
        said += w.say("paper.end.against", facts=w.either(map(w.when, part.contradicted_by)))
    return said
