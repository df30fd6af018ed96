"""Two small tasks, one decided by frozen features, one not: accuracy against bytes and time."""

from __future__ import annotations

import streamlit as st

from engine.ladder_side_tuning.config import METHODS
from engine.ladder_side_tuning.config_hero import HeroConfig
from engine.ladder_side_tuning.config_tasks import (
    JUDGED,
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
from pages.ladder_side_tuning.experiments.crowd import crowd, curves, ends, known
from pages.ladder_side_tuning.experiments.training import SLUG, going, spread
from pages.ladder_side_tuning.said import SECRET
from view import controls, link
from view.begin import begin
from view.experiment import ask
from view.language import number, t
from view.page import configured
from view.prose import Prose

DEFAULT, WORK = TasksConfig(), "engine.ladder_side_tuning.compare:run"
AGAINST, NARROW, SEEDS = ("bytes", "seconds", "steps"), tuple(map(str, REDUCTIONS)), ("2", "3", "5")
MARGIN = 0.05
"""An accuracy so much below full fine-tuning's is called clearly worse."""


def show(text: Prose, hero: HeroConfig) -> None:
    """The easy task on the left, the hard one on the right; then all numbers."""
    place = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom", key="ladder_x_tasks"):
        against = controls.segments(SLUG, "against", AGAINST, AGAINST[0])
        config = configured(SLUG, _config, DEFAULT, "tasks")
    link.note(SLUG, against=against)
    result: TasksResult = ask(
        SLUG,
        "tasks",
        WORK,
        config,
        begin=begin(SLUG, "train_tasks", WORK, config),
        trained=True,
        words=going,
    )
    said = _said(result)
    place.markdown(text.part("x_tasks", **said))
    place.markdown(" ".join(_finding(result, task, said) for task in TASKS))
    if not known(SECRET):
        st.caption(t(f"{SLUG}.bars.waits"))
    for side, task in zip(st.columns(2), TASKS, strict=True):
        with side:
            st.markdown(f"**{t(f'{SLUG}.task.{task}')}**")
            (curves if against == "steps" else crowd)(result, task, against, said)
    st.markdown(_table(result))


def _config() -> TasksConfig:
    narrow = controls.choice(SLUG, "narrow", NARROW, str(DEFAULT.reduction))
    seeds = controls.choice(SLUG, "seeds", SEEDS, str(DEFAULT.seeds))
    link.note(SLUG, narrow=narrow, seeds=seeds)
    return TasksConfig(int(narrow), int(seeds), DEFAULT.seed)


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
        cells += [number(result.size(method) / 1e6, 2) if known(method) else "?", step]
        cells += [spread(result.end(task, method)) for task in TASKS]
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def _said(result: TasksResult) -> dict[str, str]:
    config = result.config
    own = setting(config.reduction)
    said = {f"{task}_{name}": end for task in TASKS for name, end in ends(result, task).items()}
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
