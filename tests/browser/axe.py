"""axe-core, as the package axe-playwright-python brings it: nothing is fetched."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

SCRIPT = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (rules) => {
  const { violations } = await axe.run({ runOnly: rules, resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => ({
    id, target: node.target.flat().join(" "), html: node.html.slice(0, 160),
    why: (node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? "",
  })));
}"""
# What Streamlit does by itself, where no page can mend it: (rule, a part of target or html).
THEIRS = (("presentation-role-conflict", "stFileUploaderDropzone"),)


def axe(page: Page, language: str) -> list[str]:
    """axe's violations of WCAG 2.2 A and AA and of best practice."""
    if not page.evaluate("Boolean(globalThis.axe)"):
        page.evaluate(f"{SCRIPT};null")
    return [
        f"{one['id']} {one['html']} ({one['why'][:140]})"
        for one in page.evaluate(RUN, RULES)
        if not any(
            one["id"] == rule and part in one["target"] + one["html"] for rule, part in THEIRS
        )
    ]
