"""The board of undetermined coefficients: two lamps, a crowd that drifts, samples that tell."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from engine.diffusion.config_coefficients import (
    DRAWS,
    HAND,
    CoefficientsConfig,
    CoefficientsResult,
    check_room,
)
from engine.diffusion.config_fan import FanConfig
from engine.diffusion.config_modes import DATA
from engine.errors import InvalidParameter
from view import controls, link
from view.board import board, state_of
from view.board.step import step_words
from view.experiment import ask
from view.language import number, t
from view.page import configured
from view.prose import Prose
from view.sentence import complain

KEY, DEFAULT = "ddim_step", CoefficientsConfig()


def show(text: Prose, hero: FanConfig) -> None:
    """The pair of times, the board, and what the samples say of the step."""
    place, row = st.container(), st.container(horizontal=True)
    with row:
        late = controls.whole("ddim", "t", DEFAULT.t, step=50)
        early = controls.whole("ddim", "s", DEFAULT.s, step=50)
    plain = replace(DEFAULT, schedule=hero.schedule, seed=hero.seed)
    pair = configured("ddim", lambda: replace(plain, t=late, s=early), plain, "pair")
    hand = _hand(pair)
    link.note("ddim", t=late, s=early, **hand)
    config = configured("ddim", lambda: replace(pair, **hand), pair, "step")
    work = "engine.diffusion.coefficients:run"
    result: CoefficientsResult = ask("ddim", "coefficients", work, config)
    place.markdown(text.part("x_coefficients"))
    opening = {**hand, "t": pair.t, "s": pair.s} if hand else {}
    board(KEY, KEY, "step", _scene(result, pair), step_words(), opening)
    try:
        check_room(result)
    except InvalidParameter as wrong:
        complain(wrong, "ddim")
    st.markdown(text.part("x_measured", **_numbers(result)))


def _hand(pair: CoefficientsConfig) -> dict[str, float]:
    """κ, λ and σ where the hand left them for this pair, else what the link brings."""
    state = state_of(KEY)
    if state:
        same = (state["t"], state["s"]) == (pair.t, pair.s)
        return {name: state[name] for name in HAND} if same else {}
    asked = {name: controls.opening("ddim", name) for name in HAND}
    return {} if None in asked.values() else asked


def _scene(result: CoefficientsResult, pair: CoefficientsConfig) -> dict[str, Any]:
    """What the law of the step computes with, and the engine's numbers of the same pair."""
    config = result.config
    same = (config.t, config.s, config.schedule) == (pair.t, pair.s, pair.schedule)
    return {
        "t": pair.t,
        "s": pair.s,
        **result.pair(pair.t, pair.s)._asdict(),
        "modes": DATA[config.data]._asdict(),
        **{name: draw.tolist() for name, draw in zip(DRAWS, result.draws, strict=True)},
        "places": result.places.tolist(),
        "engine": _engine(result) if same else None,
    }


def _engine(result: CoefficientsResult) -> dict[str, Any]:
    return {
        **{name: getattr(result, name) for name in HAND},
        "shared": result.shared,
        "made": result.made.tolist(),
        "needed": result.needed.tolist(),
        "histogram": result.histogram.tolist(),
        "count": number(result.config.count),
    }


def _numbers(result: CoefficientsResult) -> dict[str, str]:
    """What the samples say, beside what is needed."""
    told = {"count": number(result.config.count), "t": str(result.config.t)}
    told |= {"s": str(result.config.s)}
    for k, name in enumerate(("mean", "variance")):
        told[f"{name}_needed"] = number(result.needed[k], 4)
        told[name] = f"{number(result.measured[k], 4)} ± {number(result.se[k], 4)}"
        told[f"{name}_away"] = number(abs(result.away[k]), 1)
    verdict = "on" if all(result.on) else "off"
    return {**told, "verdict": t(f"ddim.coefficients.{verdict}")}
