"""One point walks away, rightly classified all the way: which line goes along?"""

import streamlit as st

from engine.logistic_regression.config import HeroConfig
from engine.logistic_regression.config_hero_result import HeroResult
from pages.logistic_regression.experiments.look import dash
from view.board.strip import strip
from view.chart import Series, lines
from view.experiment import ask
from view.language import number, t
from view.prediction import told
from view.prose import Prose

CLOSED = "model"
"""The curve that answers the question of the page."""
SLUG, WORK = "logistic_regression", "engine.logistic_regression.hero:run"


def show(text: Prose, hero: HeroConfig) -> None:
    """Six small pictures that follow the hand, all sixteen places as a chart; of the closed
    form nothing before the question is answered."""
    place = st.container()
    known = told(SLUG)
    if known:
        strip("logistic_regression_strip", SLUG, t(f"{SLUG}.outliers.strip"))
    else:
        st.caption(t(f"{SLUG}.outliers.waits"))
    result: HeroResult = ask(SLUG, "outliers", WORK, hero)
    closed, mle = result.strip
    said = {"closed": number(closed[-1], 1) if known else "?", "mle": number(mle[-1], 2)}
    place.markdown(text.part("x_outliers", **said))
    lines(
        [
            Series(t(f"{SLUG}.curves.{name}"), name, y, x, **dash(name))
            for name, (x, y) in result.curves.items()
            if known or name != CLOSED
        ],
        key="logistic_regression_x_outliers",
        x=t(f"{SLUG}.curves.x"),
        y=t(f"{SLUG}.curves.y"),
        alt=t(f"{SLUG}.outliers.alt", **said),
    )
