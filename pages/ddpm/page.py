"""DDPM = demolish + rebuild: the houses, their schedule, and what is left of them."""

import streamlit as st

from engine.diffusion.config import MAX_SEED, MAX_T, SCHEDULES, DdpmConfig
from pages.ddpm import question
from pages.ddpm.experiments.chips import EXPERIMENTS
from pages.ddpm.said import noted, numbers, on_axis, origin
from view import controls, link
from view.film import houses_film
from view.language import t
from view.live import later, live
from view.page import card, configured, hero, opening
from view.player import flag_of, legend, player
from view.player.houses import houses_words
from view.player.question import asking
from view.polling import poll
from view.trouble import admit

SLUG, DEFAULT = "ddpm", DdpmConfig()
IN_LINK = (
    link.Choice("schedule", SCHEDULES),
    link.Whole("T", 1, MAX_T),
    link.Whole("seed", 0, MAX_SEED),
    link.Whole("t", 0, MAX_T),
    link.Whole("flag", 0, MAX_T),
    link.Choice("x", tuple(EXPERIMENTS)),
)


def forget_t() -> None:
    """Another T has another axis: places on the old one are of no use."""
    link.note(SLUG, t=None, flag=None)


def config_of_widgets() -> DdpmConfig:
    """The three controls beside the hero."""
    schedule = controls.choice(SLUG, "schedule", SCHEDULES, DEFAULT.schedule)
    T = controls.whole(SLUG, "T", DEFAULT.T, step=100, on_change=forget_t)
    seed = controls.whole(SLUG, "seed", DEFAULT.seed)
    st.button(
        t("ddpm.new_seed"),
        on_click=controls.move,
        args=(SLUG, "seed", 1),
        icon=":material/refresh:",
        width="stretch",
        disabled=link.locked("seed"),
    )
    return DdpmConfig(schedule=schedule, T=T, seed=seed)


text = opening(SLUG)
asked = link.check(SLUG, IN_LINK)
place = {name: asked.pop(name, None) for name in ("t", "flag")}
controls.restore(SLUG, asked)
left, right = hero()
with right:
    formula, ask = st.container(), st.container()
    with card("controls"):
        config = configured(SLUG, config_of_widgets, DEFAULT)
shown = live("hero", "engine.diffusion.ddpm:run", config, SLUG)
with left:
    admit(shown.result)
    place = {name: on_axis(name, value, config.T) for name, value in place.items()}
    at = player(houses_film(shown.result), key="ddpm_player", name=SLUG, **place)
    chosen = controls.chips(SLUG, "x", EXPERIMENTS)
    poll(shown.job, SLUG)
    later(shown)
flag = flag_of("ddpm_player")
with ask:
    answer = question.ask(config, flag)
with formula:
    badge = {"kind": "measured", "label": t("badge.measured"), "text": origin(shown)}
    words = houses_words(badge)
    if not link.hidden("question"):
        words = asking(words, answer)
    legend(words, key="ddpm_legend", name=SLUG)
link.note(SLUG, schedule=config.schedule, T=config.T, seed=config.seed, x=chosen)
link.note(SLUG, t=noted(at, place["t"], config.T), flag=noted(flag, None, config.T))
if chosen:
    EXPERIMENTS[chosen].show(text, config)
text.show(**numbers(shown.result))
