"""Steps of SGD and of Adam for gradients of every size, and Adam on noise alone."""

from __future__ import annotations

import streamlit as st

from engine.initialization.config_hero import HeroConfig
from engine.initialization.config_updates import EPSILONS, SIZES, UpdatesConfig, UpdatesResult
from pages.initialization.brief import brief
from view import controls, link
from view.chart import Series, lines
from view.experiment import ask
from view.language import number, t
from view.page import configured
from view.prose import Prose

SLUG, DEFAULT = "initialization", UpdatesConfig()
EPS = {f"{eps:.0e}": eps for eps in EPSILONS}
SMALL, TINY = SIZES[6], SIZES[9]
"""Gradients whose steps the prose tells."""


def show(text: Prose, hero: HeroConfig) -> None:
    """How far one step goes, over the size of the gradient."""
    place = st.container()
    eps = controls.segments(SLUG, "eps", tuple(EPS), f"{DEFAULT.eps:.0e}")
    link.note(SLUG, eps=eps)
    config = configured(SLUG, lambda: UpdatesConfig(EPS[eps], DEFAULT.seed), DEFAULT, "updates")
    work = "engine.initialization.updates:run"
    result: UpdatesResult = ask(SLUG, "updates", work, config)
    said = _said(result)
    place.markdown(text.part("x_updates", **said))
    _steps(result, said)


def _said(result: UpdatesResult) -> dict[str, str]:
    return {
        "eps": brief(result.config.eps),
        "small": brief(SMALL),
        "tiny": brief(TINY),
        "adam_small": brief(result.at("adam", SMALL)),
        "adam_tiny": brief(result.at("adam", TINY)),
        "sgd_small": brief(result.at("sgd", SMALL)),
        "noise": number(result.at("noise", SIZES[0]), 3),
        "expected": number(result.expected, 3),
    }


def _steps(result: UpdatesResult, said: dict[str, str]) -> None:
    """Over η, by the size of the gradient: of SGD, of Adam, by formula, on noise."""
    drawn = (("adam", "model"), ("formula", "truth"), ("noise", "noise"), ("sgd", "data"))
    lines(
        [
            Series(
                t(f"{SLUG}.updates.{name}"), ink, getattr(result, name), SIZES, marks=name == "adam"
            )
            for name, ink in drawn
        ],
        key="initialization_x_updates",
        x=t(f"{SLUG}.updates.x"),
        y=t(f"{SLUG}.updates.y"),
        alt=t(f"{SLUG}.updates.alt", **said),
        log_x=True,
        log_y=True,
        backwards=True,
    )
