"""Ladder Side-Tuning: a frozen tower, a ladder beside it, and the bricks each method must keep."""

import streamlit as st

from engine.ladder_side_tuning.config_hero import LENGTHS, REDUCTIONS, HeroConfig
from pages.ladder_side_tuning import question
from pages.ladder_side_tuning.experiments.chips import EXPERIMENTS, IN_EXPERIMENTS
from pages.ladder_side_tuning.said import badge_of, named, numbers, scene
from view import controls, link
from view.board import board, state_of
from view.board import card as formula_card
from view.board.houses import houses
from view.board.tower import METHODS, houses_words, tower_card, tower_words
from view.export.menu import take_curves
from view.language import t
from view.live import later, live
from view.page import card, configured, hero, opening
from view.polling import poll

SLUG, DEFAULT, KEY = "ladder_side_tuning", HeroConfig(), "ladder_side_tuning_board"
WORK = "engine.ladder_side_tuning.hero:run"
N, R = tuple(map(str, LENGTHS)), tuple(map(str, REDUCTIONS))
KERNELS = ("naive_4", "naive_8", "fused_4", "fused_8")
IN_LINK = (
    link.Choice("n", N),
    link.Choice("r", R),
    link.Choice("kernel", KERNELS),
    link.Choice("method", METHODS),
    link.Real("at", 0, 2),
    link.Whole("flag", 0, 100),
    link.Choice("x", tuple(EXPERIMENTS)),
    *IN_EXPERIMENTS,
)


def fail() -> None:
    """Long texts and many heads: the ladder's sheets of scores are as large as the tower's."""
    controls.put(SLUG, "n", N[-1])
    controls.put(SLUG, "kernel", "naive_8")


def config_of_widgets() -> HeroConfig:
    """The controls beside the hero, and a way to break it."""
    n = controls.choice(SLUG, "n", N, str(DEFAULT.n))
    r = controls.choice(SLUG, "r", R, str(DEFAULT.reduction))
    kernel = controls.choice(SLUG, "kernel", KERNELS, KERNELS[0])
    controls.button(SLUG, "fail", fail, moves="n")
    attention, heads = kernel.split("_")
    return HeroConfig(int(n), int(r), attention, heads=int(heads))


text = opening(SLUG)
asked = link.check(SLUG, IN_LINK)
at_hand = {name: asked.pop(name) for name in ("method", "at", "flag") if name in asked}
place = at_hand | (state_of(KEY) or {})
controls.restore(SLUG, asked)
left, right = hero()
with right:
    formula, ask = st.container(), st.container()
    with card("controls"):
        config = configured(SLUG, config_of_widgets, DEFAULT)
shown = live("ladder_side_tuning", WORK, config, SLUG, patience=0.3)
with ask:
    told = question.ask(shown.result, place.get("flag"))
drawn = scene(shown.result, told)
with left:
    board(KEY, SLUG, "tower", drawn, tower_words(badge_of(shown)), at_hand)
    take_curves(named(shown.result, told), SLUG, WORK, t("tower.name"))
    chosen = controls.chips(SLUG, "x", EXPERIMENTS)
    houses("ladder_side_tuning_houses", SLUG, drawn, houses_words())
    poll(shown.job, SLUG)
    later(shown)
with formula:
    formula_card(tower_card(), key="ladder_side_tuning_card", name=SLUG)
link.note(SLUG, **{name: place.get(name) for name in ("method", "at", "flag")})
link.note(SLUG, n=config.n, r=config.reduction, x=chosen)
link.note(SLUG, kernel=f"{config.attention}_{config.heads}")
if chosen:
    EXPERIMENTS[chosen].show(text, config)
text.show(**numbers(shown.result, told))
