r"""A noise schedule drawn by hand: $\bar\alpha$ at 33 even times from t = 0 to T."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypedDict

import numpy as np
import streamlit as st

from engine.errors import check
from view.easel import drawn
from view.language import language, t, template
from view.player import formula
from view.player.houses import TAGS
from view.player.parts import script, sheet, text

HERE = Path(__file__).parent
KNOTS = 33
EDGE = 1e-4
"""How near to 0 and 1 a knot may come; the browser sends four decimals."""
WORDS = ("name", "hint", "reset", "drawn", "reference")

Curve = tuple[float, ...]

_mount = st.components.v2.component(
    "lab_curve",
    html=text(HERE / "curve.html"),
    css=sheet(HERE, "easel", "curve"),
    js=script(HERE, "hold", "knots", "curve"),
)


class CurveWords(TypedDict):
    """All words of the instrument; `up` and `across` are MathML, `point` a template."""

    lang: str
    name: str
    hint: str
    reset: str
    drawn: str
    reference: str
    point: str
    up: str
    across: str


def curve(
    key: str,
    name: str,
    words: CurveWords,
    start: Curve,
    reference: Curve | None = None,
    asked: Curve | None = None,
) -> Curve | None:
    r"""The plot `name`, opening with `start`; the curve the reader drew, None if none yet.

    A curve has 33 values in (0, 1); the first stays where it is, the untouched house. It may
    rise: whether it may be computed with is the Config's to say. `reference` (without it,
    `start`) is drawn thin. `asked` is the drawing that a link brings. Raises
    `InvalidParameter` for a start that is no curve, or if the browser sends none.
    """
    check_curve(start, "start")
    check_curve(reference or start, "reference")
    origin = drawn.name_of(start)
    drawn.bring(key, origin, asked and list(check_curve(asked, "drawn")))
    lines = {"start": list(start), "reference": list(reference or start), "edge": EDGE}
    shown = {**lines, "origin": origin, "drawn": drawn.kept(key, origin)}
    data = {"name": name, "words": words, "held": drawn.held(name), **shown}
    state = _mount(key=key, data=data, on_drawn_change=drawn.nothing)
    return drawn.keep(key, origin, drawn.told(state, origin), decode)


def curve_words() -> CurveWords:
    """The words of the plot in the reader's language."""
    return {
        **{name: t(f"easel.curve.{name}") for name in WORDS},
        "lang": TAGS[language()],
        "point": template("easel.curve.point"),
        "up": formula.ALPHA_BAR,
        "across": "<mi>t</mi><mo>/</mo><mi>T</mi>",
    }


def knots(log_alpha_bar: np.ndarray) -> Curve:
    r"""The 33 knots of a schedule $\log\bar\alpha_t$, t = 0…T, no nearer to 0 and 1 than `EDGE`."""
    T = len(log_alpha_bar) - 1
    logs = np.interp(np.linspace(0, T, KNOTS), np.arange(T + 1), log_alpha_bar)
    return tuple(np.exp(logs).clip(EDGE, 1 - EDGE).round(4).tolist())


def decode(value: Any) -> Curve:
    """The curve in a list of numbers; raises `InvalidParameter` for anything else."""
    check(isinstance(value, list), "drawn", "must have {count} points", value, count=KNOTS)
    return check_curve(tuple(float(v) if type(v) is int else v for v in value), "drawn")


def check_curve(values: Sequence[Any], name: str) -> Curve:
    """`values`, if they are 33 floats between 0 and 1."""
    check(len(values) == KNOTS, name, "must have {count} points", len(values), count=KNOTS)
    for value in values:
        inside = isinstance(value, float) and 0 < value < 1
        check(inside, name, "must stay between 0 and 1", value)
    return tuple(values)
