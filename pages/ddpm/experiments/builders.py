"""Who rebuilds: exact, trained, half-trained, zero."""

import streamlit as st

from engine.diffusion.config import DdpmConfig
from engine.diffusion.config_columns import BUILDERS, ColumnsConfig
from engine.diffusion.config_floor import FloorConfig
from engine.diffusion.config_quality import QualityConfig
from pages.ddpm.experiments.sheets import sheet
from view.chart import Series, lines
from view.experiment import ask
from view.language import number, t
from view.pictures import pictures
from view.prose import Prose

IDENTITY = {"exact": "data", "trained": "model", "half": "warning", "zero": "noise"}


def show(text: Prose, hero: DdpmConfig) -> None:
    """Four columns of houses, the nearest known house of each, and everybody's loss."""
    place = st.container()
    names = [t(f"ddpm.builder.{name}") for name in BUILDERS]
    result = sheet("builders", ColumnsConfig(seed=hero.seed))
    far = {f"distance_{name}": number(d, 3) for name, d in result.distance_of.items()}
    place.markdown(text.part("x_builders", known=str(result.config.known), **far))
    st.caption(t("ddpm.nearest"))
    pictures(
        list(result.nearest),
        width=64,
        caption=[f"{number(d, 3)}" for d in result.distance],
        alt=[t("ddpm.nearest.alt", distance=number(d, 3)) for d in result.distance],
    )
    quality(text, hero)
    floor = ask("ddpm", "floor", "engine.diffusion.floor:run", FloorConfig(seed=hero.seed))
    for side, (kind, error) in zip(st.columns(2), floor.sets.items(), strict=True):
        with side:
            st.caption(t(f"ddpm.chart.{kind}"))
            lines(
                [
                    Series(names[k], IDENTITY[name], error[0][k], floor.t, error[1][k])
                    for k, name in enumerate(BUILDERS)
                ],
                key=f"ddpm_x_floor_{kind}",
                x=t("ddpm.chart.t"),
                y=t("ddpm.chart.loss"),
                alt=t(f"ddpm.chart.{kind}.alt", **floor.middle(kind)),
                log_y=True,
            )


def quality(text: Prose, hero: DdpmConfig) -> None:
    """The patch distance of rebuilt houses beside its floor, and the share of nights."""
    place = st.container()
    result = ask("ddpm", "quality", "engine.diffusion.quality:run", QualityConfig(seed=hero.seed))
    ratio = t(
        "ddpm.quality.ratio",
        value=number(result.distance.value, 5),
        se=number(result.distance.se, 5),
        ratio=number(result.ratio, 2),
        floor=number(result.floor.median, 5),
        pairs=len(result.floor.values),
    )
    nights = f"{number(100 * result.nights.value, 1)}%"
    said = {"count": str(result.config.count), "z": number(abs(result.z), 1)}
    place.markdown(text.part("x_quality", ratio=ratio, nights=nights, **said))
