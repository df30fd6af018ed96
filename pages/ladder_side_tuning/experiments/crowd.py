"""The charts of the experiment `tasks`: all methods as a crowd, or four as they learn."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from engine.ladder_side_tuning.config import METHODS
from engine.ladder_side_tuning.config_tasks import MARKS, TASKS, TasksResult
from pages.ladder_side_tuning.experiments.training import SLUG, spread
from pages.ladder_side_tuning.said import SECRET
from view.chart import Series, colours, draw, lines
from view.ink import DASH, MARK
from view.labels import spots
from view.language import t
from view.prediction import told

LOOK = {"full": "data", "lora": "noise", "lst": "model"}
DRAWN = ("full", "lora", "lst", "head")
LOW, HIGH = 40.0, 106.0  # percent


def crowd(result: TasksResult, task: str, against: str, said: dict[str, str]) -> None:
    """A mark for each method: accuracy with its spread over seeds, over bytes or milliseconds."""
    figure = go.Figure()
    shown = [method for method in METHODS if against != "bytes" or known(method)]
    names = [t(f"{SLUG}.entrant.{method}") for method in shown]
    x = np.array([_across(result, method, against) for method in shown])
    y, deviation = 100 * np.array([result.end(task, method) for method in shown]).T
    left, right = -0.03 * x.max(), 1.08 * x.max()
    beside = spots(np.stack([x, y], 1), deviation, names, (left, LOW), (right, HIGH))
    for method, *place in zip(shown, x, y, deviation, names, beside, strict=True):
        _mark(figure, method, *place)
    _levels(figure, result, task)
    figure.update_layout(showlegend=False)
    figure.update_xaxes(title=t(f"{SLUG}.tasks.{against}"), range=[left, right])
    figure.update_yaxes(title=t(f"{SLUG}.tasks.accuracy"), range=[LOW, HIGH])
    alt = t(f"{SLUG}.tasks.alt", task=t(f"{SLUG}.task.{task}"), **ends(result, task))
    draw(figure, f"ladder_x_tasks_{task}", alt, 340)


def _across(result: TasksResult, method: str, against: str) -> float:
    """Megabytes or milliseconds of a step."""
    return result.size(method) / 1e6 if against == "bytes" else 1e3 * result.step(method)


def _mark(
    figure: go.Figure, method: str, x: float, y: float, deviation: float, name: str, spot: str
) -> None:
    """One method at (`x`, `y`) with its error bar, its name at the text position `spot`."""
    look = LOOK.get(method, "truth")
    figure.add_scatter(
        x=[x],
        y=[y],
        error_y={"array": [deviation], "thickness": 1.2},
        name=name,
        text=[name],
        textposition=spot,
        mode="markers+text",
        marker={"color": colours()[look], "symbol": MARK[look], "size": 10},
        cliponaxis=False,
    )


def known(method: str) -> bool:
    """Whether the bytes of a method may be seen: not before the guess, where they answer it."""
    return method != SECRET or told(SLUG)


def _levels(figure: go.Figure, result: TasksResult, task: str) -> None:
    """Bayes' rule, and chance."""
    ink, best = colours()["truth"], 100 * result.best[TASKS.index(task)]
    for y, name, spot in ((best, "bayes", "top left"), (50, "chance", "bottom right")):
        line = {"color": ink, "dash": DASH["model"], "width": 1}
        said = {"annotation_text": t(f"{SLUG}.tasks.{name}"), "annotation_position": spot}
        figure.add_hline(y=y, line=line, **said)


def curves(result: TasksResult, task: str, against: str, said: dict[str, str]) -> None:
    """Accuracy as it grows, of four methods."""
    drawn = []
    for method in DRAWN:
        mean, deviation = result.curve(task, method)
        look, name = LOOK.get(method, "truth"), t(f"{SLUG}.entrant.{method}")
        drawn.append(Series(name, look, 100 * mean, MARKS, 100 * deviation))
    lines(
        drawn,
        key=f"ladder_x_tasks_{task}_{against}",
        x=t(f"{SLUG}.tasks.steps"),
        y=t(f"{SLUG}.tasks.accuracy"),
        alt=t(f"{SLUG}.tasks.alt", task=t(f"{SLUG}.task.{task}"), **ends(result, task)),
        low=LOW,
        height=340,
    )


def ends(result: TasksResult, task: str) -> dict[str, str]:
    return {name: spread(result.end(task, name)) for name in DRAWN}
