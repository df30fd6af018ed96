"""Schedule and T: what is left at the end, and why the steps are many and grow."""

from dataclasses import replace

import streamlit as st

from engine.diffusion.config import DdpmConfig
from engine.diffusion.config_columns import ColumnsConfig
from engine.diffusion.config_stranding import StrandingConfig
from pages.ddpm.experiments.sheets import sheet
from view import bundle, controls, link
from view.chart import Series, lines
from view.easel import curve, curve_words, knots
from view.experiment import ask
from view.language import number, t
from view.page import configured
from view.prose import Prose


def show(text: Prose, hero: DdpmConfig) -> None:
    """Four schedules on one sheet; the share stranded against the number of steps."""
    place = st.container()
    plain = ColumnsConfig(subject="schedules", T=hero.T, seed=hero.seed)
    su = knots(bundle.load("ddpm")[0].log_alpha_bar)
    asked, config = controls.opening("ddpm", "curve"), plain
    if easel := controls.expander("ddpm", "draw", expanded=bool(asked)):
        with easel:
            drawn = curve("ddpm_curve", "ddpm_curve", curve_words(), su, asked=asked) or ()
            link.note("ddpm", curve=drawn or None)
            config = configured("ddpm", lambda: replace(plain, drawn=drawn), plain, "schedules")
    film = sheet("schedules", config)
    names = [t(f"ddpm.schedule.{name}") for name in config.columns]
    ends = [f"{name} {number(a, 4)}" for name, a in zip(names, film.left_at_end, strict=True)]
    result = ask(
        "ddpm", "stranding", "engine.diffusion.stranding:run", StrandingConfig(seed=hero.seed)
    )
    first, last = (f"{number(100 * e.value, 1)}%" for e in (result.growing[0], result.growing[-1]))
    said = {"first": first, "last": last, "steps": str(result.config.steps[-1])}
    place.markdown(
        text.part(
            "x_schedules",
            ends=" · ".join(ends),
            stranded_first=first,
            stranded_last=last,
            stranded_last_steps=said["steps"],
        )
    )
    lines(
        [
            Series(
                t(f"ddpm.chart.{kind}"),
                identity,
                [e.value for e in shares],
                result.config.steps,
                [e.se for e in shares],
            )
            for kind, identity, shares in (
                ("growing", "data", result.growing),
                ("equal", "noise", result.equal),
            )
        ],
        key="ddpm_x_stranding",
        x=t("ddpm.chart.steps"),
        y=t("ddpm.chart.stranded"),
        alt=t("ddpm.chart.stranded.alt", **said),
        log_x=True,
    )
