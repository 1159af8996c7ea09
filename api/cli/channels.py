"""`zhiban channel list` and `test`: by which means people are reached, and whether it works."""

from __future__ import annotations

import asyncio
import secrets

import typer

from api.calling.channels.registry import set_up
from api.calling.ports import CHANNEL_NAMES, ChannelName
from api.calling.trial import ADDRESSED, trial_address, trial_message
from api.calling.wording import channel_word, detail_sentence, result_word
from api.cli.configuration import settings_from
from api.cli.terminal import LANGUAGE, echo, fail, say

channels = typer.Typer(help=say("cli.channel"), no_args_is_help=True)

NAME = typer.Argument(help=say("cli.option.channel_name"))
ADDRESS = typer.Argument("", help=say("cli.option.channel_address"))
TAKEN = ("sent", "answered")


@channels.command("list", help=say("cli.channel.list"))
def list_channels() -> None:
    """Every channel, set up or not."""
    ready, missing = set_up(settings_from())
    for name in CHANNEL_NAMES:
        title = channel_word(name, LANGUAGE)
        if name in ready:
            echo("cli.channel_ready", name=f"{name:<12}", title=title)
        else:
            why = detail_sentence(missing[name], LANGUAGE)
            echo("cli.channel_missing", name=f"{name:<12}", title=title, why=why)


@channels.command("test", help=say("cli.channel.test"))
def test_channel(name: str = NAME, address: str = ADDRESS) -> None:
    """Send one test message; exit code 1 unless the other side took it."""
    known = _known(name)
    title = channel_word(known, LANGUAGE)
    ready, missing = set_up(settings_from())
    if known not in ready:
        why = detail_sentence(missing[known], LANGUAGE)
        raise fail.no(say("cli.channel_cannot", title=title, why=why))
    found = trial_address(known, address)
    if found is None:
        accepted = say(f"channel.address.{'needed' if known in ADDRESSED else 'none'}")
        raise fail.usage(
            say("cli.channel_no_address", address=address, title=title, accepted=accepted)
        )
    message = trial_message(known, found, f"test-{secrets.token_hex(8)}", LANGUAGE)
    outcome = asyncio.run(ready[known].send(message))
    result = result_word(outcome.result, LANGUAGE)
    told = detail_sentence(outcome.detail, LANGUAGE)
    echo("cli.channel_tested", title=title, result=result, detail=told)
    if outcome.retry_after_s is not None:
        echo("cli.channel_retry", seconds=round(outcome.retry_after_s))
    if outcome.result not in TAKEN:
        raise typer.Exit(1)


def _known(name: str) -> ChannelName:
    for one in CHANNEL_NAMES:
        if one == name:
            return one
    raise fail.usage(say("cli.channel_unknown", name=name, accepted="、".join(CHANNEL_NAMES)))
