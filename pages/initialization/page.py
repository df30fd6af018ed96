"""Why 0.02: a shaft of 24 floors, one std, and two rivers of gradient that are never mixed."""

import streamlit as st

from engine.initialization.config import MAX_SEED, SEEDS
from engine.initialization.config_hero import LENGTHS, RHOS, STDS, HeroConfig
from pages.initialization import question
from pages.initialization.experiments.chips import EXPERIMENTS, IN_EXPERIMENTS
from pages.initialization.said import named, numbers, origin, scene
from view import controls, link
from view.board import board, state_of
from view.board import card as formula_card
from view.board.shaft import shaft_card, shaft_words
from view.export.menu import take_curves
from view.language import t
from view.live import later, live
from view.page import card, configured, hero, opening
from view.places import stands
from view.polling import poll

SLUG, DEFAULT, KEY = "initialization", HeroConfig(), "initialization_board"
WORK = "engine.initialization.descent:run"
LONG, ALIKE = map(str, LENGTHS), map(str, RHOS)
N, RHO = tuple(LONG), tuple(ALIKE)
IN_LINK = (
    link.Choice("n", N),
    link.Choice("rho", RHO),
    link.Whole("seed", 0, MAX_SEED),
    link.Real("std", STDS[0], STDS[-1]),
    link.Curve("guess", question.FLOORS),
    link.Choice("x", tuple(EXPERIMENTS)),
    *IN_EXPERIMENTS,
)


def fail() -> None:
    """Long and alike: what even the total gradient does not survive at Xavier's std."""
    controls.put(SLUG, "n", N[-1])
    controls.put(SLUG, "rho", RHO[-1])


def config_of_widgets() -> HeroConfig:
    """The controls beside the hero, another drawing, and a way to break it."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        n = controls.choice(SLUG, "n", N, str(DEFAULT.n))
        rho = controls.choice(SLUG, "rho", RHO, str(DEFAULT.rho))
    with st.container(horizontal=True, vertical_alignment="center", key="fail", gap="small"):
        further = (SLUG, "seed", SEEDS, DEFAULT.seed)
        controls.button(SLUG, "new_seed", controls.move, further, moves="seed")
        controls.button(SLUG, "fail", fail, moves="n")
    return HeroConfig(int(n), float(rho), stands(f"{SLUG}_seed", DEFAULT.seed))


text = opening(SLUG)
asked = link.check(SLUG, IN_LINK)
place, guessed = {k: asked.pop(k) for k in ("std",) if k in asked}, asked.pop("guess", None)
controls.restore(SLUG, asked)
left, right = hero()
with right:
    formula, ask = st.container(), st.container()
    with card("controls"):
        config = configured(SLUG, config_of_widgets, DEFAULT)
shown = live("initialization", WORK, config.descent, SLUG)
with ask:
    told, guess = question.ask(shown.result, guessed)
with left:
    badge = {"kind": "measured", "label": t("badge.measured"), "text": origin(shown)}
    board(KEY, SLUG, "shaft", scene(shown.result, told), shaft_words(badge), place)
    take_curves(named(shown.result, told), SLUG, WORK, t("shaft.name"), log=True)
    chosen = controls.chips(SLUG, "x", EXPERIMENTS)
    poll(shown.job, SLUG)
    later(shown)
with formula:
    formula_card(shaft_card(), key="initialization_card", name=SLUG)
std = (state_of(KEY) or place).get("std")
link.note(SLUG, n=config.n, rho=config.rho, seed=config.seed, std=std, guess=guess, x=chosen)
if chosen:
    EXPERIMENTS[chosen].show(text, config)
text.show(**numbers(shown.result, told))
link.onward("ladder_side_tuning")
