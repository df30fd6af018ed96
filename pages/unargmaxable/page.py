"""Words never predicted: pins in a rubber band, an arrow to turn, and who can never be first."""

from functools import partial

import streamlit as st

from engine.unargmaxable.config_hero import (
    FEWEST,
    FIVE,
    LONGEST,
    MAX_SEED,
    MOST,
    HullConfig,
    on_a_circle,
)
from pages.unargmaxable import question
from pages.unargmaxable.experiments.chips import EXPERIMENTS, IN_EXPERIMENTS
from pages.unargmaxable.said import (
    LONGEST_PINS,
    PLACES,
    kept_pins,
    named,
    numbers,
    origin,
    placed,
    scene,
    text_of,
)
from view import controls, link
from view.board import board, put, state_of
from view.board import card as formula_card
from view.board.hull import hull_card, hull_words
from view.export.menu import take_curves
from view.language import t
from view.live import later, live
from view.page import card, configured, hero, opening
from view.polling import await_quietly

SLUG, DEFAULT, KEY = "unargmaxable", HullConfig(), "unargmaxable_board"
IN_LINK = (
    link.Switch("bias"),
    link.Whole("count", FEWEST, MOST),
    link.Whole("seed", 0, MAX_SEED),
    link.Real("angle", -180, 180),
    link.Real("length", 0, LONGEST),
    link.Text("pins", LONGEST_PINS),
    link.Whole("flag2", 0, 100),
    link.Whole("flag10", 0, 100),
    link.Choice("x", tuple(EXPERIMENTS)),
    *IN_EXPERIMENTS,
)


def config_of_widgets() -> HullConfig:
    """The three controls beside the hero, and where the hand left words and arrow."""
    bias = controls.switch(SLUG, "bias", DEFAULT.bias)
    count = controls.whole(SLUG, "count", DEFAULT.count)
    seed = controls.whole(SLUG, "seed", DEFAULT.seed)
    config = HullConfig(count, bias, seed, **placed(place, count, seed))
    with st.container(horizontal=True, vertical_alignment="center", key="fail", gap="small"):
        for name, pins in (("fail", on_a_circle(config.placed)), ("five", FIVE)):
            move = partial(put, KEY, pins=text_of(pins, count, seed))
            controls.button(SLUG, name, move, moves="pins")
    return config


text = opening(SLUG)
asked = link.check(SLUG, IN_LINK)
place = {name: asked.pop(name) for name in PLACES if name in asked} | (state_of(KEY) or {})
brought = [asked.pop(name, None) for name in ("flag2", "flag10")]
controls.restore(SLUG, asked)
left, right = hero()
with right:
    formula, ask = st.container(), st.container()
    with card("controls"):
        config = configured(SLUG, config_of_widgets, DEFAULT)
shown = live("unargmaxable", "engine.unargmaxable.hull:run", config, SLUG, patience=0.3)
with ask:
    guess = question.ask(brought) or (None, None)
with left:
    badge = {"kind": "exact", "label": t("badge.exact"), "text": origin(shown)}
    there = {name: place[name] for name in PLACES if name in place}
    board(KEY, SLUG, "hull", scene(config, shown.result), hull_words(badge), there)
    take_curves(named(shown.result), SLUG, "engine.unargmaxable.hull:run", t("hull.name"))
    chosen = controls.chips(SLUG, "x", EXPERIMENTS)
    await_quietly(shown.job, SLUG, "hull")
    later(shown)
with formula:
    formula_card(hull_card(), key="unargmaxable_card", name=SLUG)
moved = kept_pins(place.get("pins"), config)
link.note(SLUG, bias=config.bias, count=config.count, seed=config.seed, x=chosen, pins=moved)
link.note(SLUG, angle=place.get("angle"), length=place.get("length"))
link.note(SLUG, flag2=guess[0], flag10=guess[1])
if chosen:
    EXPERIMENTS[chosen].show(text, config)
text.show(**numbers(shown.result, question.told()))
