"""DDPM = Bayes + denoising: two clues about one step back, and a guess for the missing one."""

from functools import partial

import streamlit as st

from engine.diffusion.config import MAX_SEED, MAX_T, SCHEDULES
from engine.diffusion.config_bells import DATA, REACH, VARIANCES, BayesConfig
from pages.bayes import question
from pages.bayes.experiments.chips import EXPERIMENTS, IN_EXPERIMENTS
from pages.bayes.said import numbers, origin, placed, scene
from view import controls, link
from view.board import board, put, state_of
from view.board import card as formula_card
from view.board.bells import bells_card, bells_words
from view.export.menu import take_curves
from view.language import t
from view.live import later, live
from view.page import card, configured, hero, opening
from view.polling import poll

SLUG, DEFAULT, KEY = "bayes", BayesConfig(), "bayes_board"
IN_LINK = (
    link.Choice("schedule", SCHEDULES),
    link.Whole("T", 2, MAX_T),
    link.Whole("t", 1, MAX_T),
    link.Whole("s", 0, MAX_T - 1),
    link.Real("xt", -REACH, REACH),
    link.Real("x0", -REACH, REACH),
    link.Real("flag", -REACH, REACH),
    link.Choice("start", ("known", "away")),
    link.Choice("data", tuple(DATA)),
    link.Choice("variance", VARIANCES),
    link.Whole("seed", 0, MAX_SEED),
    link.Choice("x", tuple(EXPERIMENTS)),
    *IN_EXPERIMENTS,
)
PLACES = ("t", "s", "xt", "x0", "start", "flag")


def config_of_widgets() -> BayesConfig:
    """The three controls beside the hero, and where the hand left the picture."""
    data = controls.choice(SLUG, "data", tuple(DATA), DEFAULT.data)
    variance = controls.choice(SLUG, "variance", VARIANCES, DEFAULT.variance)
    seed = controls.whole(SLUG, "seed", DEFAULT.seed)
    with st.container(horizontal=True, vertical_alignment="center", key="fail", gap="small"):
        st.caption(t("bayes.fail"))
        far = partial(put, KEY, xt=REACH, start="away")
        controls.button(SLUG, "far", far, moves="xt")
        controls.button(SLUG, "one", controls.put, (SLUG, "data", "one"), moves="data")
    return BayesConfig(data=data, variance=variance, seed=seed, **placed(place))


text = opening(SLUG)
asked = link.check(SLUG, IN_LINK)
place = {name: asked.pop(name) for name in PLACES if name in asked}
place |= {name: asked.pop(name) for name in ("schedule", "T") if name in asked}
place |= state_of(KEY) or {}
controls.restore(SLUG, asked)
left, right = hero()
with right:
    formula, ask = st.container(), st.container()
    with card("controls"):
        config = configured(SLUG, config_of_widgets, DEFAULT)
shown = live("bayes_hero", "engine.diffusion.bayes:run", config, SLUG, patience=0.3)
with ask:
    told = question.ask(config, shown.result, place)
with left:
    badge = {"kind": "exact", "label": t("badge.exact"), "text": origin(shown)}
    there = {name: place[name] for name in PLACES if name in place}
    words = bells_words(badge)
    board(KEY, SLUG, "bells", scene(config, shown.result, told), words, there)
    take_curves(shown.result, SLUG, "engine.diffusion.bayes:run", t("bells.name"))
    chosen = controls.chips(SLUG, "x", EXPERIMENTS)
    poll(shown.job, SLUG)
    later(shown, key="bayes_hero")
with formula:
    formula_card(bells_card(), key="bayes_card", name=SLUG)
link.note(SLUG, data=config.data, variance=config.variance, seed=config.seed, x=chosen)
link.note(SLUG, **{name: place.get(name) for name in (*PLACES, "schedule", "T")})
if chosen:
    EXPERIMENTS[chosen].show(text, config)
text.show(**numbers(shown.result))
link.onward("ddim", seed=config.seed, schedule=config.schedule)
