"""axe-core in a page, from the page's own npm packages: what it finds, in a line each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.async_api import Page

AXE = Path(__file__).parents[2] / "api" / "web" / "node_modules" / "axe-core" / "axe.min.js"
COUNTED = ("moderate", "serious", "critical")

RUN = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations.map(
  (one) => [one.impact, one.id, one.nodes.map((node) => node.target.join(' ') + ': ' + node.any
    .concat(node.all, node.none).map((check) => check.message).join('; '))])"""


async def faults(page: Page) -> list[str]:
    """Moderate and graver violations of the page as it stands."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE.read_text("utf-8"))
    found: list[list[Any]] = await page.evaluate(RUN)
    return [
        f"{impact} {rule} {node}"
        for impact, rule, nodes in found
        if impact in COUNTED
        for node in nodes
    ]
