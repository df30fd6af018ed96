"""DDPM = demolish + rebuild: the houses, their schedule, and what is left of them."""

import streamlit as st

from engine.diffusion.config import MAX_SEED, MAX_T, SCHEDULES, DdpmConfig, DdpmResult
from view import controls, link
from view.device import name as device_name
from view.film import houses_film
from view.language import number, t
from view.live import Live, later, live
from view.page import card, configured, hero, opening
from view.player import legend, player
from view.player.houses import houses_words
from view.polling import poll

SLUG, DEFAULT = "ddpm", DdpmConfig()
IN_LINK = (
    link.Choice("schedule", SCHEDULES),
    link.Whole("T", 1, MAX_T),
    link.Whole("seed", 0, MAX_SEED),
    link.Whole("t", 0, MAX_T),
)


def forget_t() -> None:
    """Another T has another axis: the place on the old one is of no use."""
    st.query_params.pop(f"{SLUG}_t", None)


def new_seed() -> None:
    """The next seed, so that a reader can come back to the last one."""
    st.session_state[f"{SLUG}_seed"] += 1


def config_of_widgets() -> DdpmConfig:
    """The three controls beside the hero."""
    schedule = controls.choice(SLUG, "schedule", SCHEDULES, DEFAULT.schedule)
    T = controls.whole(SLUG, "T", DEFAULT.T, step=100, on_change=forget_t)
    seed = controls.whole(SLUG, "seed", DEFAULT.seed)
    st.button(
        t("ddpm.new_seed"),
        on_click=new_seed,
        icon=":material/refresh:",
        width="stretch",
        disabled=link.locked("seed"),
    )
    return DdpmConfig(schedule=schedule, T=T, seed=seed)


def origin(shown: Live) -> str:
    """Where and in how many seconds the film on screen was computed."""
    result: DdpmResult = shown.result
    told = {
        "device": device_name(result.device, result.threads),
        "dtype": result.dtype,
        "seconds": number(result.seconds, 2),
    }
    return (
        t("ddpm.shipped", date=shown.origin, **told) if shown.origin else t("ddpm.measured", **told)
    )


def numbers(result: DdpmResult) -> dict:
    """The live numbers of the prose."""
    return {
        "T": str(result.config.T),
        "alpha_bar_T": number(result.alpha_bar_T, 5),
        "snr_T": f"{number(result.snr_T, 1)} dB",
        "beta_1": number(result.beta_1, 5),
        "beta_T": number(result.beta_T, 4),
        "moves": result.config.moves,
        "frames": len(result.back_t),
        "trained_steps": result.trained_steps,
    }


text = opening(SLUG)
asked = link.check(SLUG, IN_LINK)
controls.restore(SLUG, {name: value for name, value in asked.items() if name != "t"})
left, right = hero()
with right:
    formula = st.container()
    with card("controls"):
        config = configured(SLUG, config_of_widgets, DEFAULT)
shown = live("hero", "engine.diffusion.ddpm:run", config, SLUG)
with left:
    at = player(houses_film(shown.result), key="ddpm_player", name=SLUG, t=asked.get("t"))
    poll(shown.job, SLUG)
    later(shown)
with formula:
    badge = {"kind": "measured", "label": t("badge.measured"), "text": origin(shown)}
    legend(houses_words(badge), key="ddpm_legend", name=SLUG)
link.note(SLUG, schedule=config.schedule, T=config.T, seed=config.seed)
if at is not None:
    link.note(SLUG, t=round(at))
text.show(**numbers(shown.result))
