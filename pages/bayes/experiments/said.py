"""How tests and measured values are said."""

from __future__ import annotations

from engine.diffusion.config_estimate import Estimate
from view.language import number, t

LEAST = 1e-4


def chance(p: float) -> str:
    """A p-value: `p = 0.31`, or `p < 0.0001`."""
    if p < LEAST:
        return f"p < {number(LEAST, 4)}"
    return f"p = {number(p, 4 if p < 0.01 else 2)}"


def measured(value: Estimate, digits: int = 4) -> str:
    """A value with its standard error."""
    return f"{number(value.value, digits)} ± {number(value.se, digits)}"


def caught(found: int, thin: bool) -> str:
    """How many samples a slice holds, and whether they count."""
    if not found:
        return t("bayes.panel.none")
    return t("bayes.panel.thin" if thin else "bayes.panel.found", count=number(found))


def markdown(table: list[list[str]]) -> str:
    """A table, its head in the first row and the rule in the second."""
    return "\n".join(f"| {' | '.join(line)} |" for line in table)
