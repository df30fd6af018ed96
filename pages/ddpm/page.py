"""DDPM = demolish + rebuild: the houses, their schedule, and what is left of them."""

import streamlit as st

from engine.diffusion.config import MAX_SEED, MAX_T, RULES, SCHEDULES, DdpmConfig
from engine.diffusion.config_columns import KNOTS
from engine.diffusion.config_own import PIXELS
from pages.ddpm import question
from pages.ddpm.experiments.chips import EXPERIMENTS
from pages.ddpm.said import noted, numbers, on_axis, origin, take
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
    link.Choice("rule", RULES),
    link.Curve("curve", KNOTS),
    link.Whole("own_t", 1, 1000),
    link.Picture("paint", PIXELS),
)


def forget_t() -> None:
    """Another T has another axis: places on the old one are of no use."""
    link.note(SLUG, t=None, flag=None)


def config_of_widgets() -> DdpmConfig:
    """The three controls beside the hero."""
    schedule = controls.choice(SLUG, "schedule", SCHEDULES, DEFAULT.schedule)
    T = controls.whole(SLUG, "T", DEFAULT.T, step=100, on_change=forget_t)
    seed = controls.whole(SLUG, "seed", DEFAULT.seed)
    look = {"icon": ":material/refresh:", "width": "stretch"}
    controls.button(SLUG, "new_seed", controls.move, (SLUG, "seed", 1), moves="seed", **look)
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
    take(shown, at)
    chosen = controls.chips(SLUG, "x", EXPERIMENTS)
    poll(shown.job, SLUG)
    later(shown)
flag = flag_of("ddpm_player")
with ask:
    answer = question.ask(config, flag)
with formula:
    badge = {"kind": "measured", "label": t("badge.measured"), "text": origin(shown)}
    legend(asking(houses_words(badge), answer), key="ddpm_legend", name=SLUG)
link.note(SLUG, schedule=config.schedule, T=config.T, seed=config.seed, x=chosen)
link.note(SLUG, t=noted(at, place["t"], config.T), flag=noted(flag, None, config.T))
if chosen:
    EXPERIMENTS[chosen].show(text, config)
text.show(**numbers(shown.result))
link.onward("bayes", seed=config.seed, schedule=config.schedule)
