"""The charts of the experiment `bars`: four bars of memory, work and time, what few weights buy."""

import numpy as np
import plotly.graph_objects as go

from engine.ladder_side_tuning.config import ENTRANTS
from engine.ladder_side_tuning.config_bars import BARS, BarsResult
from pages.ladder_side_tuning.question import SLUG
from pages.ladder_side_tuning.said import SECRET
from view.chart import colours, draw
from view.ink import MARK
from view.language import t

INKS = dict(zip(BARS, ("truth", "model", "warning", "data"), strict=True))
SHAPES = dict(zip(BARS, ("", "/", ".", ""), strict=True))
LAST = BARS.index("activations")
WAYS = (("counted", "truth", ""), ("clocked", "model", "/"))
"""By count and by the clock: identity and pattern."""


def _name(entrant: str) -> str:
    """What a method is called in a chart."""
    return t(f"{SLUG}.entrant.{entrant}")


def _names() -> list[str]:
    return [_name(entrant) for entrant in ENTRANTS]


def seen_of(memory: np.ndarray, result: BarsResult, known: bool) -> np.ndarray:
    """`memory` (entrants, `BARS`); what the page asks for is NaN until it is `known`."""
    seen = memory.copy()
    if not known:
        seen[result.row[SECRET], LAST] = np.nan
    return seen


def draw_memory(memory: np.ndarray, said: dict[str, str]) -> None:
    """Four bars to a method, side by side, in MB."""
    figure, ink, places = go.Figure(), colours(), np.arange(len(ENTRANTS)) * (len(BARS) + 1.0)
    for k, bar in enumerate(BARS):
        figure.add_bar(
            x=places + k,
            y=memory[:, k],
            width=0.92,
            name=t(f"{SLUG}.bar.{bar}"),
            marker={"color": ink[INKS[bar]], "pattern": {"shape": SHAPES[bar]}},
        )
    figure.update_xaxes(tickvals=(places + (len(BARS) - 1) / 2).tolist(), ticktext=_names())
    figure.update_yaxes(title=t(f"{SLUG}.axis.mb"))
    draw(figure, "ladder_x_memory", t(f"{SLUG}.bars.memory.alt", **said), 300)


def draw_work(result: BarsResult, said: dict[str, str]) -> None:
    """Forward and backward over full fine-tuning's: by count, and a step by the clock."""
    figure = paired(np.stack([result.work, result.time], axis=1), _names(), "bars")
    figure.update_xaxes(tickangle=-35)
    figure.update_yaxes(title=t(f"{SLUG}.axis.of_full"))
    draw(figure, "ladder_x_work", t(f"{SLUG}.bars.work.alt", **said), 330)


def paired(both: np.ndarray, names: list[str], kind: str) -> go.Figure:
    """Two columns side by side for each of `names`: `both` (names, 2), by count and by the clock,
    with a dotted line at 1; what the two are called is the catalogue's of `kind`."""
    figure, ink, places = go.Figure(), colours(), np.arange(len(names), dtype=float)
    for k, (way, identity, shape) in enumerate(WAYS):
        figure.add_bar(
            x=places + 0.4 * k - 0.2,
            y=both[:, k],
            width=0.38,
            name=t(f"{SLUG}.{kind}.{way}"),
            marker={"color": ink[identity], "pattern": {"shape": shape}},
        )
    figure.add_hline(y=1, line={"color": ink["truth"], "width": 1, "dash": "dot"})
    figure.update_xaxes(tickvals=places.tolist(), ticktext=names)
    return figure


def draw_few(result: BarsResult, kept: np.ndarray, said: dict[str, str]) -> None:
    """Activations kept over trained parameters: hardly a law between the two."""
    figure, ink = go.Figure(), colours()
    kept = 100 * kept / kept[result.row["full"]]
    for entrant, x, y in zip(ENTRANTS, 100 * result.share, kept, strict=True):
        look = "model" if entrant == "lst" else "data"
        marker = {"color": ink[look], "symbol": MARK[look], "size": 11}
        figure.add_scatter(
            x=[x], y=[y], name=_name(entrant), mode="markers", marker=marker, cliponaxis=False
        )
        if np.isnan(y):
            continue
        right = x > 20
        spot = {"xanchor": "right" if right else "left", "xshift": -9 if right else 9}
        figure.add_annotation(x=np.log10(x), y=y, text=_name(entrant), showarrow=False, **spot)
    figure.update_layout(showlegend=False)
    figure.update_xaxes(title=t(f"{SLUG}.axis.trained"), type="log")
    figure.update_yaxes(title=t(f"{SLUG}.axis.kept"), rangemode="tozero")
    draw(figure, "ladder_x_few", t(f"{SLUG}.bars.few.alt", **said), 330)
