"""Switches for two classic mistakes: the total covariance, and two divisors mixed."""

import streamlit as st

from engine.logistic_regression.config_mistakes import (
    COVARIANCES,
    DIVISORS,
    POINTS,
    SIZES,
    MistakesConfig,
    MistakesResult,
)
from pages.logistic_regression.experiments.look import dash
from view import controls, link
from view.chart import Series, lines
from view.experiment import ask
from view.language import number, t
from view.page import configured
from view.plane import Line, plane
from view.prose import Prose

SLUG, DEFAULT = "logistic_regression", MistakesConfig()
WORK = "engine.logistic_regression.mistakes:run"
SHARE = (0.1, 0.9)


def show(text: Prose, hero: object) -> None:
    """The points with the right line and the made one; what is left of the mistake as n grows."""
    place = st.container()
    config = configured(SLUG, _config, DEFAULT, "mistakes")
    result: MistakesResult = ask(SLUG, "mistakes", WORK, config)
    said = _numbers(result)
    place.markdown(text.part("x_mistakes"))
    st.markdown(t("logistic_regression.mistakes.said", **said))
    if result.config.covariance == "total":
        st.markdown(t("logistic_regression.mistakes.total", **said))
    left, right = st.columns([4, 5])
    with left:
        _points(result, said)
    with right:
        _lost(result)
    if result.config.points == "squares":
        st.markdown(_table(result))


def _config() -> MistakesConfig:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        points = controls.segments(SLUG, "set", POINTS, DEFAULT.points)
        covariance = controls.segments(SLUG, "covariance", COVARIANCES, DEFAULT.covariance)
        divisor = controls.segments(SLUG, "divisor", DIVISORS, DEFAULT.divisor)
        share = controls.slider(SLUG, "share", *SHARE, DEFAULT.share, 0.01)
    link.note(SLUG, set=points, covariance=covariance, divisor=divisor, share=share)
    return MistakesConfig(points, covariance, divisor, round(float(share), 2))


def _points(result: MistakesResult, said: dict[str, str]) -> None:
    plane(
        result.x,
        result.y,
        [t(f"logistic_regression.cloud.{k}") for k in (0, 1)],
        [
            Line(t("logistic_regression.fit.right"), "model", result.right, **dash("model")),
            Line(t("logistic_regression.fit.made"), "warning", result.made),
        ],
        key="logistic_regression_x_mistakes_points",
        alt=t("logistic_regression.mistakes.alt", **said),
    )


def _lost(result: MistakesResult) -> None:
    first, last = (number(100 * result.lost[k], 2) for k in (0, -1))
    lines(
        [Series(t("logistic_regression.lost"), "warning", result.lost, SIZES)],
        key="logistic_regression_x_mistakes_lost",
        x=t("logistic_regression.rows"),
        y=t("logistic_regression.lost"),
        alt=t("logistic_regression.lost.alt", first=first, last=last),
        log_x=True,
        log_y=True,
        legend=False,
        height=340,
    )


def _table(result: MistakesResult) -> str:
    """Markdown: the eight points and their logits."""
    places = [f"({number(a)}, {number(b)})" for a, b in result.x]
    rows = [[t("logistic_regression.mistakes.point"), *places], ["---"] * (len(places) + 1)]
    for name, logits in zip(("right", "made"), result.logits, strict=True):
        rows.append([t(f"logistic_regression.fit.{name}"), *(number(one, 1) for one in logits)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _numbers(result: MistakesResult) -> dict[str, str]:
    return {
        "ratio": number(result.ratio, 3),
        "predicted": number(result.predicted, 3),
        "moved": number(100 * abs(result.moved), 1),
        "turned": number(result.turned, 2),
    }
