"""The axes of charts: contrast of their ink, and names of places on logarithmic ones."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import plotly.graph_objects as go
import pytest

from view import axes

ROOT = Path(__file__).parents[1]


def luminance(colour: str) -> float:
    """Relative luminance of "#RRGGBB" (WCAG 2.2)."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("ground", ["light", "dark"])
def test_the_ink_of_axes_stands_out_from_the_page_and_is_the_style_sheets(ground: str):
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["theme"][ground]
    bright, dim = sorted(map(luminance, (axes.QUIET[ground], theme["backgroundColor"])))[::-1]
    assert (bright + 0.05) / (dim + 0.05) >= 4.5
    style = (ROOT / "view" / "style.css").read_text()
    pair = re.search(r"--lab-quiet: light-dark\((#\w+), (#\w+)\)", style).groups()
    assert axes.QUIET[ground] == dict(zip(("light", "dark"), pair, strict=True))[ground]


@pytest.mark.parametrize(
    ("low", "high", "named"),
    [
        (1.0, 1.4, {"tickformat": ",~g"}),
        (1.0, 15.0, {"tickformat": ",~g", "dtick": "D2"}),
        (0.02, 0.2, {"tickformat": ",~g", "dtick": "D2"}),
        (16.0, 65_536.0, {"tickformat": ",~g", "dtick": 1}),
        (1e-12, 1e6, {"dtick": 3}),
        (1e-6, 2e-6, {}),
    ],
)
def test_a_logarithmic_axis_names_a_few_places_in_full(low: float, high: float, named: dict):
    assert axes.ticks(low, high) == named


def figure(x: list, y: list, **axis) -> go.Figure:
    drawn = go.Figure(go.Scatter(x=x, y=y))
    drawn.update_xaxes(type="linear")
    drawn.update_yaxes(type="log", **axis)
    return drawn


def test_what_is_not_over_zero_does_not_count_and_own_names_stay():
    one = figure([1, 2, 3, 4], [0.0, float("nan"), 2.0, 40.0])
    axes.legible(one, "dark")
    assert (one.layout.yaxis.dtick, one.layout.xaxis.dtick) == ("D2", None)
    assert one.layout.xaxis.tickfont.color == one.layout.yaxis.title.font.color == "#B2B0AA"
    own = figure([1], [2.0], tickvals=[2.0], ticktext=["two"])
    axes.legible(own, "light")
    assert own.layout.yaxis.dtick is None
    nothing = figure([], [])
    axes.legible(nothing, "light")
    assert nothing.layout.yaxis.dtick is None


def test_a_note_keeps_a_colour_of_its_own():
    one = figure([1, 2], [1.0, 2.0])
    one.add_annotation(x=1, y=1, text="plain")
    one.add_annotation(x=1, y=1, text="red", font={"color": "#f00"})
    axes.legible(one, "light")
    assert [note.font.color for note in one.layout.annotations] == ["#5B5A60", "#f00"]


def test_a_few_whole_numbers_are_all_named_and_others_are_not():
    assert axes.each([16, 1024]) == {"tickvals": [16, 1024], "ticktext": ["16", "1,024"]}
    lengths = [16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 6144]
    assert axes.each(lengths)["tickvals"] == lengths[:-1], "6,144 would stand on 4,096"
    assert (
        axes.each([0.5, 2]) == axes.each(range(1, 20)) == axes.each([]) == axes.each([0, 1]) == {}
    )
