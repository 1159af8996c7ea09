"""Attachments: files beside the entries, and destroying one by order.

The server receives, checks and keeps a file before the entry is decided; here is whether it may
be attached. Who may order that one is destroyed: any post of the plan that acts everywhere; the
desk records a written order. No clause says so (our choice): the plans do not speak of files.
"""

from __future__ import annotations

from engine.decide.authority import RequiredAuthority
from engine.decide.context import DecisionContext
from engine.errors import InvalidInput, NotFound
from engine.incident.attachment_commands import AddAttachment, DestroyAttachment
from engine.incident.events import Draft
from engine.messages import MessageKey
from engine.plan.model import Plan


def add_attachment(case: DecisionContext, command: AddAttachment) -> Draft:
    """The entry of a file. Raises `StateRefuses` for content that was destroyed or is there."""
    acting = case.keeping_record(command)
    about = command.belongs_to
    if about is not None and case.entry(about) is None:
        raise NotFound("entry_not_found", seq=about, last=case.incident.seq)
    known = case.incident.attachments.get(command.sha256)
    if known is not None and known.destroyed is not None:
        raise case.refuse("attachment_was_destroyed", seq=known.destroyed)
    for seq in known.seqs if known is not None else ():
        if seq not in case.incident.struck and _belongs_to(case, seq) == about:
            raise case.refuse("attached_already", seq=seq)
    return case.draft(
        "attachment_added",
        acting,
        None,
        name=command.name,
        media=command.media,
        size=command.size,
        sha256=command.sha256,
        position=command.position,
        note=command.note,
        belongs_to=about,
    )


def _belongs_to(case: DecisionContext, seq: int) -> int | None:
    entry = case.entry(seq)
    return None if entry is None else entry.data["belongs_to"]


def destroy_attachment(case: DecisionContext, command: DestroyAttachment) -> Draft:
    """The content is destroyed, wherever in the incident it is attached; the entries stand.

    It is possible after the incident is over: that is when such orders come.
    """
    acting = case.acting(command, destroyers(case.plan))
    if command.on_behalf_of and command.by_means != "written":
        raise InvalidInput(
            "destruction_not_written",
            field="by_means",
            accepted=MessageKey("word.means.written"),
        )
    entry = case.entry(command.attachment)
    if entry is None:
        raise NotFound("entry_not_found", seq=command.attachment, last=case.incident.seq)
    if entry.type != "attachment_added":
        raise case.refuse("no_attachment", seq=entry.seq)
    sha256 = entry.data["sha256"]
    kept = case.incident.attachments[sha256]
    if kept.destroyed is not None:
        raise case.refuse("destroyed_already", seq=kept.destroyed)
    return case.draft(
        "attachment_destroyed",
        acting,
        None,
        attachment=entry.seq,
        sha256=sha256,
        order_number=command.order_number,
        reason=command.reason,
    )


def destroyers(plan: Plan) -> RequiredAuthority:
    """Who orders that an attachment is destroyed."""
    posts = tuple(role.id for role in plan.roles if role.scope == "everywhere" and role.signs_in)
    return RequiredAuthority(posts, desk=False, clause=None)
