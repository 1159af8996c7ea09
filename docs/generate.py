"""Write the generated tables of the documentation, or check that they are current.

    python docs/generate.py           write them
    python docs/generate.py --check   write nothing; exit 1 and name the pages that differ

A page holds `<!-- table: NAME -->` and `<!-- end -->`; what stands between them is made by
the function of that name in `TABLES`, from the program itself. The files of the folder
`reference/plans/` are made whole, one page and one picture for each plan; so are the journal's
headlines for the page, the OpenAPI document in `api/http/openapi/openapi.json` and the AsyncAPI
document in `api/live/protocol/asyncapi.json`. The same program gives the same text.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from api.http.openapi.document import FILE as OPENAPI
from api.live.protocol.message_shapes import ASYNCAPI
from docs import asyncapi_document, openapi_document
from docs.tables import (
    cli,
    commands,
    errors,
    events,
    folders,
    page_headlines,
    people,
    plan_file,
    plan_pages,
    plans,
    server,
    settings,
)

DOCS = Path(__file__).resolve().parent

TABLES: dict[str, Callable[[], str]] = {
    "assumptions": plans.assumptions,
    "cadences": plan_file.cadence_kinds,
    "cli": cli.command_table,
    "cli-details": cli.command_details,
    "client-frames": server.client_frames,
    "close-codes": server.close_codes,
    "calling-file": plan_file.calling_parts,
    "commands": commands.commands,
    "coverage-file": plan_file.coverage_parts,
    "conditions": plan_file.condition_nodes,
    "error-classes": errors.classes,
    "errors": errors.requests,
    "event-examples": events.examples,
    "event-keys": events.data_keys,
    "events": events.event_types,
    "folders": folders.folders,
    "general-roles": people.general_roles,
    "http-calls": server.calls,
    "http-parameters": server.parameters,
    "metrics": server.figures,
    "obligations": plans.obligations,
    "opening": commands.opening,
    "order-fields": commands.order_fields,
    "plan-checks": errors.plan_checks,
    "plan-file": plan_file.plan_parts,
    "plans": plan_pages.overview,
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


def current() -> dict[Path, str]:
    """Every page with tables, and every file that is made whole, as it should be."""
    made = {DOCS / name: content for name, content in plan_pages.files()}
    made[DOCS.parent / page_headlines.FILE] = page_headlines.module()
    made[OPENAPI] = openapi_document.text()
    made[ASYNCAPI] = asyncapi_document.text()
    return {page: renewed(_text(page)) for page in pages() if page not in made} | made


def stale(should_be: Mapping[Path, str]) -> list[Path]:
    """The files that are not as they should be, with those of plans that are no longer there."""
    superfluous = set((DOCS / plan_pages.FOLDER).glob("*")) - should_be.keys()
    differ = {
        file for file, content in should_be.items() if not file.exists() or _text(file) != content
    }
    return sorted(superfluous | differ)


def main(arguments: Sequence[str]) -> int:
    """Write, or check; returns the exit code."""
    if list(arguments) not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    should_be = current()
    old = stale(should_be)
    for file in old:
        if arguments:
            print(f"not current: {file.relative_to(DOCS.parent)}", file=sys.stderr)
        elif file in should_be:
            file.parent.mkdir(exist_ok=True)
            file.write_text(should_be[file], encoding="utf-8", newline="\n")
            print(f"written: {file.relative_to(DOCS.parent)}")
        else:
            file.unlink()
            print(f"deleted: {file.relative_to(DOCS.parent)}")
    return 1 if arguments and old else 0


def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
