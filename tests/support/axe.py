"""axe-core in a page, from the page's own npm packages: what it finds, in a line each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.async_api import Page

AXE = Path(__file__).parents[2] / "api" / "web" / "node_modules" / "axe-core" / "axe.min.js"
COUNTED = ("moderate", "serious", "critical")

COLOURS = ("color-contrast", "link-in-text-block")
"""The rules whose answer another theme may change, and another language does not."""

RUN = """async ([only, without]) => (await axe.run(document, {
    resultTypes: ['violations'], ...(only.length ? {runOnly: only} : {}),
    rules: Object.fromEntries(without.map((rule) => [rule, {enabled: false}]))})).violations.map(
  (one) => [one.impact, one.id, one.nodes.map((node) => node.target.join(' ') + ': ' + node.any
    .concat(node.all, node.none).map((check) => check.message).join('; '))])"""


async def faults(page: Page, *only: str, without: tuple[str, ...] = ()) -> list[str]:
    """Moderate and graver violations of the page as it stands, of all rules or of these."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE.read_text("utf-8"))
    found: list[list[Any]] = await page.evaluate(RUN, [list(only), list(without)])
    return [
        f"{impact} {rule} {node}"
        for impact, rule, nodes in found
        if impact in COUNTED
        for node in nodes
    ]
