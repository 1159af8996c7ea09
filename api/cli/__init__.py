"""The command line: `zhiban …`. One module a group of commands; `main` is the entry."""

from __future__ import annotations

import typer

from api.cli import accounts, demo, drills, journals, reviews, serving, watch
from api.cli.terminal import say

app = typer.Typer(
    name="zhiban",
    help=say("cli.help"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("serve", help=say("cli.serve"))(serving.serve)

app.command("demo", help=say("cli.demo"))(demo.demo)
app.command("watch", help=say("cli.watch"))(watch.watch)
app.add_typer(reviews.plans, name="plan")
app.add_typer(drills.drills, name="drill")
app.add_typer(journals.journals, name="journal")
app.add_typer(accounts.users, name="user")
app.add_typer(accounts.tokens, name="token")
app.add_typer(journals.databases, name="db")


def main() -> None:
    """Run the command line."""
    app()
