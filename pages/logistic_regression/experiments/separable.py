"""Classes that can be separated: the rival's weights run away, the closed form's stay."""

import streamlit as st

from engine.logistic_regression.config_separable import REACH, SeparableConfig, SeparableResult
from pages.logistic_regression.experiments.look import dash
from view import controls, link
from view.chart import Series, lines
from view.experiment import ask
from view.language import number, t
from view.page import configured
from view.plane import Line, plane
from view.prose import Prose

SLUG, DEFAULT = "logistic_regression", SeparableConfig()
WORK = "engine.logistic_regression.separable:run"


def show(text: Prose, hero: object) -> None:
    """The points with both lines on the left, |w| against the steps on the right."""
    place = st.container()
    gap = controls.slider(SLUG, "gap", -REACH, REACH, DEFAULT.gap, 0.1)
    link.note(SLUG, gap=gap)
    config = configured(SLUG, lambda: SeparableConfig(gap=float(gap)), DEFAULT, "separable")
    result: SeparableResult = ask(SLUG, "separable", WORK, config)
    said = _numbers(result)
    place.markdown(text.part("x_separable", **said))
    place.markdown(t(f"logistic_regression.separable.{result.kind}", **said))
    left, right = st.columns([4, 5])
    with left:
        _points(result)
    with right:
        _lengths(result, said)


def _points(result: SeparableResult) -> None:
    kind = t(f"logistic_regression.kind.{result.kind}")
    plane(
        result.x,
        result.y,
        [t(f"logistic_regression.cloud.{k}") for k in (0, 1)],
        [
            Line(t("logistic_regression.closed"), "model", result.line, **dash("model")),
            Line(t("logistic_regression.rival"), "truth", result.rivals),
        ],
        key="logistic_regression_x_separable_points",
        alt=t("logistic_regression.separable.points.alt", kind=kind),
    )


def _lengths(result: SeparableResult, said: dict[str, str]) -> None:
    closed, rival = t("logistic_regression.closed"), t("logistic_regression.newton")
    lines(
        [
            Series(closed, "model", result.level, result.newton_step, marks=False, **dash("model")),
            Series(rival, "truth", result.newton_length, result.newton_step),
        ],
        key="logistic_regression_x_separable_lengths",
        x=t("logistic_regression.step"),
        y="|w|",
        alt=t("logistic_regression.separable.alt", **said),
        height=340,
    )


def _numbers(result: SeparableResult) -> dict[str, str]:
    return {
        "margin": number(result.margin, 2),
        "closed": number(result.closed, 2),
        "last": number(result.last, 1),
        "steps": str(result.newton_step[-1]),
        "plain": number(result.descent_step[-1]),
        "descent": number(result.descent_length[-1], 2),
    }
