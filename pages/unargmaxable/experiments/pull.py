"""Pull one out: the same band eight times, a word a little further out each time."""

from functools import partial

import streamlit as st

from engine.unargmaxable.config_hero import MOST, HullConfig
from engine.unargmaxable.config_pull import PullConfig, PullResult
from pages.unargmaxable.experiments.band import strip
from pages.unargmaxable.said import text_of
from view import controls, link
from view.board import put
from view.board.hull import word
from view.chart import Series, lines
from view.experiment import ask
from view.language import number, t
from view.page import configured
from view.prose import Prose

DEFAULT = PullConfig()
WORDS = tuple(f"w{k}" for k in range(MOST))


def show(text: Prose, hero: HullConfig) -> None:
    """Which word, the strip, and its sector over the way."""
    place = st.container()
    config = configured("unargmaxable", lambda: _config(hero), DEFAULT, "pull")
    result: PullResult = ask("unargmaxable", "pull", "engine.unargmaxable.pull:run", config)
    name = word(result.config.word)
    said = {"word": name, "out": number(result.out, 2), "last": number(result.own[-1])}
    place.markdown(text.part("x_pull", mute=result.mute, steps=len(result.way), **said))
    strip(result, alt=t("unargmaxable.pull.alt", mute=number(result.mute), **said))
    pins = text_of(result.pins(len(result.way) - 1), hero.count, hero.seed)
    move = partial(put, "unargmaxable_board", pins=pins)
    controls.button("unargmaxable", "do", move, moves="pins", said={"word": name})
    lines(
        [Series(name, "data", result.own, result.way)],
        key="unargmaxable_x_pull",
        x=t("unargmaxable.pull.way"),
        y=t("unargmaxable.pull.degrees"),
        alt=t("unargmaxable.pull.chart.alt", **said),
        legend=False,
        height=260,
    )


def _config(hero: HullConfig) -> PullConfig:
    there = [f"w{pin[0]}" for pin in hero.placed]
    first = f"w{DEFAULT.word}"
    pulled = controls.choice("unargmaxable", "pulled", WORDS, first)
    link.note("unargmaxable", pulled=pulled)
    chosen = pulled if pulled in there else there[0]
    return PullConfig(pins=hero.placed, word=int(chosen[1:]))
