"""Writing: keys and values of all words before against a state that does not grow."""

import numpy as np
import streamlit as st

from engine.attention.config_budget import BudgetConfig
from engine.attention.config_decode import DecodeConfig, DecodeResult, carried
from pages.attention.experiments.clocked import clocked
from view.chart import Series, lines
from view.experiment import ask
from view.language import number, t
from view.prose import Prose

SLUG, WORK = "attention", "engine.attention.decode:run"
LOOKS = (("cache", "noise"), ("state", "model"))


def show(text: Prose, hero: BudgetConfig) -> None:
    """Bytes of the hero's model on the left, the time of a word on the right."""
    place = st.container()
    result: DecodeResult = ask(SLUG, "decode", WORK, DecodeConfig())
    said = _said(result, hero)
    place.markdown(text.part("x_decode", **said))
    if result.unsteady:
        place.markdown(t("attention.decode.noisy"))
    left, right = st.columns(2)
    with left:
        _bytes(hero, said)
    with right:
        _seconds(result, said)


def _bytes(hero: BudgetConfig, said: dict[str, str]) -> None:
    grown = carried(hero.layer, hero.depth)
    lines(
        [
            Series(t("attention.way.cache"), "noise", grown.cache / 1e6, grown.lengths),
            Series(t("attention.way.state"), "model", grown.state / 1e6, grown.lengths),
        ],
        key="attention_x_cache",
        x=t("attention.axis.written"),
        y=t("attention.axis.mb"),
        alt=t("attention.cache.alt", **said),
        log_x=True,
        log_y=True,
        height=320,
    )


def _seconds(result: DecodeResult, said: dict[str, str]) -> None:
    lines(
        clocked(result, LOOKS, "way", 1e6, result.lengths),
        key="attention_x_word",
        x=t("attention.axis.written"),
        y=t("attention.axis.us"),
        alt=t("attention.word.alt", **said),
        log_x=True,
        log_y=True,
        height=320,
    )


def _said(result: DecodeResult, hero: BudgetConfig) -> dict[str, str]:
    grown = carried(hero.layer, hero.depth)
    cache, state = (1e6 * result.median[way] for way in ("cache", "state"))
    return {
        "longest": number(grown.lengths[-1]),
        "cache": number(grown.cache[-1] / 1e6),
        "state": number(grown.state[-1] / 1e6, 1),
        "even": number(int(grown.even)),
        "kv_heads": str(hero.layer.kv_heads),
        "heads": str(hero.layer.heads),
        "timed": number(result.lengths[-1]),
        "word_cache": number(cache[-1]),
        "word_state": number(np.median(state)),
        "first_cache": number(cache[0]),
        "readings": str(result.config.readings),
    }
