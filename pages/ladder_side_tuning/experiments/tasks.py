"""Two small tasks, one decided by frozen features, one not: accuracy against bytes and time."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from engine.ladder_side_tuning.config import METHODS
from engine.ladder_side_tuning.config_hero import HeroConfig
from engine.ladder_side_tuning.config_tasks import (
    JUDGED,
    MARKS,
    PARTS,
    REDUCTIONS,
    STEPS,
    TASKS,
    TOPICS,
    WORDS,
    N,
    TasksConfig,
    TasksResult,
    setting,
)
from pages.ladder_side_tuning.experiments.training import SLUG, going, spread
from view import controls, link
from view.begin import begin
from view.chart import Series, colours, draw, lines
from view.experiment import ask
from view.ink import DASH, MARK
from view.language import number, t
from view.page import configured
from view.prediction import told
from view.prose import Prose

DEFAULT, WORK = TasksConfig(), "engine.ladder_side_tuning.compare:run"
AGAINST, NARROW, SEEDS = ("bytes", "seconds", "steps"), tuple(map(str, REDUCTIONS)), ("2", "3", "5")
LOOK = {"full": "data", "lora": "noise", "lst": "model"}
SPOT = {
    "full": "top center",
    "prompt": "bottom right",
    "adapter": "top right",
    "lora": "top center",
    "ia3": "top center",
    "bitfit": "bottom left",
    "head": "top right",
    "lst": "bottom center",
}
"""Where a method's name stands beside its mark."""
DRAWN = ("full", "lora", "lst", "head")
SECRET = "lora"
"""Whose activations the page asks about: told once the reader has guessed."""
MARGIN = 0.05
"""An accuracy so much below full fine-tuning's is called clearly worse."""


def show(text: Prose, hero: HeroConfig) -> None:
    """The easy task on the left, the hard one on the right; then all numbers."""
    place = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom", key="ladder_x_tasks"):
        against = controls.segments(SLUG, "against", AGAINST, AGAINST[0])
        narrow = controls.choice(SLUG, "narrow", NARROW, str(DEFAULT.reduction))
        seeds = controls.choice(SLUG, "seeds", SEEDS, str(DEFAULT.seeds))
    link.note(SLUG, against=against, narrow=narrow, seeds=seeds)

    def make() -> TasksConfig:
        return TasksConfig(int(narrow), int(seeds), DEFAULT.seed)

    config = configured(SLUG, make, DEFAULT, "tasks")
    result: TasksResult = ask(
        SLUG, "tasks", WORK, config, begin=begin(SLUG, "train_tasks", WORK, config), words=going
    )
    said = _said(result)
    place.markdown(text.part("x_tasks", **said))
    place.markdown(" ".join(_finding(result, task, said) for task in TASKS))
    if not _known(SECRET):
        st.caption(t(f"{SLUG}.bars.waits"))
    for side, task in zip(st.columns(2), TASKS, strict=True):
        with side:
            st.markdown(f"**{t(f'{SLUG}.task.{task}')}**")
            (_curves if against == "steps" else _crowd)(result, task, against, said)
    st.markdown(_table(result))


def _crowd(result: TasksResult, task: str, against: str, said: dict[str, str]) -> None:
    """A mark for each method: accuracy with its spread over seeds, over bytes or milliseconds."""
    figure, ink = go.Figure(), colours()
    for method in METHODS:
        if against == "bytes" and not _known(method):
            continue
        x = result.size(method) / 1e6 if against == "bytes" else 1e3 * result.step(method)
        mean, deviation = result.end(task, method)
        look = LOOK.get(method, "truth")
        figure.add_scatter(
            x=[x],
            y=[100 * mean],
            error_y={"array": [100 * deviation], "thickness": 1.2},
            name=t(f"{SLUG}.entrant.{method}"),
            text=[t(f"{SLUG}.entrant.{method}")],
            textposition=SPOT[method],
            mode="markers+text",
            marker={"color": ink[look], "symbol": MARK[look], "size": 10},
            cliponaxis=False,
        )
    _levels(figure, result, task)
    figure.update_layout(showlegend=False)
    figure.update_xaxes(title=t(f"{SLUG}.tasks.{against}"), rangemode="tozero")
    figure.update_yaxes(title=t(f"{SLUG}.tasks.accuracy"), range=[40, 106])
    alt = t(f"{SLUG}.tasks.alt", task=t(f"{SLUG}.task.{task}"), **_ends(result, task))
    draw(figure, f"ladder_x_tasks_{task}", alt, 340)


