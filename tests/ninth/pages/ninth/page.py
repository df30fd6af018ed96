"""The law of large numbers: the share of heads on its way to a half."""

import streamlit as st

from engine.ninth.config import MAX_SEED, MOST, CoinsConfig
from pages.ninth.figure import figure
from view import controls, link
from view.easel import Scale, bar, bar_words
from view.export.menu import take_code
from view.language import number, t
from view.live import live
from view.page import card, configured, hero, opening
from view.polling import poll
from view.prediction import asked

SLUG, DEFAULT = "ninth", CoinsConfig()
SCALE = Scale(0.0, 0.1, 0.005, digits=3)


def config_of_widgets() -> CoinsConfig:
    """The two controls beside the hero."""
    tosses = controls.whole(SLUG, "tosses", DEFAULT.tosses, step=100)
    return CoinsConfig(tosses=tosses, seed=controls.whole(SLUG, "seed", DEFAULT.seed))


text = opening(SLUG)
controls.restore(
    SLUG, link.check(SLUG, [link.Whole("tosses", 10, MOST), link.Whole("seed", 0, MAX_SEED)])
)
left, right = hero()
with right:
    ask = st.container()
    with card("controls"):
        config = configured(SLUG, config_of_widgets, DEFAULT)
shown = live("hero", "engine.ninth.coins:run", config, None)
result = shown.result
numbers = {"tosses": number(config.tosses), "off": number(result.off, 4) if result else "…"}
words = {name: t(f"{SLUG}.{name}", **numbers) for name in ("alt", "label", "again")}
with left:
    figure(SLUG, list(result.share) if result else [], words)
    st.caption(t(f"{SLUG}.note"))
    take_code(SLUG, "hero", "engine.ninth.coins:run", config)
    poll(shown.job, SLUG)
with ask:
    guess = bar(f"{SLUG}_bar", f"{SLUG}_guess", SCALE, bar_words(t(f"{SLUG}.bar")))
    if (place := asked(SLUG, guess)) and result:
        place.markdown(t(f"{SLUG}.answer", expected=number(result.expected, 4), **numbers))
link.note(SLUG, tosses=config.tosses, seed=config.seed)
text.show(**numbers)
