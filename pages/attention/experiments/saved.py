"""Memory against time: the sheet that the fused kernel never stores."""

import streamlit as st

from engine.attention.config_budget import BudgetConfig
from engine.attention.config_saved import VARIANTS, SavedConfig, SavedResult
from pages.attention.experiments.clocked import clocked
from view.chart import Series, lines
from view.experiment import ask
from view.language import number, t
from view.prose import Prose

SLUG, WORK = "attention", "engine.attention.saved:run"
IDENTITIES = dict(zip(VARIANTS, ("noise", "prediction", "model"), strict=True))


def show(text: Prose, hero: BudgetConfig) -> None:
    """What a block keeps for its backward pass on the left, its time on the right."""
    place = st.container()
    result: SavedResult = ask(SLUG, "saved", WORK, SavedConfig())
    said = _said(result)
    place.markdown(text.part("x_saved", **said))
    if result.unsteady:
        place.markdown(t("attention.saved.noisy"))
    left, right = st.columns(2)
    with left:
        _bytes(result, said)
    with right:
        _seconds(result, said)


def _bytes(result: SavedResult, said: dict[str, str]) -> None:
    drawn = [
        Series(t(f"attention.kernel.{name}"), look, result.bytes[name] / 1e6, result.lengths)
        for name, look in IDENTITIES.items()
    ]
    formula = result.formula["naive"] / 1e6
    drawn.append(Series(t("attention.by_formula"), "truth", formula, result.lengths, marks=False))
    lines(
        drawn,
        key="attention_x_kept",
        x=t("attention.axis.n"),
        y=t("attention.axis.mb"),
        alt=t("attention.kept.alt", **said),
        log_x=True,
        log_y=True,
        height=320,
    )


def _seconds(result: SavedResult, said: dict[str, str]) -> None:
    lines(
        clocked(result, IDENTITIES.items(), "kernel", 1e3, result.lengths),
        key="attention_x_block",
        x=t("attention.axis.n"),
        y=t("attention.axis.ms"),
        alt=t("attention.block.alt", **said),
        log_x=True,
        log_y=True,
        height=320,
    )


def _said(result: SavedResult) -> dict[str, str]:
    layer, last = result.config.layer, -1
    return {
        "D": str(layer.width),
        "heads": str(layer.heads),
        "n": number(result.lengths[last]),
        "naive": number(result.bytes["naive"][last] / 1e6, 1),
        "fused": number(result.bytes["fused"][last] / 1e6, 1),
        "linear": number(result.bytes["linear"][last] / 1e6, 1),
        "off": number(result.off),
        "spared": number(result.spared, 2),
        "faster": number(result.faster, 2),
        "naive_ms": number(1e3 * result.median["naive"][last]),
        "fused_ms": number(1e3 * result.median["fused"][last]),
        "linear_ms": number(1e3 * result.median["linear"][last]),
    }