def _known(method: str) -> bool:
    """Whether the bytes of a method may be seen: not before the guess, where they answer it."""
    return method != SECRET or told(SLUG)


def _levels(figure: go.Figure, result: TasksResult, task: str) -> None:
    """Bayes' rule, and chance."""
    ink, best = colours()["truth"], 100 * result.best[TASKS.index(task)]
    for y, name, spot in ((best, "bayes", "top left"), (50, "chance", "bottom right")):
        line = {"color": ink, "dash": DASH["model"], "width": 1}
        said = {"annotation_text": t(f"{SLUG}.tasks.{name}"), "annotation_position": spot}
        figure.add_hline(y=y, line=line, **said)


def _curves(result: TasksResult, task: str, against: str, said: dict[str, str]) -> None:
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
        alt=t(f"{SLUG}.tasks.alt", task=t(f"{SLUG}.task.{task}"), **_ends(result, task)),
        low=40,
        height=340,
    )


def _finding(result: TasksResult, task: str, said: dict[str, str]) -> str:
    """How far the ladder ends behind full fine-tuning on a task."""
    behind = result.end(task, "full")[0] - result.end(task, "lst")[0]
    found = "worse" if behind > MARGIN else "even" if behind > -MARGIN else "better"
    return t(f"{SLUG}.tasks.{task}.{found}", gap=number(100 * abs(behind), 1), **said)


def _table(result: TasksResult) -> str:
    """Markdown: all methods with trained numbers, bytes, milliseconds and both accuracies."""
    heads = ("method", "trained", "bytes", "seconds", *TASKS)
    names = [t(f"{SLUG}.tasks.col.{head}") for head in heads]
    rows = [f"| {' | '.join(names)} |", f"|---|{'--:|' * (len(heads) - 1)}"]
    for method, many in zip(METHODS, result.trainable, strict=True):
        step = f"{number(1e3 * result.step(method), 1)} ± {number(1e3 * result.spread(method), 1)}"
        cells = [t(f"{SLUG}.entrant.{method}"), number(many)]
        cells += [number(result.size(method) / 1e6, 2) if _known(method) else "?", step]
        cells += [spread(result.end(task, method)) for task in TASKS]
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def _ends(result: TasksResult, task: str) -> dict[str, str]:
    return {name: spread(result.end(task, name)) for name in DRAWN}


def _said(result: TasksResult) -> dict[str, str]:
    config = result.config
    own = setting(config.reduction)
    said = {f"{task}_{name}": end for task in TASKS for name, end in _ends(result, task).items()}
    said |= {name: spread(result.part(name)) for name in PARTS}
    best = dict(zip(TASKS, result.best, strict=True))
    said |= {f"best_{task}": number(100 * best[task], 1) for task in TASKS}
    sizes = {"layers": own.layers, "width": own.width, "batch": own.batch, "side": own.side}
    sizes |= {"n": N, "topics": TOPICS, "words": WORDS, "steps": STEPS, "judged": JUDGED}
    return (
        said
        | {name: str(value) for name, value in sizes.items()}
        | {
            "r": str(config.reduction),
            "seeds": str(config.seeds),
            "kept_full": number(result.size("full") / 1e6, 1),
            "kept_lst": number(result.size("lst") / 1e6, 1),
            "ms_full": number(1e3 * result.step("full"), 1),
            "ms_lst": number(1e3 * result.step("lst"), 1),
        }
    )
