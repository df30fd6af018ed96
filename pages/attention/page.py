"""What attention costs: a sheet of n × n bricks against a block that does not grow."""

import streamlit as st

from engine.attention.config import MeasureConfig
from engine.attention.config_budget import (
    LONGEST,
    MODELS,
    MOST_WIDER,
    SHORTEST,
    BudgetConfig,
    guess_of,
    known,
    placed,
)
from pages.attention import question
from pages.attention.experiments.chips import EXPERIMENTS, IN_EXPERIMENTS
from pages.attention.said import LARGEST, UNITS, numbers, origin, scene
from view import controls, link
from view.board import board, state_of
from view.board import card as formula_card
from view.board.bricks import bricks_card, bricks_words
from view.export.menu import take_curves
from view.language import t
from view.live import later, live, session
from view.page import card, configured, hero, opening
from view.polling import again, await_quietly, poll

SLUG, KEY = "attention", "attention_board"
CLOCK = ("attention_clock", "engine.attention.measure:run", MeasureConfig(), SLUG)
IN_LINK = (
    link.Whole("n", SHORTEST, LONGEST),
    link.Real("flag", 1, LARGEST),
    link.Choice("model", tuple(MODELS)),
    link.Whole("wider", 1, MOST_WIDER),
    link.Choice("unit", tuple(UNITS)),
    link.Choice("x", tuple(EXPERIMENTS)),
    *IN_EXPERIMENTS,
)


def config_of_widgets() -> BudgetConfig:
    """The model, how wide the heads are, and the length where the hand left it."""
    return known(model, **placed(place), wider=controls.whole(SLUG, "wider", 1))


text = opening(SLUG)
asked = link.check(SLUG, IN_LINK)
place = {name: asked.pop(name) for name in ("n", "flag") if name in asked} | (state_of(KEY) or {})
controls.restore(SLUG, asked)
left, right = hero()
with right:
    formula, ask = st.container(), st.container()
    with card("controls"):
        model = controls.choice(SLUG, "model", tuple(MODELS), "bert_base")
        config = configured(SLUG, config_of_widgets, BudgetConfig())
        controls.button(SLUG, "fail", controls.put, (SLUG, "wider", 4), moves="wider")
        unit = controls.choice(SLUG, "unit", tuple(UNITS), "macs")
shown = live(
    "attention_budget", "engine.attention.budget:run", config, "attention_budget", patience=0.3
)
clock = live(*CLOCK)
with ask:
    told = question.ask(place.get("flag"))
with left:
    badge = {"kind": "measured", "label": t("badge.measured"), "text": origin(clock)}
    drawn = scene(config, shown.result, clock.result, told=told, unit=unit)
    board(KEY, SLUG, "bricks", drawn, bricks_words(badge), guess_of(place))
    take_curves(shown.result, SLUG, "engine.attention.budget:run", t("bricks.name"), log=True)
    chosen = controls.chips(SLUG, "x", EXPERIMENTS)
    await_quietly(shown.job, SLUG, "budget")
    if chosen != "kernels":  # which shows the same job's progress itself
        poll(clock.job, SLUG, "clock")
        again(clock.job, session(), CLOCK[0])
    later(shown)
    later(clock, key="clock")
with formula:
    formula_card(bricks_card(), key="attention_card", name=SLUG)
link.note(SLUG, n=place.get("n"), flag=place.get("flag"), wider=config.wider, x=chosen)
link.note(SLUG, model=model, unit=unit)
if chosen:
    EXPERIMENTS[chosen].show(text, config)
text.show(**numbers(config, shown.result, clock.result, told))
