r"""The formulas of the instruments, in MathML, one part a term.

The article's letters: $x_t=\bar\alpha_t x_0+\bar\beta_t\varepsilon$, and for the way back
the step that keeps $\hat x_0$ apart, $x_s=\kappa x_t+\lambda\hat x_0+\sigma z$.
"""

from __future__ import annotations

from view.player.words import Identity, Part


def letter(name: str) -> str:
    """A single letter, slanted as MathML does."""
    return f"<mi>{name}</mi>"


def over(base: str, accent: str) -> str:
    """`base` with an accent above it."""
    return f'<mover accent="true">{base}<mo stretchy="false">{accent}</mo></mover>'


def sub(base: str, index: str) -> str:
    """`base` with `index` below it; a number stands upright."""
    tag = "mn" if index.isdigit() else "mi"
    return f"<msub>{base}<{tag}>{index}</{tag}></msub>"


def sign(name: str) -> Part:
    """A part that is no term: a relation or an operation."""
    return {"math": f"<mo>{name}</mo>"}


def term(name: str, math: str, identity: Identity | None = None) -> Part:
    """A part that can be lit."""
    part: Part = {"math": math, "term": name}
    return part | {"identity": identity} if identity else part


X_T = sub(letter("x"), "t")
X_S = sub(letter("x"), "s")
X_0 = sub(letter("x"), "0")
X_0_HAT = sub(over(letter("x"), "^"), "0")
ALPHA_BAR = sub(over(letter("α"), "¯"), "t")
BETA_BAR = sub(over(letter("β"), "¯"), "t")
ALPHA = sub(letter("α"), "t")
BETA = sub(letter("β"), "t")
EPSILON = letter("ε")

DEMOLISH: list[Part] = [
    term("x_t", X_T),
    sign("="),
    term("alpha_bar", ALPHA_BAR, "data"),
    term("x_0", X_0, "data"),
    sign("+"),
    term("beta_bar", BETA_BAR, "noise"),
    term("epsilon", EPSILON, "noise"),
]
REBUILD: list[Part] = [
    term("x_s", X_S),
    sign("="),
    {"math": letter("κ")},
    term("x_t", X_T),
    sign("+"),
    {"math": letter("λ"), "identity": "model"},
    term("x_0_hat", X_0_HAT, "model"),
    sign("+"),
    {"math": letter("σ"), "identity": "noise"},
    term("z", letter("z"), "noise"),
]
