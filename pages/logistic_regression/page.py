"""Logistic regression without iterations: points to drag, and two lines that follow the hand."""

from functools import partial

import streamlit as st

from engine.logistic_regression.config import CLASSES, MAX_SEED, HeroConfig, opening
from pages.logistic_regression import question
from pages.logistic_regression.experiments.chips import EXPERIMENTS, IN_EXPERIMENTS
from pages.logistic_regression.said import PLACES, numbers, origin, placed, scene, there
from view import controls, link
from view.board import board, put, state_of
from view.board import card as formula_card
from view.board.boundary import boundary_card, boundary_words
from view.export.menu import take_curves
from view.language import t
from view.live import later, live
from view.page import card, configured, hero
from view.page import opening as opened
from view.placed import Points, packed
from view.polling import poll

SLUG, DEFAULT, KEY = "logistic_regression", HeroConfig(), "logistic_regression_board"
WORK = "engine.logistic_regression.hero:run"
IN_LINK = (
    link.Choice("classes", tuple(map(str, CLASSES))),
    link.Whole("count", 3, 60),
    link.Whole("seed", 0, MAX_SEED),
    Points("points"),
    link.Whole("chosen", 0, 179),
    link.Real("left", 0, 1),
    link.Real("right", 0, 1),
    link.Choice("x", tuple(EXPERIMENTS)),
    *IN_EXPERIMENTS,
)


def drawn_config() -> HeroConfig:
    """The three controls beside the hero, and two ways to break it."""
    classes = controls.choice(SLUG, "classes", tuple(map(str, CLASSES)), str(DEFAULT.classes))
    count = controls.whole(SLUG, "count", DEFAULT.count)
    seed = controls.whole(SLUG, "seed", DEFAULT.seed)
    with st.container(horizontal=True, vertical_alignment="center", key="fail", gap="small"):
        controls.button(SLUG, "new_seed", controls.move, (SLUG, "seed", 1), moves="seed")
        controls.button(SLUG, "far", partial(put, KEY, preset="far"), moves="point")
        controls.button(SLUG, "apart", partial(put, KEY, preset="apart"), moves="point")
    return opening(int(classes), count, seed)


text = opened(SLUG)
asked = link.check(SLUG, IN_LINK)
linked = {name: asked.pop(name) for name in PLACES if name in asked}
controls.restore(SLUG, asked)
told = state_of(KEY)
left, right = hero()
with right:
    formula, ask = st.container(), st.container()
    with card("controls"):
        drawn = configured(SLUG, drawn_config, DEFAULT, "drawn")
    config = configured(SLUG, partial(placed, drawn, asked, linked, told), drawn)
shown = live("logistic_regression_hero", WORK, config, SLUG, patience=0.5)
place = told or linked
with ask:
    answered = question.ask(config, shown.result, place)
with left:
    badge = {"kind": "exact", "label": t("badge.exact"), "text": origin(shown)}
    picture = scene(drawn, config, shown.result, answered)
    board(KEY, SLUG, "boundary", picture, boundary_words(badge), there(config, linked))
    take_curves(shown.result, SLUG, WORK, t("boundary.name"))
    chosen = controls.chips(SLUG, "x", EXPERIMENTS)
    poll(shown.job, SLUG)
    later(shown, key="logistic_regression_hero")
with formula:
    formula_card(boundary_card(), key="logistic_regression_card", name=SLUG)
link.note(SLUG, classes=config.classes, count=config.count, seed=config.seed, x=chosen)
moved = config.chosen if config != drawn else None
link.note(SLUG, points=packed(config.placed), chosen=moved)
link.note(SLUG, left=place.get("left"), right=place.get("right"))
if chosen:
    EXPERIMENTS[chosen].show(text, config)
text.show(**numbers(shown.result, answered))
link.onward("unargmaxable", seed=config.seed)
