"""The reader's own house: drawn or uploaded, demolished to t, rebuilt with four noises."""

import streamlit as st

from engine.diffusion.config import DdpmConfig
from engine.diffusion.config_own import OwnConfig
from engine.errors import InvalidParameter
from view import bundle, controls, link, picture
from view.easel import paint, paint_words
from view.experiment import ask
from view.film import houses_film
from view.language import number, t
from view.player import player, words_only
from view.player.houses import houses_words
from view.prose import Prose
from view.sentence import complain

FIRST = 2
"""The house of the shipped film that the easel opens with."""


def show(text: Prose, hero: DdpmConfig) -> None:
    """The easel and the upload on the left, four rebuilds on the right."""
    place = st.container()
    left, right = st.columns([3, 5])
    with left:
        pixels, own_t = _house(), controls.slider("ddpm", "own_t", 1, 1000, OwnConfig.t)
        link.note("ddpm", own_t=own_t)
    with right:
        config = OwnConfig(pixels=pixels, t=own_t, seed=hero.seed)
        result = ask("ddpm", "own", "engine.diffusion.own:run", config, shipped=False)
        if result:
            player(houses_film(result), key="ddpm_x_own", name="ddpm_own", t=None)
            words_only(houses_words(experiment=t("ddpm.x.own")), key="ddpm_w_own", name="ddpm_own")
    gaps = " · ".join(number(d, 3) for d in result.distance) if result else "…"
    place.markdown(text.part("x_own", distance=gaps))


def _house() -> bytes:
    """The house on the easel: drawn, else uploaded, else from the link, else one of ours."""
    ours = bundle.load("ddpm")[0].x0[FIRST].tobytes()
    start = _uploaded() or controls.opening("ddpm", "paint") or ours
    pixels = paint("ddpm_paint", "ddpm_paint", paint_words(), start) or start
    travels = link.travels(pixels)
    link.note("ddpm", paint=pixels if travels and pixels != ours else None)
    if not travels:
        st.caption(t("ddpm.too_long"))
    return pixels


def _uploaded() -> bytes | None:
    """The picture the reader brought, 3,072 bytes; a sentence where it is none."""
    limit = f"{picture.MOST_BYTES // 1_000_000} MB"
    said = {"formats": ", ".join(picture.FORMATS), "limit": limit}
    file = controls.upload("ddpm", "picture", picture.MOST_BYTES, **said)
    if file is None:
        return None
    try:
        pixels, told = picture.read(file.getvalue())
    except InvalidParameter as wrong:
        complain(wrong, "ddpm")
        return None
    for message in told:
        st.caption(t(message))
    return pixels
