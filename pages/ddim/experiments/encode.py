"""Encode and rebuild: houses, their codes, and what comes back."""

import streamlit as st

from engine.diffusion.config_encode import GRAINS, EncodeConfig, EncodeResult
from engine.diffusion.config_fan import FanConfig
from view import controls, link, tiles
from view.chart import Series, lines
from view.experiment import ask
from view.language import number, t
from view.prose import Prose

WIDTH, SHOWN = 82, 4


def show(text: Prose, hero: FanConfig) -> None:
    """Round trips with more and more steps, and their error."""
    place = st.container()
    config = EncodeConfig(seed=hero.seed)
    result: EncodeResult = ask("ddim", "encode", "engine.diffusion.encode:run", config)
    grain = controls.switch("ddim", "grain", True)
    link.note("ddim", grain=grain)
    place.markdown(text.part("x_encode", **_numbers(result, grain)))
    left, right = st.columns((4, 3))
    with left:
        _pictures(result, GRAINS.index(grain))
    with right:
        _chart(result, grain)


def _pictures(result: EncodeResult, k: int) -> None:
    """The houses, and under each number of steps their codes beside what came back."""
    steps = [f"S = {S}" for S in result.config.steps]
    st.caption(t("ddim.encode.rebuilt"))
    columns = [houses[:SHOWN] for houses in (result.originals, *result.rebuilt[k])]
    names = [t("ddim.encode.original"), *steps]
    said = [t("ddim.encode.rebuilt.alt", name=name) for name in names]
    tiles.row([tiles.pile(houses) for houses in columns], names, said, WIDTH)
    st.caption(t("ddim.encode.codes"))
    codes = [tiles.pile(codes[:2]) for codes in result.codes[k]]
    spreads = [number(width, 2) for width in result.width(GRAINS[k])]
    captions = [f"± {spread}" for spread in spreads]
    alts = [
        t("ddim.encode.code.alt", name=n, spread=s) for n, s in zip(steps, spreads, strict=True)
    ]
    tiles.row(codes, captions, alts, WIDTH)


def _chart(result: EncodeResult, grain: bool) -> None:
    (houses, houses_se), (points, points_se) = result.houses(grain), result.points
    lines(
        [
            Series(t("ddim.encode.houses"), "model", houses, result.config.steps, houses_se),
            Series(t("ddim.encode.points"), "data", points, result.config.points_steps, points_se),
        ],
        key="ddim_x_encode",
        x=t("ddim.skip.S"),
        y=t("ddim.encode.error"),
        alt=t("ddim.encode.alt", **_numbers(result, grain)),
        log_x=True,
        log_y=True,
        height=380,
    )


def _numbers(result: EncodeResult, grain: bool) -> dict[str, str]:
    houses, points = result.houses(grain)[0], result.points[0]
    return {
        "few": str(result.config.steps[0]),
        "many": str(result.config.steps[-1]),
        "few_error": number(houses[0], 3),
        "many_error": number(houses[-1], 3),
        "points_few": str(result.config.points_steps[0]),
        "points_many": str(result.config.points_steps[-1]),
        "points_few_error": number(points[0], 3),
        "points_many_error": number(points[-1], 4),
        "with": number(result.width(True)[-1], 2),
        "without": number(result.width(False)[0], 2),
        "grain": str(EncodeConfig.grain),
    }
