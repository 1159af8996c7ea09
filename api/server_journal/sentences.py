"""An entry of the server journal in words, out of the catalogues."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from engine.incident.actors import GENERAL_ROLES
from engine.incident.calls import CallReason
from engine.instants import from_text, minute_text
from engine.messages import text
from engine.plan.model import Plan
from engine.plan.names import named
from engine.presentation.call_text import post_words, reason_words, why_words
from engine.roster.shift import DUTY_POSTS

_NAMES_PROPOSER = ("proposal_withdrawn", "proposal_confirmed")
"""Entries whose own sentence says who proposed."""


class Sentences:
    """Sentences in one language; `plans` give the posts their names."""

    def __init__(self, plans: Mapping[str, Plan], language: str) -> None:
        self._plans, self._language = plans, language

    def of(self, entry: Mapping[str, Any]) -> str:
        """What happened, in one sentence."""
        type_, data = entry["type"], entry["data"]
        facts = {**data, **self._words(type_, data)}
        words = text(f"server.{type_}", self._language, **facts)
        if data.get("proposed_by") and type_ not in _NAMES_PROPOSER:
            words += text("server.proposed_by", self._language, name=data["proposed_by"])
        return words

    def roles(self, roles: Iterable[str]) -> str:
        """Roles as people call them; a post of a plan that is gone by its id."""
        return self._list(self._role(role) for role in roles) or self._said("server.no_role")

    def party(self, party: str) -> str:
        """A division or a unit as people call it; one that no plan knows as it is."""
        for plan in self._plans.values():
            found = plan.division_by_code.get(party) or plan.unit_by_id.get(party)
            if found is not None:
                return named(found, self._language)
        return party

    def _role(self, role: str) -> str:
        if role in GENERAL_ROLES:
            return self._said(f"word.post.{role}")
        plan, _, post = role.partition(":")
        known = self._plans.get(plan)
        if known is None or post not in known.role_by_id:
            return role
        english = self._language == "en"
        title = (known.title_en if english else None) or known.title
        name = named(known.role_by_id[post], self._language)
        return self._said("server.post", plan=title, post=name)

    def _words(self, type_: str, data: Mapping[str, Any]) -> dict[str, str]:
        words = {"roles": self.roles(data["roles"])} if "roles" in data else {}
        match type_:
            case "roles_changed":
                before, after = set(data["before"]), set(data["after"])
                words["given"] = self.roles(sorted(after - before))
                words["taken"] = self.roles(sorted(before - after))
            case "place_changed":
                words["before"] = self._place(data["before"])
                words["after"] = self._place(data["after"])
            case "password_set":
                words["who"] = self._said("server.own" if data["own"] else "server.anothers")
            case "change_proposed":
                words["wish"] = self._wish(data["wish"])
            case _:
                words |= self._of_the_server(type_, data)
        return words

    def _of_the_server(self, type_: str, data: Mapping[str, Any]) -> dict[str, str]:
        """Words of entries that are about no account, or about tokens."""
        match type_:
            case "journal_begun":
                return {name: str(len(data[name])) for name in ("accounts", "tokens", "plans")}
            case "settings_changed":
                said = (self._said("server.setting", **_shown(one)) for one in data["changes"])
                return {"changes": self._list(said)}
            case "plan_stored":
                if data["plan"] == "calling":
                    return {"plan": self._said("server.calling"), "digest": data["digest"][:12]}
                plan = self._plans.get(data["plan"])
                english = plan.title_en if plan and self._language == "en" else None
                title = english or (plan.title if plan else data["plan"])
                return {"plan": title, "digest": data["digest"][:12]}
            case "token_created":
                return {"until": data["expires_at"] or self._said("server.until_revoked")}
            case "signed_in":
                return {"address": data["address"] or self._said("server.unknown_address")}
            case "sign_ins_ended":
                return {"tokens": str(len(data["tokens"]))}
            case "contact_saved" | "contact_removed":
                return self._contact(data)
            case "call_started" | "call_attempted" | "call_answered" | "call_cancelled":
                return self._call(data)
            case _:
                return self._of_the_desk(type_, data)

    def _of_the_desk(self, type_: str, data: Mapping[str, Any]) -> dict[str, str]:
        match type_:
            case "handover_made":
                return {"hash": data["hash"][:12]}
            case "handover_signed":
                return {"side": self._said(f"server.handover_side.{data['side']}")}
            case "shift_logged":
                return {"kind": self._said(f"server.log_kind.{data['kind']}")}
            case "shift_saved" | "shift_removed" | "roster_default_saved":
                return self._shift(data)
            case "swap_asked" | "swap_answered":
                return self._swap(data)
            case "webhook_saved":
                return self._webhook(data)
            case "incidents_archived" | "incidents_returned":
                return {"count": str(len(data["incidents"])), "hash": data["sha256"][:12]}
            case _:
                return self._of_a_drill(type_, data)

    def _of_a_drill(self, type_: str, data: Mapping[str, Any]) -> dict[str, str]:
        match type_:
            case "drill_controlled":
                return self._drill(data)
            case "drill_message_sent":
                return {"at_words": minute_text(from_text(data["at"]), self._zone)}
            case "evaluation_scored":
                none = self._said("evaluation.not_applicable")
                points = data["points"]
                return {"points_word": none if points is None else str(points)}
            case "improvement_settled":
                key = "done_is" if data["done"] else "done_not"
                return {"done_word": self._said(f"evaluation.report.{key}")}
            case "evaluation_graded":
                return {"grade_word": self._said(f"evaluation.grade.{data['grade']}")}
            case "scenario_saved":
                draft = self._said("server.scenario_draft") if data["draft"] else ""
                return {"draft_word": draft, "hash": data["sha256"][:12]}
            case _:
                return {}

    def _shift(self, data: Mapping[str, Any]) -> dict[str, str]:
        if "people" in data:
            return {"duty": self._duty(data), "names": self._people(data["people"])}
        begin, end = (from_text(data[name]) for name in ("starts_at", "ends_at"))
        zone = self._zone
        words = {
            "span": f"{minute_text(begin, zone)} — {minute_text(end, zone)}",
            "shift_name": data["name"] or "",
        }
        if "fields" not in data:
            return words
        for post in DUTY_POSTS:
            words[post] = self._people(data[post])
        named = (self._said(f"server.shift_field.{one}") for one in data["fields"])
        changed = self._said("server.shift_changed", fields=self._list(named))
        return words | {"what": self._said("server.shift_new") if data["new"] else changed}

    def _webhook(self, data: Mapping[str, Any]) -> dict[str, str]:
        what = "new" if data["new"] else "changed"
        state = "enabled" if data["enabled"] else "disabled"
        kind = "exercises" if data["exercises"] else "real"
        return {
            "what": self._said(f"server.webhook.{what}"),
            "state": self._said(f"server.webhook.{state}"),
            "kind": self._said(f"server.webhook.{kind}"),
        }

    @property
    def _zone(self) -> str:
        return next((plan.zone for plan in self._plans.values()), "Asia/Shanghai")

    def _drill(self, data: Mapping[str, Any]) -> dict[str, str]:
        zone = self._zone
        to = minute_text(from_text(data["to"]), zone) if data["to"] else None
        known = (data["inject"], data["part"], data["speed"], data["account"], to)
        about = self._list(str(one) for one in known if one is not None)
        return {
            "action_word": self._said(f"drill.live.action.{data['action']}"),
            "at_words": minute_text(from_text(data["at"]), zone),
            "about": self._said("server.drill_about", about=about) if about else "",
        }

    def _swap(self, data: Mapping[str, Any]) -> dict[str, str]:
        words = {"duty": self._duty(data)}
        if "state" in data:
            words["answer"] = self._said(f"server.swap_answer.{data['state']}")
        return words

    def _duty(self, data: Mapping[str, Any]) -> str:
        return self._said(f"roster.post.{data['post']}")

    def _people(self, names: Iterable[str]) -> str:
        return self._list(names) or self._said("server.nobody")

    def _contact(self, data: Mapping[str, Any]) -> dict[str, str]:
        words = {"person": data["person"] or self._said("server.duty_telephone")}
        if data.get("new"):
            words["what"] = self._said("server.contact_new")
        elif "fields" in data:
            named = (self._said(f"server.contact_field.{one}") for one in data["fields"])
            words["what"] = self._said("server.contact_changed", fields=self._list(named))
        return words

    def _call(self, data: Mapping[str, Any]) -> dict[str, str]:
        words: dict[str, str] = {}
        if "post" in data:
            words["post"] = post_words(None, data["post"], self._language)
        if "reason" in data:
            reason = CallReason(data["reason"]["key"], data["reason"]["values"])
            words["reason_words"] = reason_words(None, reason, self._language)
        if "outcome" in data:
            words["channel_word"] = self._said(f"call.channel.{data['channel']}")
            words["outcome_word"] = self._said(f"call.outcome.{data['outcome']}")
        if "means" in data:
            words["means_word"] = self._said(f"call.means.{data['means']}")
        if "why" in data:
            words["why_word"] = why_words(data["why"], self._language)
        return words

    def _wish(self, wish: Mapping[str, Any]) -> str:
        parts = []
        if wish["roles"] is not None:
            parts.append(self._said("server.wish.roles", roles=self.roles(wish["roles"])))
        if wish["place"] is not None:
            parts.append(self._said("server.wish.place", place=self._place(wish["place"])))
        if wish["disabled"] is not None:
            parts.append(self._said("server.wish.enable"))
        if wish["password"]:
            parts.append(self._said("server.wish.password"))
        return self._list(parts)

    def _place(self, place: Mapping[str, Any]) -> str:
        return self._list(one for one in (place["division"], place["unit"]) if one) or self._said(
            "server.nowhere"
        )

    def _list(self, parts: Iterable[str]) -> str:
        return self._said("word.comma").join(parts)

    def _said(self, key: str, **facts: Any) -> str:
        return text(key, self._language, **facts)


def _shown(change: Mapping[str, Any]) -> dict[str, str]:
    return {name: "—" if value is None else str(value) for name, value in change.items()}
