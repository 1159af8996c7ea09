"""`zhiban clock show` and `zhiban clock trust`: the servers' clocks, by way of the database."""

from __future__ import annotations

import getpass
import time
from collections.abc import Sequence

import typer

from api.cli.break_glass import changed_by
from api.cli.opened_store import opened_store
from api.cli.terminal import DATABASE, echo, fail, say
from api.store.clocks.node_clocks import ClockMark, NodeClock, NodeClocks
from engine.instants import to_text

clocks = typer.Typer(help=say("cli.clock"), no_args_is_help=True)

NODE = typer.Option(None, "--node", help=say("cli.option.clock_node"))
REASON = typer.Option(None, "--reason", help=say("cli.option.clock_reason"))
WAIT = typer.Option(10.0, "--wait", min=0, help=say("cli.option.clock_wait"))

MARKS_SHOWN = 20
SECONDS_BETWEEN_LOOKS = 0.2
NOTHING = "—"


@clocks.command("show", help=say("cli.clock.show"))
def show(database_url: str | None = DATABASE) -> None:
    """Print every node's last sign of life, and the latest marks."""
    with opened_store(database_url) as store:
        signs, marks = store.clocks.signs(), store.clocks.marks(MARKS_SHOWN)
    if not signs:
        echo("cli.clock_none")
    for sign in signs:
        echo("cli.clock_line", **_facts(sign))
    for mark in marks:
        echo("cli.clock_mark", **_told(mark))
    if _doubted(signs):
        raise typer.Exit(1)


@clocks.command("trust", help=say("cli.clock.trust"))
def trust(
    node: str | None = NODE,
    reason: str | None = REASON,
    wait: float = WAIT,
    database_url: str | None = DATABASE,
) -> None:
    """Leave a word for a node, and wait until it has taken it."""
    with opened_store(database_url) as store:
        sign = _chosen(store.clocks.signs(), node)
        if sign is None:
            echo("cli.clock_all_well")
            return
        who = f"cli:{getpass.getuser()}"
        word = ClockMark(sign.node, "word", sign.at, sign.wall, sign.ahead, who, reason)
        number = store.clocks.add(word, changed_by(store, reason))
        if not _taken(store.clocks, sign.node, number, wait):
            raise fail.no(say("cli.clock_not_heard", node=sign.node, seconds=wait))
    echo("cli.clock_trusted", node=sign.node)


def _chosen(signs: Sequence[NodeClock], node: str | None) -> NodeClock | None:
    """The node that is meant; None if its clock, or every clock, is trusted.

    Raises `typer.Exit` after a sentence if that is unclear, or there is none of that name.
    """
    known = "、".join(sign.node for sign in signs)
    if node is not None and node not in {sign.node for sign in signs}:
        raise fail.usage(say("error.clock_node_unknown", node=node, accepted=known or NOTHING))
    found = [sign for sign in _doubted(signs) if node in (None, sign.node)]
    if len(found) > 1:
        raise fail.usage(say("cli.clock_which", nodes="、".join(sign.node for sign in found)))
    return found[0] if found else None


def _doubted(signs: Sequence[NodeClock]) -> list[NodeClock]:
    return [sign for sign in signs if sign.condition != "trusted"]


def _taken(found: NodeClocks, node: str, word: int, wait: float) -> bool:
    """Whether the node trusts its clock after the word, within so many seconds."""
    deadline = time.monotonic() + wait
    while True:
        for mark in found.marks(MARKS_SHOWN):
            if mark.id > word and mark.node == node and mark.kind == "trusted":
                return True
        if time.monotonic() >= deadline:
            return False
        time.sleep(SECONDS_BETWEEN_LOOKS)


def _facts(sign: NodeClock) -> dict[str, object]:
    return {
        "node": sign.node,
        "state": say(f"cli.clock_state.{sign.condition}"),
        "at": to_text(sign.at),
        "wall": to_text(sign.wall),
        "ahead": round(sign.ahead.total_seconds(), 1),
    }


def _told(mark: ClockMark) -> dict[str, object]:
    return {
        "at": to_text(mark.at),
        "node": mark.node,
        "kind": say(f"cli.clock_state.{mark.kind}"),
        "moved": round(mark.moved.total_seconds(), 1),
        "account": mark.account or NOTHING,
        "reason": mark.reason or NOTHING,
    }
