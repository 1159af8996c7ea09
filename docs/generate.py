"""Write the generated tables of the documentation, or check that they are current.

    python docs/generate.py           write them
    python docs/generate.py --check   write nothing; exit 1 and name the pages that differ

A page holds `<!-- table: NAME -->` and `<!-- end -->`; what stands between them is made by
the function of that name in `TABLES`, from the program itself. The same program gives the
same text.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from docs.tables import cli, commands, errors, events, people, plan_file, plans, server, settings

DOCS = Path(__file__).resolve().parent

TABLES: dict[str, Callable[[], str]] = {
    "assumptions": plans.assumptions,
    "cadences": plan_file.cadence_kinds,
    "cli": cli.command_table,
    "cli-details": cli.command_details,
    "client-frames": server.client_frames,
    "close-codes": server.close_codes,
    "commands": commands.commands,
    "conditions": plan_file.condition_nodes,
    "error-classes": errors.classes,
    "errors": errors.requests,
    "event-examples": events.examples,
    "event-keys": events.data_keys,
    "events": events.event_types,
    "general-roles": people.general_roles,
    "http-calls": server.calls,
    "http-parameters": server.parameters,
    "metrics": server.figures,
    "obligations": plans.obligations,
    "opening": commands.opening,
    "order-fields": commands.order_fields,
    "plan-checks": errors.plan_checks,
    "plan-file": plan_file.plan_parts,
    "posts": people.posts,
    "rule-keys": plan_file.rule_keys,
    "scenario-file": plan_file.scenario_parts,
    "server-frames": server.server_frames,
    "settings": settings.settings,
    "slot-reasons": people.slot_reasons,
    "slot-states": people.slot_states,
    "store-errors": errors.storage,
}

BLOCK = re.compile(r"(<!-- table: ([a-z-]+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def pages() -> Iterator[Path]:
    """Every page of the documentation."""
    return iter(sorted(DOCS.rglob("*.md")))


def renewed(page: str) -> str:
    """The page's text with every table made again."""
    return BLOCK.sub(lambda found: f"{found[1]}\n{TABLES[found[2]]()}\n\n{found[4]}", page)


def stale() -> list[Path]:
    """The pages whose tables are not what the program says."""
    return [page for page in pages() if renewed(_text(page)) != _text(page)]


def main(arguments: Sequence[str]) -> int:
    """Write, or check; returns the exit code."""
    if list(arguments) not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    old = stale()
    for page in old:
        if arguments:
            print(f"not current: {page.relative_to(DOCS.parent)}", file=sys.stderr)
        else:
            page.write_text(renewed(_text(page)), encoding="utf-8")
            print(f"written: {page.relative_to(DOCS.parent)}")
    return 1 if arguments and old else 0


def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
