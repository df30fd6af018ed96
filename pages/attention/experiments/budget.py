"""The layer's budget: what the sheet is of it at each length, and what doing without is worth."""

from dataclasses import replace

import plotly.graph_objects as go
import streamlit as st

from engine.attention.config_budget import WIDENED, BudgetConfig, BudgetResult
from view import controls, link
from view.chart import Series, colours, draw, lines
from view.export.menu import take_code
from view.language import number, t
from view.live import live
from view.page import badge, configured
from view.polling import await_quietly
from view.prediction import told
from view.prose import Prose

SLUG, WORK = "attention", "engine.attention.budget:run"
PARTS = (("sheet", "noise"), ("projections", "data"), ("ffn", "truth"))
ANSWERS = ("share", "projections", "ffn", "exponent", "free", "gone", "linear")
"""The numbers that answer the question of the page, or give it away."""


def show(text: Prose, hero: BudgetConfig) -> None:
    """Shares over the length on the left, speed-ups on the right, the crossings below.

    What answers the question of the page waits for the guess.
    """
    place = st.container()
    config = configured(SLUG, lambda: _config(hero), BudgetConfig(), "budget")
    shown = live("x_attention_budget", WORK, config, "attention_budget", patience=0.3)
    result: BudgetResult = shown.result
    await_quietly(shown.job, SLUG, "x_budget")
    with st.container(horizontal=True, vertical_alignment="center", key="how_attention_budget"):
        badge("exact", t("attention.budget.exact"))
        take_code(SLUG, "budget", WORK, result.config)
    said, known = _said(result), told(SLUG)
    place.markdown(text.part("x_budget", **said | ({} if known else dict.fromkeys(ANSWERS, "?"))))
    if not known:
        st.caption(t("attention.budget.waits"))
    for side, chart in zip(st.columns(2), (_shares, _gains) if known else (), strict=False):
        with side:
            chart(result, said)
    st.markdown(_table(result))


def _config(hero: BudgetConfig) -> BudgetConfig:
    with st.container(horizontal=True, vertical_alignment="bottom", key="attention_x_budget"):
        halved = controls.switch(SLUG, "halved")
        reading = controls.segments(SLUG, "reading", tuple(WIDENED), "qkvo")
        counted = controls.switch(SLUG, "counted")
    link.note(SLUG, halved=halved, reading=reading, counted=counted)
    return replace(hero, halved=halved, reading=reading, counted=counted)


def _shares(result: BudgetResult, said: dict[str, str]) -> None:
    """The layer cut in three, a hundred percent at each length; the length looked at is marked."""
    figure, ink = go.Figure(), colours()
    for name, identity in PARTS:
        figure.add_scatter(
            x=result.lengths,
            y=100 * result.shares[name],
            name=t(f"attention.part.{name}"),
            stackgroup="layer",
            mode="lines",
            line={"color": ink[identity], "width": 1.5},
            fillpattern={"shape": {"sheet": "+", "projections": "/", "ffn": "."}[name]},
        )
    figure.add_vline(x=result.config.n, line={"color": ink["truth"], "width": 2})
    figure.update_xaxes(title=t("attention.axis.n"), type="log")
    figure.update_yaxes(title=t("attention.axis.share"), range=[0, 100])
    draw(figure, "attention_x_shares", t("attention.budget.alt", **said), 320)


def _gains(result: BudgetResult, said: dict[str, str]) -> None:
    lines(
        [
            Series(t("attention.gain.gone"), "truth", result.gone, result.lengths, marks=False),
            Series(t("attention.gain.free"), "noise", result.free, result.lengths, marks=False),
            Series(
                t("attention.gain.linear", wider=str(result.config.wider)),
                "model",
                result.faster,
                result.lengths,
                marks=False,
            ),
        ],
        key="attention_x_gains",
        x=t("attention.axis.n"),
        y=t("attention.axis.gain"),
        alt=t("attention.gains.alt", **said),
        log_x=True,
        log_y=True,
        height=320,
    )


def _table(result: BudgetResult) -> str:
    """Markdown: from which length on what happens."""
    crossings = result.crossings
    head = f"| {t('attention.crossing')} | n |"
    rows = [
        f"| {t(f'attention.crossing.{name}')} | {number(crossings[name])} |"
        for name in ("linear", "ffn", "half", "twice")
    ]
    return "\n".join([head, "|---|--:|", *rows])


def _said(result: BudgetResult) -> dict[str, str]:
    return {
        "n": number(result.config.n),
        "D": number(result.config.layer.width),
        "d": str(result.config.layer.head),
        "wider": str(result.config.wider),
        "share": number(100 * result.at(result.shares["sheet"]), 1),
        "projections": number(100 * result.at(result.shares["projections"]), 1),
        "ffn": number(100 * result.at(result.shares["ffn"]), 1),
        "c_proj": f"{result.coefficients['projections']:g}",
        "c_ffn": f"{result.coefficients['ffn']:g}",
        "exponent": number(result.at(result.exponent), 2),
        "free": number(result.at(result.free), 2),
        "gone": number(result.at(result.gone), 2),
        "linear": number(result.at(result.faster), 2),
        "from": number(result.crossings["linear"]),
        "half": number(result.crossings["half"]),
    }
