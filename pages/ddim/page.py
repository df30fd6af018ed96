"""DDIM = DDPM from above: one crowd, any road, and the roads under the reader's hand."""

from functools import partial

import streamlit as st

from engine.diffusion.config import MAX_SEED, SCHEDULES
from engine.diffusion.config_fan import SPACINGS, STOPS, FanConfig
from engine.diffusion.config_modes import DATA
from engine.diffusion.config_roads import FARTHEST, RoadsConfig
from pages.ddim import question
from pages.ddim.experiments.chips import EXPERIMENTS, LINKED
from pages.ddim.said import OPENING, numbers, origin, scene
from view import controls, link
from view.board import board, put, state_of
from view.board import card as formula_card
from view.board.fan import fan_card, fan_words
from view.export.menu import take_curves
from view.language import t
from view.live import later, live
from view.page import card, configured, hero, opening
from view.polling import await_quietly, poll

SLUG, DEFAULT, KEY = "ddim", FanConfig(), "ddim_board"
IN_LINK = (
    link.Choice("data", tuple(DATA)),
    link.Choice("spacing", tuple(SPACINGS)),
    link.Whole("seed", 0, MAX_SEED),
    link.Choice("schedule", SCHEDULES),
    link.Real("eta", 0, 1),
    link.Stop("S", STOPS),
    link.Real("start", -FARTHEST, FARTHEST),
    link.Whole("flag", 1, STOPS[-1]),
    link.Choice("x", tuple(EXPERIMENTS)),
    *LINKED,
)
PLACES = (*OPENING, "flag")


def config_of_widgets(schedule: str) -> FanConfig:
    """The three controls beside the hero; the schedule comes with the link."""
    data = controls.choice(SLUG, "data", tuple(DATA), DEFAULT.data)
    spacing = controls.choice(SLUG, "spacing", tuple(SPACINGS), DEFAULT.spacing)
    seed = controls.whole(SLUG, "seed", DEFAULT.seed)
    with st.container(horizontal=True, vertical_alignment="center", key="fail", gap="small"):
        controls.button(SLUG, "new_seed", controls.move, (SLUG, "seed", 1), moves="seed")
        controls.button(SLUG, "fail", partial(put, KEY, S=1), moves="S")
        controls.button(SLUG, "one", controls.put, (SLUG, "data", "point"), moves="data")
    return FanConfig(data=data, spacing=spacing, seed=seed, schedule=schedule)


def roads_of(config: FanConfig, place: dict) -> RoadsConfig:
    """The roads under the reader's hand, for the engine to walk as well."""
    there = {**OPENING, **place}
    return RoadsConfig(
        config.data, config.spacing, config.seed, config.schedule, *(there[n] for n in OPENING)
    )


text = opening(SLUG)
asked = link.check(SLUG, IN_LINK)
schedule = asked.pop("schedule", DEFAULT.schedule)
place = {name: asked.pop(name) for name in PLACES if name in asked} | (state_of(KEY) or {})
controls.restore(SLUG, asked)
left, right = hero()
with right:
    formula, ask = st.container(), st.container()
    with card("controls"):
        config = configured(SLUG, lambda: config_of_widgets(schedule), DEFAULT)
shown = live("ddim", "engine.diffusion.fan:run", config, SLUG)
drawn = shown.result.config
walked = live(
    "ddim_roads", "engine.diffusion.roads:run", roads_of(drawn, place), "ddim_roads", patience=0.3
)
with ask:
    told = question.ask(shown.result, place.get("flag"))
with left:
    badge = {"kind": "exact", "label": t("badge.exact"), "text": origin(shown)}
    there = {name: place[name] for name in PLACES if name in place}
    board(KEY, SLUG, "fan", scene(shown.result, walked.result, told), fan_words(badge), there)
    take_curves(shown.result, SLUG, "engine.diffusion.fan:run", t("fan.name"), log=True)
    chosen = controls.chips(SLUG, "x", EXPERIMENTS)
    poll(shown.job, SLUG)
    await_quietly(walked.job, SLUG, "roads")
    later(shown)
with formula:
    formula_card(fan_card(), key="ddim_card", name=SLUG)
link.note(SLUG, data=config.data, spacing=config.spacing, seed=config.seed, x=chosen)
link.note(SLUG, schedule=None if schedule == DEFAULT.schedule else schedule)
link.note(SLUG, **{name: place.get(name) for name in PLACES})
if chosen:
    EXPERIMENTS[chosen].show(text, config)
text.show(**numbers(shown.result))
